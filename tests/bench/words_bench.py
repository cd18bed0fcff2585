"""Measure the inbox and what is proposed for a new word, with 50,000 words in one centre, on both databases.

    python -m tools.private_postgres -- python -m tests.bench.words_bench

Writes docs/measures.md. The text of the words is drawn from the sentences that describe the themes; so are their
vectors, near one of these sentences. The search is by one word, hence by words alone.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django
import numpy as np
from django.core.management import call_command
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.measures import Figure, write_figures

WORDS, PLACES, OUTINGS, NEEDS, ROUNDS = 50_000, 40, 1_000, 400, 15
QUERIES, MILLISECONDS, PROPOSAL = 12, 80, 50
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
# The page, its address, whether it is the one promised.
PAGES = (
    ("boîte, à trier", "/paroles/", True),
    ("boîte, toutes", "/paroles/?etat=toutes", True),
    ("boîte, un thème", "/paroles/?etat=toutes&theme=logement", False),
    ("boîte, page 900", "/paroles/?etat=toutes&page=900", False),
    ("recherche par mots", "/paroles/?etat=toutes&q=ascenseur", False),
    ("trier, une parole", "/paroles/tri/", False),
)


def main() -> None:
    """Print the figures of each database and write them; each runs in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure the inbox.")
    parser.add_argument("--database", choices=sorted(DATABASES))
    parser.add_argument("--words", type=int, default=WORDS)
    asked = parser.parse_args()
    if asked.database:
        for figure in _measure(asked.database, asked.words):
            print("\t".join((figure.name, repr(figure.value), figure.unit, str(figure.target or ""))))
        return
    figures = []
    for database in DATABASES:
        if database == "postgres" and not os.environ.get("PALIER_TEST_DATABASE_URL"):
            print("No PostgreSQL: run under python -m tools.private_postgres.")
            continue
        command = [sys.executable, "-m", "tests.bench.words_bench", "--database", database, "--words", str(asked.words)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for line in told.splitlines():
            name, value, unit, target = line.split("\t")
            figures.append(Figure(name, float(value), unit, float(target) if target else None))
            print(figures[-1].row())
    write_figures("paroles", figures)


def _measure(database: str, count: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        url = os.environ["PALIER_TEST_DATABASE_URL"] if database == "postgres" else ""
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": url, "PALIER_SEMANTIC": "oui"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.demo"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        # The models need the settings to be read.
        import time_machine  # noqa: PLC0415

        with time_machine.travel(NOW):
            browser, indexed = _fill(count)
            number = f"{count:,}".replace(",", " ")
            title = f"{DATABASES[database]}, {number} paroles"
            _give_meanings()
            figures = [
                figure
                for name, address, is_promised in PAGES
                for figure in _page(browser, f"{title}, {name}", address, is_promised=is_promised)
            ]
            figures += _proposals(title)
        return [*figures, Figure(f"{title}, mises dans la recherche", indexed, "s")]


def _fill(count: int) -> tuple[Client, float]:
    """Write the words, index them; return the browser of a lead, and how many seconds the index took."""
    from palier.core.tenancy import structure_scope  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from palier.voices.actions.indexing import catch_up_some  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership  # noqa: PLC0415

    draw = random.Random(20261120)
    lead = make_membership(Role.REFERENT)
    rows = _words(draw, lead.structure, count)
    Voice.objects.bulk_create(rows, batch_size=500)
    _attach(draw, lead.structure, [row for row in rows if row.state == "triee"][: count // 3])
    start = time.perf_counter()
    with structure_scope(lead.structure_id):
        while catch_up_some():
            pass
    indexed = time.perf_counter() - start
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    browser = logged_in(lead.user)
    browser.defaults["SERVER_NAME"] = "127.0.0.1"
    return browser, indexed


def _words(draw: random.Random, structure: Any, count: int) -> list[Any]:
    """Return words not saved yet: nine in ten of an outing, the others of a place; four in a hundred to triage."""
    from palier.structures.enums import Theme  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415
    from palier.voices.theme_texts import THEME_TEXTS  # noqa: PLC0415
    from tests.factories.outings import make_outing, make_place  # noqa: PLC0415

    sentences = [text for texts in THEME_TEXTS.values() for text in texts]
    places = [make_place(structure) for _ in range(PLACES)]
    starts = [NOW - timedelta(hours=9 * number + 3) for number in range(OUTINGS)]
    outings = [make_outing(structure, place=draw.choice(places), starts_at=start) for start in starts]
    rows = []
    for number in range(count):
        at = NOW - timedelta(minutes=11 * number)
        outing = draw.choice(outings) if draw.random() < 0.9 else None
        state = draw.choices(["a_trier", "triee", "rien_a_faire"], [4, 90, 6])[0]
        rows.append(
            Voice(
                structure=structure,
                outing=outing,
                place=None if outing else draw.choice(places),
                text=f"{draw.choice(sentences)} {draw.choice(sentences)}",
                themes=draw.sample(Theme.values, 2),
                state=state,
                nothing_reason="Un merci" if state == "rien_a_faire" else "",
                made_at=at,
                received_at=at,
                triaged_at=at,
            )
        )
    return rows


def _attach(draw: random.Random, structure: Any, rows: list[Any]) -> None:
    """Put each of these words in a need."""
    from palier.voices.models import Attachment, SharedNeed  # noqa: PLC0415

    needs = [SharedNeed(structure=structure, title=f"Besoin {number}") for number in range(NEEDS)]
    SharedNeed.objects.bulk_create(needs)
    Attachment.objects.bulk_create(
        [Attachment(structure=structure, need=draw.choice(needs), voice=row, at=row.made_at) for row in rows],
        batch_size=500,
    )


def _give_meanings() -> None:
    """Write a vector for each word, near that of some sentence: computing the true ones would take minutes."""
    from palier.search import semantic  # noqa: PLC0415
    from palier.search.freshness import advance  # noqa: PLC0415
    from palier.search.models import Document, MeaningVector  # noqa: PLC0415
    from palier.search.packed import packed  # noqa: PLC0415
    from palier.voices.index import WORDS  # noqa: PLC0415
    from palier.voices.theme_texts import THEME_TEXTS  # noqa: PLC0415

    sentences = [text for texts in THEME_TEXTS.values() for text in texts]
    centres = semantic.encode(sentences)
    if centres is None:
        raise RuntimeError("the model of meaning is not installed")
    draw = np.random.default_rng(20261121)
    documents = list(Document.objects.filter(collection=WORDS.collection).order_by("id").values_list("id", flat=True))
    with transaction.atomic():
        seq = advance(WORDS.collection).seq
        for start in range(0, len(documents), 5_000):
            some = documents[start : start + 5_000]
            noise = draw.normal(0, 0.03, (len(some), semantic.SIZE)).astype(np.float32)
            vectors = packed(semantic.normalised(centres[draw.integers(len(centres), size=len(some))] + noise))
            MeaningVector.objects.bulk_create(
                MeaningVector(document_id=number, collection=WORDS.collection, seq=seq, stale=False, numbers=numbers)
                for number, numbers in zip(some, vectors, strict=True)
            )


def _proposals(title: str) -> list[Figure]:
    """Return what the needs proposed for a new word take, its themes not chosen yet, once the vectors are read."""
    from palier.core.tenancy import across_structures, structure_scope  # noqa: PLC0415
    from palier.structures.models import Membership  # noqa: PLC0415
    from palier.voices.enums import VoiceState  # noqa: PLC0415
    from palier.voices.models import Voice  # noqa: PLC0415
    from palier.voices.queries.proposals import needs_for  # noqa: PLC0415

    with across_structures():  # the one structure of this bench
        structure = Membership.objects.values_list("structure", flat=True)[0]
    taken, worked = [], []
    with structure_scope(structure):
        fresh = list(Voice.objects.filter(state=VoiceState.A_TRIER).select_related("outing__place", "place")[:61])
        needs_for(fresh[0])
        for voice in fresh[1:]:
            voice.themes = []
            start, work = time.perf_counter(), time.process_time()
            needs_for(voice)
            taken.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - work) * 1000)
    name = f"{title}, besoins proposés pour une parole nouvelle"
    return [
        Figure(f"{name}, médiane", statistics.median(taken), "ms", PROPOSAL),
        Figure(f"{name}, en temps de processeur, médiane", statistics.median(worked), "ms", PROPOSAL),
    ]


def _page(browser: Client, name: str, address: str, *, is_promised: bool) -> list[Figure]:
    browser.get(address)
    reset_queries()  # the log was full of what filled the database, and kept no more
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    count = len(seen)
    taken, worked = [], []
    for _ in range(ROUNDS):
        start, work = time.perf_counter(), time.process_time()
        browser.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - work) * 1000)
    most = MILLISECONDS if is_promised else None
    return [
        Figure(f"{name}, requêtes", count, "requêtes", QUERIES if is_promised else None),
        Figure(f"{name}, médiane de {ROUNDS}", statistics.median(taken), "ms", most),
        Figure(f"{name}, la plus rapide", min(taken), "ms"),
        Figure(f"{name}, en temps de processeur, médiane", statistics.median(worked), "ms", most),
    ]


if __name__ == "__main__":
    main()
