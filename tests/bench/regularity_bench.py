"""Measure the page of regularity and the home page over ten thousand outings. Writes docs/measures.md.

python -m tests.bench.regularity_bench --outings 10000
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from statistics import median

import django
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.measures import Figure, write_figures

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE_QUERIES, PAGE_MS = 12, 80
FRAME_QUERIES = 4
PLACES, ROUNDS = 40, 15


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description="Measure regularity.")
    parser.add_argument(
        "--outings", type=int, default=10_000, help="outings of the structure, over more than two years"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        # Never the database that the settings of this machine name: ten thousand invented outings are coming.
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        figures = _measure(asked.outings)
    for figure in figures:
        print(figure.row())
    write_figures("regularity", figures)


def _measure(count: int) -> list[Figure]:
    # Imported here, as below: they need the settings.
    import time_machine  # noqa: PLC0415

    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership  # noqa: PLC0415

    with time_machine.travel(NOW):
        member = make_membership(Role.REFERENT)
        _fill(member, count)
        browser = logged_in(member.user)
        name = f"régularité d'une année, {count} sorties en deux ans et demi"
        figures = _page(browser, name, "/agenda/regularite/?periode=annee_civile", PAGE_QUERIES)
        return figures + _page(
            browser, f"page d'accueil, {count} sorties en deux ans et demi", "/", PAGE_QUERIES + FRAME_QUERIES
        )


def _page(browser: object, name: str, path: str, queries: int) -> list[Figure]:
    durations = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as asked:
            before = time.process_time()
            assert browser.get(path, SERVER_NAME="127.0.0.1").status_code == 200  # type: ignore[attr-defined]
            durations.append(1000 * (time.process_time() - before))
    return [
        Figure(f"{name} : requêtes", len(asked), "requêtes", queries),
        Figure(f"{name}, processeur : médiane", median(durations), "ms", PAGE_MS),
    ]


def _fill(member: object, count: int) -> None:
    """Write ``count`` outings over more than two years, one in ten cancelled."""
    from palier.agenda.enums import CancelReason, OutingState  # noqa: PLC0415
    from palier.agenda.models import Outing, Participation  # noqa: PLC0415
    from tests.factories.outings import make_place  # noqa: PLC0415

    structure = member.structure  # type: ignore[attr-defined]
    hours = {"mardi": [["17:00", "19:00"]], "jeudi": [["08:30", "10:30"]]}
    places = [make_place(structure, hours=hours) for _ in range(PLACES)]
    outings = []
    for number in range(count):
        # Each place has its two slots a week, as a team that comes back has.
        place, slot, week = number % PLACES, number // PLACES % 2, number // (2 * PLACES)
        day = timedelta(weeks=week, days=(3 * place + 2 * slot) % 7)
        starts_at = NOW - day - timedelta(hours=(place + 5 * slot) % 9)
        is_off = number % 10 == 0
        outings.append(
            Outing(
                structure=structure,
                place=places[place],
                starts_at=starts_at - timedelta(hours=3),
                ends_at=starts_at - timedelta(hours=1),
                state=OutingState.ANNULEE if is_off else OutingState.TERMINEE,
                cancel_reason=CancelReason.METEO if is_off else "",
            )
        )
    Outing.objects.bulk_create(outings, batch_size=500)
    Participation.objects.bulk_create(
        (
            Participation(structure=structure, outing=outing, membership=member, joined_at=NOW)  # type: ignore[misc]
            for outing in outings
        ),
        batch_size=500,
    )


if __name__ == "__main__":
    main()
