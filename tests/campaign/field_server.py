"""A server of Palier that a campaign kills and starts again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tools.free_port import free_port
from tools.private_postgres import end_with_parent

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]


class Server:
    """``palier serve`` on a port of its own. Use it in a ``with`` statement: it is not started before ``start``."""

    def __init__(self, *, workers: int = 1, environment: Mapping[str, str] | None = None, warm: bool = True) -> None:
        self.port = free_port()
        self._workers, self._environment = workers, {**os.environ, **(environment or {})}
        self._warm = warm
        self._launcher: subprocess.Popen[str] | None = None
        self._pid = 0

    def __enter__(self) -> "Server":
        if self._warm:
            words = [sys.executable, "-m", "tests.campaign.field_launcher", str(self.port), str(self._workers)]
            self._launcher = self._run(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pid:
            self.kill()
        if self._launcher is not None and self._launcher.stdin is not None:
            self._launcher.stdin.close()
            self._launcher.wait()

    def _run(self, words: list[str], **more: int) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            words, cwd=ROOT, env=self._environment, text=True, preexec_fn=end_with_parent, bufsize=1, **more
        )

    def start(self) -> None:
        """Start it, and wait until it listens."""
        if self._launcher is not None:
            self._pid = int(self._ask("start"))
        else:
            words = [sys.executable, "-m", "palier", "serve", "--port", str(self.port), "--workers", str(self._workers)]
            self._cold = subprocess.Popen(
                words, cwd=ROOT, env=self._environment, start_new_session=True, stdout=subprocess.DEVNULL
            )
            self._pid = self._cold.pid
        self.wait()

    def wait(self) -> None:
        """Return when the port answers. Raises TimeoutError."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.005)
        raise TimeoutError("the server does not start")

    def workers(self) -> list[int]:
        """Return the processes that answer requests: the children of the one that serves, but the background one."""
        return [pid for pid in children_of(self._pid) if _command_of(pid)[:1] != ["sleep"] and _is_python(pid)]

    def kill_worker(self, index: int) -> bool:
        """Kill one process that answers requests, then what is left of the server; False when there was none."""
        found = self.workers()
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[index % len(found)], signal.SIGKILL)
        self.kill()
        return bool(found)

    def kill(self) -> None:
        """Kill all its processes where they stand, and wait until they are gone."""
        left = [self._pid, *descendants_of(self._pid)]
        # The group at once: a process born after it was listed would go on listening.
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        left += group_of(self._pid)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._launcher is not None:
            self._ask("end")
        else:
            self._cold.wait()
        wait_until_gone(left)
        self._pid = 0

    def _ask(self, word: str) -> str:
        assert self._launcher is not None
        assert self._launcher.stdin is not None
        assert self._launcher.stdout is not None
        self._launcher.stdin.write(f"{word}\n")
        answer = self._launcher.stdout.readline().strip()
        if not answer:
            raise RuntimeError("the launcher died")
        return answer


def group_of(leader: int) -> list[int]:
    """Return the processes of the group that ``leader`` leads, dead ones that nobody waited for included."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # After the name, in parentheses: its state, its parent, its group.
            group = int((folder / "stat").read_text().rpartition(")")[2].split()[2])
            found += [int(folder.name)] * (group == leader)
    return found


def children_of(pid: int) -> list[int]:
    """Return the processes that ``pid`` started and that live."""
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        return sorted({int(word) for line in [text, *tasks] for word in line.split()})
    return []


def descendants_of(pid: int) -> list[int]:
    """Return the processes that ``pid`` started, and theirs."""
    near = children_of(pid)
    return [*near, *(far for child in near for far in descendants_of(child))]


def _command_of(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return []


def _is_python(pid: int) -> bool:
    command = _command_of(pid)
    return bool(command) and "python" in command[0] and "work" not in command


def _is_alive(pid: int) -> bool:
    """Tell whether one of its threads lives: the first may be dead while another still holds the port."""
    for thread in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            if thread.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}:
                return True
    return False


def wait_until_gone(pids: list[int]) -> None:
    """Wait until no thread of these processes lives. Raises TimeoutError."""
    limit = time.monotonic() + PATIENCE
    while any(_is_alive(pid) for pid in pids):
        if time.monotonic() > limit:
            raise TimeoutError("a killed process does not end")
        time.sleep(0.002)
