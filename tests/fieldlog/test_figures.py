"""« Chiffres »: contacts by whom, where and when; totals hold; each figure opens on the outings it counts."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.agenda.enums import Modality, OutingState
from palier.agenda.models import Outing
from palier.agenda.periods import Period, PeriodKind, period_of
from palier.core.tenancy import structure_scope
from palier.fieldlog.enums import Age, Gender
from palier.fieldlog.models import CellRollup
from palier.fieldlog.queries.figures import Figures, figures_of, spans
from palier.fieldlog.queries.logged import LogScope
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from tests.factories.fieldlog import make_tallies
from tests.factories.outings import make_outing, make_participation, make_place, paris
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_zone

pytestmark = pytest.mark.django_db
TODAY = date(2027, 4, 20)
NOW = datetime(2027, 4, 20, 12, tzinfo=UTC)
YEAR = period_of(PeriodKind.ANNEE_SCOLAIRE, TODAY)
URL = "/carnet/chiffres/"
HELD: dict[str, Any] = {"state": OutingState.TERMINEE}


def figures(lead: Membership, period: Period = YEAR, **scope: Any) -> Figures:
    with structure_scope(lead.structure_id):
        return figures_of(LogScope(period.first, period.last, **scope), period, today=TODAY)


def body(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    """Live in April 2027."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def season(lead: Membership) -> list[Outing]:
    """Return three outings held at two places, in two ways, over two months, with contacts of several kinds."""
    market, tower = make_place(lead.structure, "Marché"), make_place(lead.structure, "Tour")
    made = [
        make_outing(lead.structure, place=market, day=date(2027, 2, 28), modality=Modality.MARCHE, **HELD),
        make_outing(lead.structure, place=market, day=date(2027, 3, 1), modality=Modality.MARCHE, **HELD),
        make_outing(lead.structure, place=tower, day=date(2027, 3, 2), hours=1.5, **HELD),
    ]
    make_tallies(made[0], {"age": "70_plus", "gender": "femme", "acquaintance": "premiere_rencontre", "step": 3})
    make_tallies(made[1], {"age": "70_plus", "gender": "homme", "contact": "salutation", "step": 2}, {"step": 4})
    make_tallies(made[2], {"gender": "femme"}, {"contact": "refus", "step": 7}, {"age": "0_11", "step": 2})
    return made


@pytest.mark.usefixtures("season")
def test_totals_hold_whatever_is_not_told(lead: Membership) -> None:
    found = figures(lead)

    grid = found.grid
    assert (found.total.people, found.total.first_meetings, found.total.refusals) == (12, 3, 7)
    assert (grid.total, grid.first.total(), grid.contacts["refus"]) == (12, 3, 7)
    assert {age: grid.of_age(age) for age in Age if grid.of_age(age)} == {"0_11": 2, "70_plus": 5, "nc": 5}
    assert {gender: grid.of_gender(gender) for gender in Gender} == {"femme": 4, "homme": 2, "autre": 0, "nc": 6}
    assert grid.acquaintances.total() == 12


@pytest.mark.usefixtures("season")
def test_value_of_no_list_counts_as_not_told(lead: Membership) -> None:
    with structure_scope(lead.structure_id):
        CellRollup.objects.filter(gender="homme").update(gender="inconnu", age="vieux", acquaintance="")

    grid = figures(lead).grid

    assert (grid.total, grid.of_gender(Gender.NC), grid.of_age(Age.NC)) == (12, 8, 7)
    assert sum(grid.of_age(age) for age in Age) == sum(grid.of_gender(gender) for gender in Gender) == 12


@pytest.mark.usefixtures("season")
def test_each_breakdown_adds_up_to_the_total(lead: Membership) -> None:
    found = figures(lead)

    for lines in (found.places, found.modalities, found.months):
        sums = [(line.outings, line.people, line.first_meetings, line.hours) for line in lines.values()]
        assert tuple(map(sum, zip(*sums, strict=True))) == (3, 12, 3, 5.5)
    assert found.hours.total() == 12
    assert [month for month, line in found.months.items() if line.people] == [date(2027, 2, 1), date(2027, 3, 1)]


