"""Measure shared agendas and the map: ``python -m tests.bench.pages_bench`` writes docs/measures.md.

The agenda of a structure with 300 then 1,300 outings, asked for the first time, then by a calendar that has it; the
page of the map with 128 zones, 200 places, two zones a place.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import django
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.bench.measures import Figure, write_figures

SIZES, ZONES, PLACES, ROUNDS = (300, 1_300), 128, 200, 20
FEED_MILLISECONDS, MAP_MILLISECONDS = 100, 60


def main() -> None:
    """Print the figures and write them."""
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        os.environ |= {"PALIER_DATA_DIR": folder, "PALIER_DATABASE_URL": "", "PALIER_SEMANTIC": "non"}
        os.environ |= {"PALIER_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "palier.config.settings.demo"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        figures = [figure for size in SIZES for figure in _feed(size)]
        figures += _figures(f"la carte, {ZONES} zones et {PLACES} lieux", _map_page(), MAP_MILLISECONDS)
    for figure in figures:
        print(figure.row())
    write_figures("pages", figures)


def _feed(size: int) -> list[Figure]:
    """Measure the agenda of a structure that has ``size`` outings."""
    browser, address = _browser(Client()), f"/agendas/{_feed_token(size)}.ics"
    first = browser.get(address)
    assert first.content.count(b"BEGIN:VEVENT") == size
    known = {"if-none-match": first.headers["ETag"]}
    assert browser.get(address, headers=known).status_code == 304
    bound = FEED_MILLISECONDS if size == SIZES[0] else None
    name = f"un agenda partagé de {size} sorties"
    return [
        *_figures(name, lambda: browser.get(address), bound),
        *_figures(f"{name}, déjà lu (304)", lambda: browser.get(address, headers=known), bound),
    ]


def _feed_token(size: int) -> str:
    """Write a structure with ``size`` outings to come, two people each, and return the secret of its agenda."""
    # The models need the settings to be read.
    from palier.agenda.actions.feeds import open_feed  # noqa: PLC0415
    from palier.agenda.enums import FeedKind  # noqa: PLC0415
    from palier.agenda.models import Outing, Participation  # noqa: PLC0415
    from palier.core.tenancy import structure_scope  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.people import actor_for, make_membership  # noqa: PLC0415
    from tests.factories.territory import make_place  # noqa: PLC0415

    now = timezone.now()
    lead = make_membership(Role.REFERENT)
    mate = make_membership(structure=lead.structure)
    places = [make_place(lead.structure, address="3 rue des Lilas", commune="Valbrune") for _ in range(40)]
    outings = [
        Outing(
            structure=lead.structure,
            place=places[number % len(places)],
            starts_at=now + timedelta(hours=9 * number),
            ends_at=now + timedelta(hours=9 * number + 2),
            material=["Thermos", "Table pliante"],
        )
        for number in range(size)
    ]
    with structure_scope(lead.structure_id):
        feed = open_feed(kind=FeedKind.STRUCTURE, membership=lead, by=actor_for(lead), now=now)
        Outing.objects.bulk_create(outings, batch_size=500)
        Participation.objects.bulk_create(
            (
                Participation(structure=lead.structure, outing=outing, membership=member, joined_at=now)
                for outing in outings
                for member in (lead, mate)
            ),
            batch_size=500,
        )
    return feed.token


def _map_page() -> Callable[[], object]:
    """Write zones and places, and return what asks for the page of the map."""
    from palier.structures.enums import Role  # noqa: PLC0415
    from palier.territory.enums import ZoneKind  # noqa: PLC0415
    from palier.territory.models import PlaceZone  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership  # noqa: PLC0415
    from tests.factories.territory import make_place, make_zone  # noqa: PLC0415

    draw = random.Random(20270311)
    lead = make_membership(Role.REFERENT)
    kinds = list(ZoneKind)
    zones = [make_zone(lead.structure, kind=kinds[number % len(kinds)]) for number in range(ZONES)]
    places = [make_place(lead.structure, latitude=45.1, longitude=5.7) for _ in range(PLACES)]
    pairs: list[tuple[UUID, UUID]] = [(place.pk, zone.pk) for place in places for zone in draw.sample(zones, 2)]
    PlaceZone.objects.bulk_create(
        PlaceZone(structure=lead.structure, place_id=place, zone_id=zone) for place, zone in pairs
    )
    browser = _browser(logged_in(lead.user))
    assert browser.get("/territoire/").content.count(b"data-on-map") == ZONES + PLACES
    return lambda: browser.get("/territoire/")


def _browser(browser: Client) -> Client:
    browser.defaults["SERVER_NAME"] = "127.0.0.1"
    return browser


def _figures(name: str, ask: Callable[[], object], bound: float | None) -> list[Figure]:
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask()
        taken.append((time.process_time() - start) * 1000)
    return [
        Figure(f"{name}, processeur, médiane de {ROUNDS}", statistics.median(taken), "ms", bound),
        Figure(f"{name}, processeur, la plus rapide", min(taken), "ms"),
    ]


if __name__ == "__main__":
    main()
