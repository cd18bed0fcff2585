"""A private PostgreSQL server for one run of the tests, thrown away at the end.

    python -m tools.private_postgres -- COMMAND...

runs COMMAND with its address in PALIER_TEST_DATABASE_URL and ends with its status. The server listens on a
free port of 127.0.0.1 with a random password, keeps its files in a temporary folder, and does not sync its
writes: it holds nothing worth keeping. PostgreSQL refuses to run as root, so root lends it to « postgres » or
« nobody ».
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.free_port import free_port

OLDEST = 15
START_SECONDS = 60
# Speed for a server without a future, and one socket less.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
}
UNSAFE = {"fsync", "synchronous_commit", "full_page_writes"}


def server_folder() -> Path | None:
    """Return the folder of the newest PostgreSQL programs, or None when there is none recent enough."""
    candidates = [Path(path).parent for path in [shutil.which("postgres")] if path]
    candidates += Path("/usr/lib/postgresql").glob("*/bin")
    versions = {version_of(folder): folder for folder in candidates if (folder / "initdb").exists()}
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST else None


def version_of(folder: Path) -> int:
    """Return the major version of the programs in ``folder``, 0 when they do not run."""
    shown = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    words = shown.stdout.split()
    return int(words[2].split(".")[0]) if len(words) > 2 else 0


def installed_server_folder() -> Path:
    """Return ``server_folder()``, after installing Debian's package when needed.

    Raises SystemExit with a message when that is not possible.
    """
    folder = server_folder()
    if folder is None:
        subprocess.run([Path(__file__).with_name("apt_install.sh"), "postgresql"], check=False)
        folder = server_folder()
    if folder is None:
        raise SystemExit(
            f"PostgreSQL {OLDEST} ou plus récent est introuvable. Installez-le (paquet « postgresql »),"
            " ou donnez PALIER_TEST_DATABASE_URL=postgres://..."
        )
    return folder


def borrowed_account() -> dict[str, Any]:
    """Return the arguments that make a child process run unprivileged; none are needed unless we are root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    """Ask Linux to stop this process at once (SIGQUIT) when the one that started it dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def start(
    programs: Path, folder: Path, account: dict[str, Any], password: str, *, durable: bool = False
) -> tuple[subprocess.Popen[bytes], int]:
    """Make a cluster in ``folder`` and start it; return its process and port. ``durable``: its writes are synced."""
    (folder / "password").write_text(password)
    if account:
        for path in (folder, folder / "password"):
            os.chown(path, account["user"], account["group"])
    cluster = folder / "cluster"
    login = ["--username=palier", f"--pwfile={folder / 'password'}", "--auth=scram-sha-256"]
    subprocess.run(
        [programs / "initdb", "-D", cluster, *login, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **account,
    )
    port = free_port()
    values = {name: "on" if durable and name in UNSAFE else value for name, value in OPTIONS.items()}
    options = [word for name, value in values.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", cluster, "-p", str(port), *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent,
            **account,
        )
    return server, port


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server answers; raise RuntimeError with its log when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and b"ready to accept" in log.read_bytes():
                return
        time.sleep(0.05)
    raise RuntimeError(log.read_text(errors="replace"))


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the URL of an empty database on a server of its own, stopped and erased on the way out.

    ``durable``: as a real server keeps what it acknowledges, for who measures that.
    """
    programs, account, password = installed_server_folder(), borrowed_account(), secrets.token_urlsafe(16)
    folder = Path(tempfile.mkdtemp(prefix="palier-postgres-"))
    server = None
    try:
        server, port = start(programs, folder, account, password, durable=durable)
        wait_until_ready(server, port, folder / "log")
        yield f"postgres://palier:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run the command after ``--`` with a server, and return its status."""
    if words[:1] != ["--"] or len(words) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    # An end asked for from outside passes through the ``finally`` above.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with private_postgres() as url:
        return subprocess.run(words[1:], env={**os.environ, "PALIER_TEST_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
