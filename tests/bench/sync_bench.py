"""Measure what phones send: ``python -m tests.bench.sync_bench`` writes docs/measures.md.

Sixteen clients, each request one outing with thirty taps and five voices, through granian and the real address, beside
a Django view that inserts the same rows and nothing else (tests/bench/bare_intake.py says which); SQLite then
PostgreSQL, both durable, in one run.
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
from tools.free_port import free_port
from tools.private_postgres import private_postgres

ROUNDS, WARM, CLIENTS = int(os.environ.get("PALIER_BENCH_ROUND", "600")), 100, 16
# The server of ``palier serve``, with a process a core.
SERVE = (
    "import sys, django; django.setup(); from palier.dashboard.serving import server; "
    "server(sys.argv[1], address='127.0.0.1', port=int(sys.argv[2]), workers=2).serve()"
)
REAL, BARE = "palier.config.wsgi:application", "tests.bench.bare_intake:application"
SERVED = {
    "whole": (REAL, "/api/sync"),
    "part": (REAL, "/api/sync"),
    "bare": (BARE, "/api/sync"),
    "lines": (BARE, "/api/lines"),
}
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
    bare, lines, whole, part = (found[each] for each in ("bare", "lines", "whole", "part"))
    share, work = 100 / bare["rate"], 100 * bare["work"]
    return [
        Figure(f"{name} : échanges entiers (reçus, sorties à jour)", whole["rate"], "par seconde", RATE, more=True),
        Figure(f"{name} : échange entier, p50", whole["p50"], "ms"),
        Figure(f"{name} : échange entier, p99", whole["p99"], "ms", SLOWEST),
        Figure(f"{name} : un téléphone qui vide sa file, reçus seuls", part["rate"], "par seconde", RATE, more=True),
        Figure(f"{name} : reçus seuls, p99", part["p99"], "ms", SLOWEST),
        Figure(f"{name} : une vue Django nue, mêmes insertions", bare["rate"], "par seconde"),
        Figure(f"{name} : la vue nue, p99", bare["p99"], "ms"),
        Figure(f"{name} : la même, comptages et paroles seuls", lines["rate"], "par seconde"),
        Figure(f"{name} : échange entier, part de la vue nue", share * whole["rate"], "%", SHARE, more=True),
        Figure(f"{name} : reçus seuls, part de la vue nue", share * part["rate"], "%", SHARE, more=True),
        Figure(f"{name} : processeur d'un échange entier", whole["work"], "ms"),
        Figure(f"{name} : processeur de reçus seuls", part["work"], "ms"),
        Figure(f"{name} : processeur de la vue nue", bare["work"], "ms"),
        Figure(f"{name} : processeur de la vue nue, comptages et paroles seuls", lines["work"], "ms"),
        Figure(
            f"{name} : échange entier, part de la vue nue, en processeur", work / whole["work"], "%", SHARE, more=True
        ),
        Figure(f"{name} : reçus seuls, part de la vue nue, en processeur", work / part["work"], "%", SHARE, more=True),
    ]


def _measure() -> None:
    """Fill the database of the environment, measure each server in turn, and print what was found as JSON."""
    # Settings are read at these imports.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.bench.sync_load import make_requests  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found = {}
    for name, (application, path) in SERVED.items():
        # Requests of its own: a key sent twice is an error to the bare view.
        found[name] = _served(application, path, make_requests(WARM + ROUNDS, more=name != "whole"))
    print(json.dumps(found))


def _served(application: str, path: str, requests: Sequence[Any]) -> dict[str, float]:
    """Start a server, warm it, and return what it did of the rest; ``work``: processor of its workers, ms a request."""
    from tests.bench.sync_load import send_all  # noqa: PLC0415 (the settings first)

    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVE, application, str(port)])
    try:
        _wait(port)
        cursors: dict[str, str] = {}
        send_all(requests[:WARM], cursors, address=(port, path), clients=CLIENTS)
        before = _processor(server.pid)
        rate, times = send_all(requests[WARM:], cursors, address=(port, path), clients=CLIENTS)
        work = 1000 * (_processor(server.pid) - before) / len(times)
    finally:
        server.terminate()
        server.wait()
    slowest = statistics.quantiles(times, n=100)
    return {"rate": rate, "p50": slowest[49], "p99": slowest[98], "work": work}


def _processor(server: int) -> float:
    """Return the seconds of processor that the workers of a server have used."""
    ticks = 0
    for worker in Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split():
        # The name, between brackets, may hold spaces; user and system time are the 14th and 15th words.
        words = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait(port: int) -> None:
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


if __name__ == "__main__":
    main()
