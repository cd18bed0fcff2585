"""Run the web server, and beside it the worker that carries out the long work (imports, search by meaning)."""

import os
import signal
import subprocess
import sys
from types import FrameType

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

THREADS = 16


def serve(*, host: str, port: int, workers: int) -> None:
    """Collect the static files, start the worker, serve until stopped; the worker stops with the server."""
    call_command("collectstatic", interactive=False, verbosity=0)
    background = subprocess.Popen(
        [sys.executable, "-m", "palier", "db_worker", "--interval", "1", "--no-startup-delay"],
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, _stop)
    try:
        Granian(
            "palier.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            log_enabled=False,
        ).serve()
    finally:
        background.terminate()
        try:
            background.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(background.pid, signal.SIGKILL)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
