"""Measure the log's files and figures: 600,000 contacts to a CSV, figures over ten million. Writes docs/measures.md.

    python -m tests.bench.figures_bench --contacts 10000000 --database both

Each job runs in a process of its own, so that its memory can be told. A PostgreSQL of its own is started.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

from tests.bench.measures import Figure, write_figures

CSV_PEOPLE = 30
SAMPLE = 60
CSV_SECONDS, CSV_MEGABYTES, PAGE_MS, PAGE_QUERIES, SLOWER = 5, 200, 100, 12, 130
ROUNDS = 15
NAME = "Centre du Banc d'essai"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def main() -> None:
    """Print the figures of each database and write them."""
    parser = argparse.ArgumentParser(description="Measure the files and the figures of the field log.")
    parser.add_argument("--outings", type=int, default=20_000)
    parser.add_argument("--contacts", type=int, default=10_000_000, help="at most 500 an outing")
    parser.add_argument("--database", choices=[*NAMES, "both"], default="both")
    parser.add_argument("--job", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        _job(asked)
        return
    figures = []
    for database in NAMES if asked.database == "both" else [asked.database]:
        # Never the database that the settings of this machine name: millions of invented contacts are coming.
        with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
            server = [sys.executable, "-m", "tools.private_postgres", "--"] if database == "postgres" else []
            command = [*server, *_command("all", asked.outings, asked.contacts, database)]
            environment = {**os.environ, "PALIER_DATA_DIR": folder, "PALIER_SEMANTIC": "non"}
            finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        found = [Figure(**figure) for figure in json.loads(finished.stdout.rstrip().split("\n")[-1])]
        figures += [replace(figure, name=f"{NAMES[database]} : {figure.name}") for figure in found]
    for figure in figures:
        print(figure.row())
    write_figures("figures", figures)


def _command(job: str, outings: int, contacts: int, database: str) -> list[str]:
    here = [sys.executable, "-m", "tests.bench.figures_bench", "--job", job]
    return [*here, "--outings", str(outings), "--contacts", str(contacts), "--database", database]


def _job(asked: argparse.Namespace) -> None:
    """Do one job in this process; its figures are the last line it prints."""
    jobs: dict[str, Callable[[argparse.Namespace], list[Figure]]] = {"all": _all, "csv": _csv, "pages": _pages}
    os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}
    is_postgres = asked.database == "postgres"
    os.environ["PALIER_DATABASE_URL"] = os.environ["PALIER_TEST_DATABASE_URL"] if is_postgres else ""
    django.setup()
    print(json.dumps([asdict(figure) for figure in jobs[asked.job](asked)]))


def _child(job: str, asked: argparse.Namespace) -> list[Figure]:
    command = _command(job, asked.outings, asked.contacts, asked.database)
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(**figure) for figure in json.loads(finished.stdout.rstrip().split("\n")[-1])]


def _all(asked: argparse.Namespace) -> list[Figure]:
    """Fill the database step by step, and measure at each step."""
    # Imported here, as below: they need the settings.
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.bench.figures_corpus import fill_contacts, fill_outings, make_scratch, sums_are_right  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
    make_scratch()
    fill_outings(asked.outings, NAME)
    sample = fill_outings(SAMPLE, "Centre témoin", first_number=asked.outings)
    figures, done, most = list[Figure](), 0, asked.contacts // asked.outings
    for job, each in (("csv", CSV_PEOPLE), ("pages", asked.contacts // asked.outings // 10), ("pages", most)):
        fill_contacts(done, each)
        done = each
        _settle(connection)
        assert sums_are_right(sample.structure)
        contacts = each * asked.outings
        print(f"{contacts} contacts ; sommes relues sur {SAMPLE} sorties", file=sys.stderr, flush=True)
        figures += _child(job, argparse.Namespace(**vars(asked) | {"contacts": contacts}))
    return figures + _growth(figures)


def _growth(figures: list[Figure]) -> list[Figure]:
    """Compare the whole page at both sizes: the sums hardly grow, the taps are ten times more."""
    whole = [figure.value for figure in figures if figure.name.endswith("année scolaire : processeur des questions")]
    return [Figure("dix fois plus de contacts : temps en % d'avant", 100 * whole[1] / whole[0], "%", SLOWER)]


def _settle(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _csv(asked: argparse.Namespace) -> list[Figure]:
    """Download the contacts of the whole log, as a browser does; peak memory of this process, Django included."""
    browser, _member = _reader()
    assert browser.get("/carnet/", SERVER_NAME="127.0.0.1").status_code == 200  # the program read, connection open
    before, busy = time.perf_counter(), _busy()
    answer = browser.get("/carnet/export/contacts.csv", SERVER_NAME="127.0.0.1")
    rows = sum(piece.count(b"\r\n") for piece in answer.streaming_content) - 1
    seconds, work = time.perf_counter() - before, _busy() - busy
    assert rows == asked.contacts, rows
    memory = _peak_megabytes()
    name = f"CSV de {asked.outings} sorties et {rows} contacts"
    return [
        Figure(f"{name}, processeur, base comprise", 1000 * work, "ms", 1000 * CSV_SECONDS),
        Figure(f"{name}, à la montre (la machine faisait autre chose)", 1000 * seconds, "ms"),
        Figure("CSV : mémoire au plus haut, Django compris", memory, "Mo", CSV_MEGABYTES),
    ]


def _peak_megabytes() -> float:
    """Return the most memory that this program held. Not getrusage's: that one counts what its parent held before."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _busy() -> float:
    """Return the seconds that a processor has given to this process and, on PostgreSQL, to its side of the server.

    One waits for the other: their sum is the time that the job takes on a machine that does nothing else.
    """
    from django.db import connection  # noqa: PLC0415

    seconds = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        server = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{server}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return seconds


