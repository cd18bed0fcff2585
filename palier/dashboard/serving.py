"""Run the web server, and beside it the worker that carries out the long work (imports, search by meaning)."""

import os
import signal
import socket
import subprocess
import sys
from threading import Event, Thread
from types import FrameType, TracebackType
from typing import Any

from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from granian import Granian
from granian.constants import Interfaces

THREADS = 16
# Seconds: a worker that dies at once must not be started in a loop; a task under way may take a moment to stop.
PAUSE_BEFORE_RESTART = 2
PATIENCE = 5
WORKER = [sys.executable, "-m", "palier", "work"]
TICK = [sys.executable, "-m", "palier", "tick"]
# Seconds: the server answers first, then the day's housekeeping; again a day later.
BEFORE_FIRST_TICK = 60
BETWEEN_TICKS = 24 * 3600


class AddressRefused(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The address cannot be listened to. The message is French and says what to do."""


class BackgroundWorker:
    """The worker's process, started again each time it ends by itself. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._process = self._start()
        self._watch = Thread(target=self._keep_alive, name="worker-watch", daemon=True)

    def __enter__(self) -> "BackgroundWorker":
        self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stopping.set()
        self._process.terminate()
        self._watch.join(timeout=PATIENCE)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C reaches the server alone, which then stops the worker.
        return subprocess.Popen(WORKER, start_new_session=True)  # noqa: S603 (our own words alone)

    def _keep_alive(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.wait(PAUSE_BEFORE_RESTART):
                return
            sys.stderr.write(f"Le travail de fond s'est arrêté (statut {status}) : il est relancé.\n")
            self._process = self._start()


class DailyTick:
    """Runs ``palier tick`` a minute after the start, then each day. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._clock = Thread(target=self._run, name="daily-tick", daemon=True)

    def __enter__(self) -> "DailyTick":
        self._clock.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
        self._clock.join(timeout=PATIENCE)

    def _run(self) -> None:
        pause: float = BEFORE_FIRST_TICK
        while not self._stopping.wait(pause):
            pause = BETWEEN_TICKS
            self._process = subprocess.Popen(TICK, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603
            if self._stopping.is_set():  # it stopped between the two lines above: nobody else will end this process
                self._process.terminate()
            status = self._process.wait()
            if status != 0 and not self._stopping.is_set():
                sys.stderr.write(f"Le rangement du jour s'est arrêté (statut {status}) : il reprendra demain.\n")


def serve(*, host: str, port: int, workers: int) -> None:
    """Collect the static files, start the worker, serve until stopped; the worker stops with the server.

    Raises AddressRefused when something else listens to the port, or when the address is not this machine's.
    """
    check_address(host, port)
    call_command("collectstatic", interactive=False, verbosity=0)
    signal.signal(signal.SIGTERM, _stop)
    with BackgroundWorker(), DailyTick():
        server(address=host, port=port, workers=workers).serve()


def server(application: str = "palier.config.wsgi:application", *, address: str, port: int, workers: int) -> Any:
    """Return the web server, not started: ``workers`` processes of sixteen threads."""
    return Granian(
        application,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=False,
        # A process killed (out of memory, most often) comes back; otherwise the loss of one stops them all.
        respawn_failed_workers=True,
    )


def take_up_again() -> int:
    """Put back in the queue the tasks that a dead worker left half-way, and return how many.

    There is one worker, started here, so a task under way now is nobody's. Each task may be run again: an import
    knows the sheets it has written.
    """
    left = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return left.update(status=TaskResultStatus.READY, started_at=None)


def check_address(host: str, port: int) -> None:
    """Raise AddressRefused unless the address is free: Granian shares ports, and would start without a word."""
    try:
        if not 0 < port < 65_536:  # getaddrinfo would quietly take the remainder
            raise OverflowError(port)
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise AddressRefused(
            f"Impossible d'écouter sur {host}:{port}. Un autre programme s'en sert peut-être déjà : arrêtez-le, ou "
            "choisissez un autre port avec --port (de 1024 à 65535)."
        ) from error


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