def test_filters_narrow_every_figure_alike(lead: Membership, season: list[Outing]) -> None:
    zone = make_zone(lead.structure)
    PlaceZone.objects.create(structure=lead.structure, place=season[2].place, zone=zone)
    march = period_of(PeriodKind.MOIS, date(2027, 3, 5))

    asked = [
        figures(lead, place=season[0].place_id),
        figures(lead, zone=zone.pk),
        figures(lead, modality=Modality.MARCHE),
        figures(lead, march),
    ]

    assert [found.total.people for found in asked] == [9, 3, 9, 9]
    assert [found.grid.total for found in asked] == [9, 3, 9, 9]
    assert [found.hours.total() for found in asked] == [9, 3, 9, 9]


def test_hours_of_each_are_added_up_by_status(lead: Membership, season: list[Outing]) -> None:
    volunteer = make_membership(Role.EQUIPIER, structure=lead.structure, status=MembershipStatus.BENEVOLE)
    neighbour = make_membership(Role.EQUIPIER, structure=lead.structure, status=MembershipStatus.HABITANT_RELAIS)
    for outing in season:
        make_participation(outing, lead)
        make_participation(outing, volunteer)
    make_participation(season[0], neighbour, state="desiste")

    rows = {row.status: (row.people, row.times, row.hours) for row in figures(lead).presence}

    assert rows[MembershipStatus.BENEVOLE] == (1, 3, 5.5)
    assert MembershipStatus.HABITANT_RELAIS not in rows
    assert sum(hours for _, _, hours in rows.values()) == 11


def test_hour_is_that_of_paris_and_the_busiest_is_told(lead: Membership) -> None:
    place = make_place(lead.structure)
    outing = make_outing(lead.structure, place=place, day=date(2027, 3, 11), hour=9, hours=3, **HELD)
    make_tallies(outing, {"step": 2}, at=paris(date(2027, 3, 11), 9, 5))
    make_tallies(outing, {"step": 5}, at=paris(date(2027, 3, 11), 11, 30))

    found = figures(lead)

    assert found.by_hour() == [(9, [0, 0, 0, 2, 0, 0, 0]), (10, [0] * 7), (11, [0, 0, 0, 5, 0, 0, 0])]
    assert found.busiest(place.pk) == (3, 11)


def test_tap_taken_back_an_hour_later_breaks_no_chart(lead: Membership) -> None:
    outing = make_outing(lead.structure, hour=9, hours=3, **HELD)
    make_tallies(outing, {"step": 3}, at=paris(date(2027, 3, 11), 9, 59))
    make_tallies(outing, {"step": -1}, at=paris(date(2027, 3, 11), 10, 1))

    page = body(logged_in(lead.user))

    assert figures(lead).total.people == 2
    assert "Contacts, par jour et par heure" in page


@pytest.mark.parametrize(
    ("kind", "before", "year_before"),
    [
        (PeriodKind.ANNEE_SCOLAIRE, (date(2025, 9, 1), date(2026, 4, 20)), None),
        (PeriodKind.MOIS, (date(2027, 3, 1), date(2027, 3, 20)), (date(2026, 4, 1), date(2026, 4, 20))),
        (PeriodKind.TRIMESTRE, (date(2027, 1, 1), date(2027, 1, 20)), (date(2026, 4, 1), date(2026, 4, 20))),
    ],
)
def test_period_under_way_is_compared_with_as_many_days(kind: PeriodKind, before: Any, year_before: Any) -> None:
    assert spans(period_of(kind, TODAY), TODAY) == [before, year_before]


def test_period_over_is_compared_with_whole_ones() -> None:
    february = period_of(PeriodKind.MOIS, date(2027, 2, 1))

    found = spans(february, TODAY)

    assert found == [(date(2027, 1, 1), date(2027, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))]


@pytest.mark.usefixtures("season")
def test_periods_before_are_counted_apart(lead: Membership) -> None:
    make_tallies(make_outing(lead.structure, day=date(2026, 3, 9), **HELD), {"step": 5})

    found = figures(lead, period_of(PeriodKind.MOIS, date(2027, 3, 1)))

    assert found.before is not None
    assert found.year_before is not None
    assert (found.total.people, found.before.totals.people, found.year_before.totals.people) == (9, 3, 5)


