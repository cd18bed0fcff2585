"""The throw-away PostgreSQL of `make test-postgres`: it answers, forwards the status, leaves nothing."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.project.tree import ROOT

TOOL = [sys.executable, "-m", "tools.private_postgres"]
SHOW = "import os; print(os.environ['PALIER_TEST_DATABASE_URL'], flush=True); input()"

needs_server = pytest.mark.skipif(
    not (shutil.which("postgres") or list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))),
    reason="PostgreSQL is not installed; `make test-postgres` installs it",
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for the cluster that another account may enter, as pytest's own folders may not be."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def refuses_connection(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return True
    return False


@needs_server
def test_command_gets_a_server_and_its_status_is_forwarded(place: Path) -> None:
    query = (
        "import os, psycopg; c = psycopg.connect(os.environ['PALIER_TEST_DATABASE_URL']);"
        "print(c.execute('SELECT 6 * 7').fetchone()[0]); raise SystemExit(7)"
    )

    ended = subprocess.run(
        [*TOOL, "--", sys.executable, "-c", query],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        check=False,
    )

    assert (ended.stdout, ended.returncode) == ("42\n", 7), ended.stderr
    assert list(place.iterdir()) == []


@needs_server
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_server_ends_with_the_tool(end: signal.Signals, place: Path) -> None:
    command = [*TOOL, "--", sys.executable, "-c", SHOW]
    tool = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
    )
    assert tool.stdin is not None
    assert tool.stdout is not None
    url = tool.stdout.readline().strip()
    psycopg.connect(url).close()

    tool.send_signal(end)
    tool.wait(30)

    deadline = time.monotonic() + 60
    while not (stopped := refuses_connection(url)) and time.monotonic() < deadline:
        time.sleep(0.05)
    tool.stdin.close()
    tool.stdout.close()
    assert stopped
    assert list(place.iterdir()) == [] or end == signal.SIGKILL  # nobody is left to erase the folder


def test_without_a_command_it_explains_itself() -> None:
    ended = subprocess.run(TOOL, capture_output=True, text=True, cwd=ROOT, check=False)

    assert ended.returncode == 2
    assert "tools.private_postgres -- COMMAND" in ended.stderr
