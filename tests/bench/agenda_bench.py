"""Measure the agenda with 10,000 outings: ``python -m tests.bench.agenda_bench`` writes docs/measures.md.

A structure with forty places, thirty members, three vehicles; three years of outings, three people each.
"""

import os
import random
import statistics
import tempfile
import time
from datetime import date, timedelta

import django
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.measures import Figure, write_figures

OUTINGS, PLACES, MEMBERS, DAYS, ROUNDS = 10_000, 40, 30, 3 * 365, 20
# 12 for the page, and the 4 that find the session, the account, the device and the place.
QUERIES, MILLISECONDS = 16, 80
FIRST = date(2026, 1, 1)
PAGES = (
    ("un mois, 10 000 sorties sur trois ans", "/agenda/?mois=2027-05"),
    ("une semaine", "/agenda/semaine/?semaine=2027-W20"),
    ("la liste, première page", "/agenda/liste/?quand=toutes"),
)


def main() -> None:
    """Print the figures and write them."""
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.demo"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        browser = _fill()
        figures = [figure for name, address in PAGES for figure in _page(browser, name, address)]
    for figure in figures:
        print(figure.row())
    write_figures("agenda", figures)


def _fill() -> Client:
    """Write the outings, and return the browser of a lead."""
    # The models need the settings to be read.
    from palier.agenda.enums import Modality, OutingState  # noqa: PLC0415
    from palier.agenda.models import Outing, Participation  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.outings import make_place, make_vehicle, paris  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership  # noqa: PLC0415

    draw = random.Random(20270311)
    lead = make_membership(Role.REFERENT)
    structure = lead.structure
    places = [make_place(structure) for _ in range(PLACES)]
    vehicles = [make_vehicle(structure) for _ in range(3)]
    members = [lead, *(make_membership(structure=structure) for _ in range(MEMBERS - 1))]
    starts = [paris(FIRST + timedelta(days=number * DAYS // OUTINGS), draw.randint(8, 18)) for number in range(OUTINGS)]
    outings = [
        Outing(
            structure=structure,
            place=draw.choice(places),
            vehicle=draw.choice([*vehicles, *[None] * 6]),
            modality=draw.choice(Modality.values),
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            state=draw.choice([OutingState.BROUILLON, OutingState.CONFIRMEE]),
        )
        for start in starts
    ]
    Outing.objects.bulk_create(outings, batch_size=500)
    Participation.objects.bulk_create(
        (
            Participation(structure=structure, outing=outing, membership=member, joined_at=outing.starts_at)
            for outing in outings
            for member in draw.sample(members, 3)
        ),
        batch_size=500,
    )
    browser = logged_in(lead.user)
    browser.defaults["SERVER_NAME"] = "127.0.0.1"
    return browser


def _page(browser: Client, name: str, address: str) -> list[Figure]:
    browser.get(address)
    reset_queries()  # the log was full of what filled the database, and kept no more
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    count = len(seen)  # now: the requests below empty the log
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        browser.get(address)
        taken.append((time.process_time() - start) * 1000)
    return [
        Figure(f"{name}, requêtes", count, "requêtes", QUERIES),
        Figure(f"{name}, processeur, médiane de {ROUNDS}", statistics.median(taken), "ms", MILLISECONDS),
        Figure(f"{name}, processeur, la plus rapide", min(taken), "ms"),
    ]


if __name__ == "__main__":
    main()