def links(page: str) -> set[str]:
    """Return the addresses of the list that the page leads to."""
    return {unescape(found) for found in re.findall(r'href="(/carnet/\?[^"]+)"', page)}


def shown(page: str, url: str) -> list[int]:
    """Return the figures that stand in the row of a breakdown whose address is ``url``: outings, contacts, first."""
    row = page[page.index(f'href="{url.replace("&", "&amp;")}"') :]
    return [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', row)[:3]]


@pytest.mark.usefixtures("season")
def test_figures_open_on_the_outings_they_count(lead: Membership) -> None:
    browser = logged_in(lead.user)
    page = body(browser)
    breakdowns = page[page.index("Comparer") :]
    rows = {unescape(url) for url in re.findall(r'<th scope="row"><a href="(/carnet/\?[^"]+)"', breakdowns)}

    assert len(rows) >= 7  # two spans with outings or none, two months, two places, two ways
    for url in rows:
        answer = browser.get(url)
        assert answer.status_code == 200
        totals = answer.context["totals"]
        assert [totals.outings, totals.people, totals.first_meetings] == shown(breakdowns, url)


@pytest.mark.usefixtures("season")
def test_page_shows_not_told_and_says_contacts(lead: Membership) -> None:
    page = body(logged_in(lead.user))

    assert "des contacts, pas des personnes différentes" in page
    assert page.count("Non renseigné") >= 3
    assert re.search(r">7</a>\s+refus", page)


def test_reader_of_figures_sees_no_way_to_the_log(lead: Membership) -> None:
    make_tallies(make_outing(lead.structure, **HELD))
    reader = make_membership(Role.LECTURE, structure=lead.structure)

    page = body(logged_in(reader.user))

    assert "des contacts, pas des personnes différentes" in page
    assert links(page) == set()


def test_page_counts_its_questions_whatever_the_rows(lead: Membership) -> None:
    browser = logged_in(lead.user)
    body(browser)
    counts = []
    for number in range(30):
        outing = make_outing(lead.structure, **HELD)
        make_participation(outing, lead)
        make_tallies(outing)
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                body(browser)
            counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_empty_period_says_what_will_come_and_bad_values_are_no_filter(lead: Membership) -> None:
    browser = logged_in(lead.user)

    assert "Aucune sortie au carnet ici" in body(browser)
    assert "Année scolaire 2026-2027" in body(browser, "?periode=siecle&jour=hier&lieu=x&zone=1&modalite=vol")


@pytest.mark.usefixtures("season")
def test_table_has_each_figure_and_no_formula(lead: Membership) -> None:
    browser = logged_in(lead.user)
    text = b"".join(browser.get(f"{URL}export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    lines = text.splitlines()
    assert lines[0].startswith("Répartition;Intitulé;Détail;Contacts;")
    assert lines[0].endswith("masquer les nombres de personnes de 1 à 10 avant de transmettre")
    assert lines[1] == "Ensemble;Ensemble;;12;3;3;0;5,5;"
    assert "Âge et genre;70 ans et plus;Homme;2;0;;;;" in lines


def test_who_may_not_read_figures_is_refused() -> None:
    browser = logged_in(make_membership(Role.EQUIPIER).user)

    assert [browser.get(path).status_code for path in (URL, f"{URL}export.csv")] == [403, 403]
    assert Client().get(URL).status_code == 302
    assert browser.post(URL).status_code == 405


def test_bars_stop_at_ten_places_and_the_table_has_them_all(lead: Membership) -> None:
    for number in range(11):
        place = make_place(lead.structure, f"Lieu {number}")
        make_tallies(make_outing(lead.structure, place=place, hour=8 + number, **HELD), {"step": number + 1})

    page = logged_in(lead.user).get(URL)

    assert [value for _, value in page.context["place_bars"]] == [*range(11, 1, -1)]
    assert len(page.context["places"]) == 11
    assert "Contacts par lieu, les dix premiers" in page.content.decode()
