"""Measure the library as its users meet it: the import, its first page, its search. Writes docs/measures.md.

python -m tests.bench.library_bench --size 20000 --imported 10000
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice

import django
import numpy as np
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.audit.actor import Actor
from palier.library.drafts import ParsedFile, SheetDraft
from tests.bench.library_corpus import drafts
from tests.bench.measures import Figure, write_figures
from tests.bench.search_queries import WORD_QUERIES

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SHEETS_A_MINUTE, PAGE_QUERIES, PAGE_MS, SEARCH_MS = 10_000, 12, 60, 40
ROUNDS = 20


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description="Measure the library.")
    parser.add_argument("--size", type=int, default=20_000, help="sheets of the library that is read")
    parser.add_argument("--imported", type=int, default=10_000, help="sheets of the first, timed import")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        # Never the database that the settings of this machine name: ten thousand invented sheets are coming.
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        figures = [*_import(asked.imported, asked.size), *_page(asked.size), _search(asked.size)]
    for figure in figures:
        print(figure.row())
    write_figures("library", figures)


def _import(imported: int, size: int) -> list[Figure]:
    corpus = drafts(size)
    first, rest = list(islice(corpus, imported)), list(corpus)
    figures = _rates(f"import de {imported} fiches nouvelles", first)
    figures += _rates(f"le même fichier, {imported} fiches identiques", first)
    return figures + (_rates(f"import, de {imported} à {size} fiches", rest) if rest else [])


def _rates(name: str, some: list[SheetDraft]) -> list[Figure]:
    """Import the drafts; return the sheets a minute by the clock, and by the processor's time alone."""
    # Imported here, as below: they need the settings.
    from palier.library.actions.importing import import_sheets  # noqa: PLC0415
    from palier.library.enums import Visibility  # noqa: PLC0415
    from palier.library.permissions import SERVER  # noqa: PLC0415

    clock, processor = time.perf_counter(), time.process_time()
    import_sheets(
        parsed=ParsedFile(drafts=some),
        name="banc",
        visibility=Visibility.PUBLIC,
        writer=SERVER,
        by=Actor.system("Banc"),
        now=NOW,
    )
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    each_minute = len(some) * 60
    return [
        Figure(name, each_minute / clock, "fiches par minute", SHEETS_A_MINUTE, more=True),
        Figure(f"{name}, en temps de processeur", each_minute / processor, "fiches par minute"),
    ]


def _page(size: int) -> list[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/fiches/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/fiches/").status_code == 200
    count = len(queries)  # now: the requests below empty the log
    slow = _p95([lambda: client.get("/fiches/")] * ROUNDS)
    return [
        Figure(f"première page de {size} fiches, requêtes", count, "requêtes", PAGE_QUERIES),
        Figure(f"première page de {size} fiches, p95", slow, "ms", PAGE_MS),
    ]


def _search(size: int) -> Figure:
    from palier.library.queries.searching import SheetSearch, search_sheets  # noqa: PLC0415

    searches = [
        SheetSearch(text=text, filters={"public": ["seniors"]} if number % 4 == 3 else {})
        for number, text in enumerate(WORD_QUERIES)
    ]
    slow = _p95([lambda search=search: search_sheets(search, ["public"]) for search in searches] * 2)
    name = f"recherche dans {size} fiches, {len(searches)} demandes, toutes les facettes, p95"
    return Figure(name, slow, "ms", SEARCH_MS)


def _p95(calls: list[Callable[[], object]]) -> float:
    times = []
    for call in calls:
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1e3)
    return float(np.percentile(times, 95))


if __name__ == "__main__":
    main()