def _pages(asked: argparse.Namespace) -> list[Figure]:
    """Ask for the figures with each filter, and for the list: the time of the questions, answers read."""
    from palier.core.tenancy import structure_scope  # noqa: PLC0415
    from palier.fieldlog.models import CellRollup  # noqa: PLC0415
    from palier.territory.models import Place  # noqa: PLC0415

    browser, member = _reader()
    with structure_scope(member.structure_id):
        place = Place.objects.order_by("pk").values_list("pk", flat=True)[0]
        cells = CellRollup.objects.count()
    year = "?periode=annee_scolaire&jour=2027-03-01"
    paths = {
        "année scolaire": f"/carnet/chiffres/{year}",
        "année scolaire, un lieu": f"/carnet/chiffres/{year}&lieu={place}",
        "année scolaire, une modalité": f"/carnet/chiffres/{year}&modalite=pied_immeuble",
        "un mois": "/carnet/chiffres/?periode=mois&jour=2027-03-01",
        "liste des sorties d'une année": "/carnet/?du=2026-09-01&au=2027-08-31",
    }
    size = f"{asked.contacts} contacts"
    figures = [Figure(f"{size}, cases additionnées en dix ans", cells, "lignes")]
    for words, path in paths.items():
        milliseconds, queries = _measured(browser, path)
        figures.append(Figure(f"{size}, {words} : requêtes", queries, "requêtes", PAGE_QUERIES))
        figures.append(Figure(f"{size}, {words} : processeur des questions", milliseconds, "ms", PAGE_MS))
    return figures


def _measured(browser: Any, path: str) -> tuple[float, int]:
    """Return the milliseconds of processor that the questions of a page take, and how many there are.

    The answers are read too: SQLite computes rows while they are read. The mean of several pages.
    """
    from django.db import connection  # noqa: PLC0415
    from django.db.backends.utils import CursorWrapper  # noqa: PLC0415

    asked: list[str] = []
    spent = 0.0

    def timed(ask: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any) -> Any:
            nonlocal spent
            before = _busy()
            try:
                return ask(*arguments)
            finally:
                spent += _busy() - before

        return measured

    class Watched(CursorWrapper):
        """A cursor whose questions and readings are timed."""

        def __getattr__(self, name: str) -> Any:
            found = getattr(self.cursor, name)
            return timed(found) if name.startswith("fetch") else found

        def execute(self, sql: Any, params: Any = None) -> Any:
            asked.append(sql)
            return timed(super().execute)(sql, params)

    assert browser.get(path, SERVER_NAME="127.0.0.1").status_code == 200  # templates read, connection open
    with patch.object(connection, "make_cursor", lambda cursor: Watched(cursor, connection)):
        for _ in range(ROUNDS):
            assert browser.get(path, SERVER_NAME="127.0.0.1").status_code == 200
    return 1000 * spent / ROUNDS, len(asked) // ROUNDS


def _reader() -> tuple[Any, Any]:
    from palier.core.tenancy import across_structures  # noqa: PLC0415
    from palier.structures.models import Membership  # noqa: PLC0415
    from tests.factories.people import logged_in  # noqa: PLC0415

    # A registry of the bench: its own structure, among two.
    with across_structures():
        member = Membership.objects.select_related("user").get(role="referent", structure__name=NAME)
    return logged_in(member.user), member


if __name__ == "__main__":
    main()
