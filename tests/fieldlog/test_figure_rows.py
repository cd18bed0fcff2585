"""A figure opens on its rows: what the list shows for each outing adds up to the figure that led there."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import Modality, OutingState
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from tests.factories.fieldlog import make_encounter, make_orientation, make_tallies
from tests.factories.outings import make_outing, make_participation, make_place, paris
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
URL = "/carnet/chiffres/"
HELD: dict[str, Any] = {"state": OutingState.TERMINEE}
FIRST = "premiere_rencontre"
LINK = re.compile(r'<a href="(/carnet/\?[^"]+)">([\d,]+)(?:<span|</a>)')


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    """Live in April 2027."""
    with time_machine.travel(datetime(2027, 4, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def browser(lead: Membership) -> Client:
    """Return the browser of a lead whose team went out three times, at two places, in two ways."""
    market, tower = make_place(lead.structure, "Marché"), make_place(lead.structure, "Tour")
    sunday = make_outing(lead.structure, place=market, day=date(2027, 2, 28), modality=Modality.MARCHE, **HELD)
    monday = make_outing(lead.structure, place=market, day=date(2027, 3, 1), modality=Modality.MARCHE, **HELD)
    tuesday = make_outing(lead.structure, place=tower, day=date(2027, 3, 2), hours=1.5, **HELD)
    make_tallies(sunday, {"age": "70_plus", "gender": "femme", "acquaintance": FIRST, "step": 3})
    make_tallies(monday, {"age": "70_plus", "gender": "homme", "contact": "salutation", "step": 2}, {"step": 4})
    make_tallies(monday, {"age": "70_plus", "gender": "femme"}, at=paris(date(2027, 3, 1), 10, 50))
    # Noted at home in the evening: it counts at the hour of the outing.
    make_tallies(tuesday, {"gender": "femme"}, {"contact": "refus", "step": 7}, at=paris(date(2027, 3, 3), 20))
    # Taken back in another cell than the tap: this outing counts below zero there.
    make_tallies(tuesday, {"age": "70_plus", "gender": "homme", "step": -1}, {"age": "0_11", "step": 2})
    make_encounter(monday)
    make_orientation(monday)
    make_orientation(tuesday)
    neighbour = make_membership(Role.EQUIPIER, structure=lead.structure, status=MembershipStatus.HABITANT_RELAIS)
    for outing in (sunday, tuesday):
        make_participation(outing, lead)
        make_participation(outing, neighbour)
    return logged_in(lead.user)


def figures(browser: Client, query: str = "") -> list[tuple[str, float]]:
    """Return the figures of the page that lead somewhere: the address, the value."""
    page = browser.get(f"{URL}{query}").content.decode()
    return [(unescape(url), float(value.replace(",", "."))) for url, value in LINK.findall(page)]


def rows_sum(browser: Client, url: str) -> dict[str, float]:
    """Return what the rows of the list of ``url`` add up to, and what its head says of them."""
    answer = browser.get(url)
    lines = answer.context["lines"]
    part = answer.context["part"]
    assert answer.context["totals"].outings == len(lines)
    return {
        "part": sum(line.part for line in lines),
        "said": part.count if part else 0,
        "hours": part.hours if part else sum(line.hours for line in lines),
        "people": sum(line.log.people for line in lines),
        "outings": len(lines),
    }


@pytest.mark.parametrize("query", ["", "?periode=mois&jour=2027-03-01", "?modalite=marche"])
def test_every_figure_is_the_sum_of_the_rows_it_opens(browser: Client, query: str) -> None:
    found = [(url, value) for url, value in figures(browser, query) if re.search(r"age=|genre=|contact=|semaine=", url)]

    sums = {url: rows_sum(browser, url) for url, _ in found}

    assert len(found) >= 12
    assert {url: row["part"] for url, row in sums.items()} == dict(found)
    assert {url: row["said"] for url, row in sums.items()} == dict(found)


def test_other_figures_open_on_their_rows_too(browser: Client) -> None:
    found = dict(figures(browser))
    keyed = {url.partition("&au=2027-08-31")[2]: (value, rows_sum(browser, url)) for url, value in found.items()}

    assert {
        key: (value, keyed[key][1]["part"])
        for key in ("&lignes=rencontres", "&lignes=orientations")
        for value in [keyed[key][0]]
    } == {"&lignes=rencontres": (1, 1), "&lignes=orientations": (2, 2)}
    assert keyed["&connaissance=premiere_rencontre"][1]["part"] == 3
    assert keyed["&statut=tous"][1]["hours"] == keyed["&statut=tous"][0] == 7
    assert (keyed["&statut=habitant_relais"][1]["part"], keyed["&statut=habitant_relais"][1]["hours"]) == (2, 3.5)
    assert keyed[""][1]["people"] == 12


def test_list_says_what_it_counts_and_keeps_it_with_other_filters(browser: Client) -> None:
    page = browser.get("/carnet/?genre=femme&age=70_plus").content.decode()

    assert "Contacts : femme, 70 ans et plus : 4" in page
    assert re.search(r'<input type="hidden" name="genre" value="femme"', page)
    assert "Enlever ce choix" in page


def test_values_not_known_choose_nothing(browser: Client) -> None:
    answer = browser.get("/carnet/?genre=x&age=vieux&semaine=demain&heure=25&statut=chef&lignes=toutes&contact=non")

    assert answer.context["part"] is None
    assert answer.context["totals"].outings == 3


def test_files_hold_the_outings_of_the_figure(browser: Client) -> None:
    answer = browser.get("/carnet/export/sorties.csv?age=0_11")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert [line.split(";")[3] for line in text.splitlines()[1:]] == ["Tour"]
