"""``palier serve``: it answers, refuses a port in use, keeps its worker alive, and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from palier.dashboard import serving
from palier.dashboard.serving import AddressRefused, BackgroundWorker, check_address
from tools.free_port import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A running ``palier serve``, with a mark in its environment by which its processes are known."""
    values = {"PALIER_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}
    environment = {**os.environ, **values, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
    command = [sys.executable, "-m", "palier", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    for left in processes_of(tmp_path):
        with suppress(ProcessLookupError):
            os.kill(left, signal.SIGKILL)
    process.communicate()


def processes_of(folder: Path) -> list[int]:
    """Return the living processes whose data folder is ``folder``."""
    mark = f"PALIER_DATA_DIR={folder}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def wait_for_page(port: int) -> int:
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page,
        ):
            return int(page.status)
        time.sleep(0.05)
    return 0


def who_answers(port: int, *, other_than: int) -> int:
    """Return the process that answers, 0 when none but ``other_than`` does."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            found = int(page.read())
            if found != other_than:
                return found
        time.sleep(0.05)
    return 0


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_then_stops_whole(
    served: "subprocess.Popen[str]", port: int, tmp_path: Path, sent: signal.Signals
) -> None:
    assert wait_for_page(port) == 200
    assert len(processes_of(tmp_path)) >= 3

    served.send_signal(sent)
    status = served.wait(timeout=30)

    assert status == 0
    assert processes_of(tmp_path) == []


def test_killed_server_process_comes_back(port: int) -> None:
    serve = (
        "import django; django.setup(); from palier.dashboard.serving import server; "
        f"server('tests.dashboard.who_answers:application', address='127.0.0.1', port={port}, workers=1).serve()"
    )
    process = subprocess.Popen([sys.executable, "-c", serve])
    try:
        first = who_answers(port, other_than=0)
        os.kill(first, signal.SIGKILL)
        second = who_answers(port, other_than=first)
        status = process.poll()
    finally:
        process.terminate()
        process.wait(timeout=30)

    assert first not in {0, second}
    assert second != 0
    assert status is None


def test_port_in_use_is_refused(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(AddressRefused, match=f"sur 127.0.0.1:{port}"):
        check_address("127.0.0.1", port)

    check_address("127.0.0.1", port)


@pytest.mark.parametrize(("host", "number"), [("127.0.0.1", 70_000), ("192.0.2.1", 8000)])
def test_impossible_address_is_refused(host: str, number: int) -> None:
    with pytest.raises(AddressRefused):
        check_address(host, number)


def test_worker_that_dies_is_started_again_until_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    starts = tmp_path / "starts"
    script = f"import time; open({str(starts)!r}, 'a').write('x'); time.sleep(0.1)"
    monkeypatch.setattr(serving, "WORKER", [sys.executable, "-c", script])
    monkeypatch.setattr(serving, "PAUSE_BEFORE_RESTART", 0.01)

    with BackgroundWorker():
        limit = time.monotonic() + 60
        while time.monotonic() < limit and not (starts.exists() and len(starts.read_text()) >= 2):
            time.sleep(0.02)
    count = len(starts.read_text())
    time.sleep(0.3)

    assert count >= 2
    assert len(starts.read_text()) == count
    assert "Le travail de fond s'est arrêté (statut 0) : il est relancé." in capfd.readouterr().err
