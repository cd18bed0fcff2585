"""Measure what phones send: ``python -m tests.bench.sync_bench`` writes docs/measures.md.

Sixteen clients, each request one outing with thirty taps and five voices, through granian and the real address, beside
a Django view that inserts the same rows and nothing else; SQLite then PostgreSQL, both durable, in one run.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.measures import Figure, write_figures
from tools.private_postgres import free_port, private_postgres

ROUNDS, WARM, CLIENTS = int(os.environ.get("PALIER_BENCH_ROUND", "600")), 200, 16
# A client of its own, a server with a process a core and sixteen threads each.
SERVE = (
    "import sys; from granian import Granian; from granian.constants import Interfaces; "
    "Granian(sys.argv[1], address='127.0.0.1', port=int(sys.argv[2]), interface=Interfaces.WSGI, workers=2, "
    "blocking_threads=16, log_enabled=False).serve()"
)
REAL, BARE = "palier.config.wsgi:application", "tests.bench.bare_intake:application"
RATE, SHARE, SLOWEST = 400, 60, 80


def main() -> None:
    """Print the figures and write them."""
    if sys.argv[1:] == ["--fill"]:
        _measure()
        return
    figures = _figures("SQLite", "")
    with private_postgres(durable=True) as url:
        figures += _figures("PostgreSQL", url)
    for figure in figures:
        print(figure.row())
    write_figures("sync", figures)


def _figures(name: str, url: str) -> list[Figure]:
    """Return the figures of one database, measured in a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        (Path(folder) / "static").mkdir()
        told = {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": url, "PALIER_SEMANTIC": "non"}
        told |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.demo"}
        command = [sys.executable, "-m", "tests.bench.sync_bench", "--fill"]
        done = subprocess.run(command, env={**os.environ, **told}, check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout.splitlines()[-1])
    bare, whole, part = found["bare"]["rate"], found["whole"], found["part"]
    return [
        Figure(f"{name} : échanges entiers (reçus, sorties à jour)", whole["rate"], "par seconde", RATE, more=True),
        Figure(f"{name} : échange entier, p50", whole["p50"], "ms"),
        Figure(f"{name} : échange entier, p99", whole["p99"], "ms", SLOWEST),
        Figure(f"{name} : un téléphone qui vide sa file, reçus seuls", part["rate"], "par seconde", RATE, more=True),
        Figure(f"{name} : reçus seuls, p99", part["p99"], "ms", SLOWEST),
        Figure(f"{name} : une vue Django nue, mêmes insertions", bare, "par seconde"),
        Figure(f"{name} : échange entier, part de la vue nue", 100 * whole["rate"] / bare, "%", SHARE, more=True),
        Figure(f"{name} : reçus seuls, part de la vue nue", 100 * part["rate"] / bare, "%", SHARE, more=True),
    ]


def _measure() -> None:
    """Fill the database of the environment, measure each server in turn, and print what was found as JSON."""
    # Settings are read at these imports.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.bench.sync_load import make_requests  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    whole, part = (make_requests(WARM + ROUNDS, more=more) for more in (False, True))
    found = {
        "whole": _served(REAL, whole),
        "part": _served(REAL, part),
        "bare": _served(BARE, part),
    }
    print(json.dumps(found))


def _served(application: str, requests: Sequence[Any]) -> dict[str, float]:
    """Start a server, warm it, and return what it did of the rest."""
    from tests.bench.sync_load import send_all  # noqa: PLC0415 (the settings first)

    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVE, application, str(port)])
    try:
        _wait(port)
        cursors: dict[str, str] = {}
        send_all(requests[:WARM], cursors, port=port, clients=CLIENTS)
        rate, times = send_all(requests[WARM:], cursors, port=port, clients=CLIENTS)
    finally:
        server.terminate()
        server.wait()
    slowest = statistics.quantiles(times, n=100)
    return {"rate": rate, "p50": slowest[49], "p99": slowest[98]}


def _wait(port: int) -> None:
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


if __name__ == "__main__":
    main()
