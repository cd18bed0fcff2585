"""Regularity: what is held, where, when, for how long; counts only, right in the time of Paris."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.agenda.enums import CancelReason, Modality, OutingState
from palier.agenda.models import Outing
from palier.agenda.periods import Period, PeriodKind, period_of
from palier.agenda.queries.paris_time import Shape, paris_text, summer_time
from palier.agenda.queries.regularity import Board, regularity
from palier.agenda.queries.regularity_counts import Scope
from palier.core.heat_map import heat_rows, short_number
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_zone

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 4, 20, 12, tzinfo=UTC)
SCHOOL_YEAR = period_of(PeriodKind.ANNEE_SCOLAIRE, NOW.date())
HELD: dict[str, Any] = {"state": OutingState.TERMINEE}
URL = "/agenda/regularite/"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


def board(member: Membership, period: Period = SCHOOL_YEAR, *, weeks: int = 8, **more: Any) -> Board:
    with structure_scope(member.structure_id):
        return regularity(Scope(period, **more), weeks=weeks, now=NOW)


def test_what_was_planned_adds_up_and_what_is_to_come_stands_apart(lead: Membership) -> None:
    market = make_place(lead.structure)
    states = [OutingState.TERMINEE, OutingState.CONFIRMEE, OutingState.BROUILLON, OutingState.EN_COURS]
    for number, state in enumerate(states):
        make_outing(lead.structure, place=market, day=date(2027, 3, 1 + number), state=state)
    for reason in (CancelReason.METEO, CancelReason.METEO, CancelReason.SECURITE):
        make_outing(lead.structure, place=market, state=OutingState.ANNULEE, cancel_reason=reason)
    arrived = make_outing(lead.structure, place=market, day=date(2027, 3, 9))
    make_participation(arrived, lead, checked_in_at=arrived.starts_at)
    make_outing(lead.structure, place=market, day=date(2027, 5, 6))

    found = board(lead)

    tally = found.tally
    assert (tally.planned, tally.held, tally.cancelled, tally.silent, tally.drafts) == (8, 3, 3, 1, 1)
    assert (tally.why, tally.hours, tally.percent) == ("météo 2, sécurité de l'équipe 1", 6.0, 38)
    assert found.coming == 1


def test_slots_and_hours_are_those_of_paris_in_winter_and_in_summer(lead: Membership) -> None:
    place = make_place(lead.structure, hours={"jeudi": [["09:00", "11:00"], ["11:30", "11:45"]]})
    for day in (date(2027, 3, 25), date(2027, 4, 1)):
        make_outing(lead.structure, place=place, day=day, hour=8, hours=1.5, **HELD)

    found = board(lead)

    assert [(row.day, row.hours_words, row.tally.held) for row in found.slots] == [("jeudi", "tôt, avant 9\u00a0h", 2)]
    grid = found.grid
    assert (grid.hours, [grid.presence[hour][3] for hour in grid.hours]) == ([8, 9, 10, 11], [2.0, 1.0, 0.0, 0.0])
    assert ([grid.asked[hour][3] for hour in grid.hours], grid.missed) == ([0, 1, 1, 1], 2)


def test_outing_past_midnight_goes_on_the_next_day(lead: Membership) -> None:
    make_outing(lead.structure, day=date(2027, 3, 7), hour=23, hours=2, **HELD)

    grid = board(lead).grid

    assert (grid.presence[23][6], grid.presence[0][0]) == (1.0, 1.0)


def test_long_run_and_empty_months_leave_out_those_to_come(lead: Membership) -> None:
    place = make_place(lead.structure)
    for month in (9, 10, 11):
        make_outing(lead.structure, place=place, day=date(2026, month, 3), **HELD)
    make_outing(lead.structure, place=place, day=date(2027, 2, 3), **HELD)

    (row,) = board(lead).places

    assert row.counts == [1, 1, 1, 0, 0, 1, 0, 0, None, None, None, None]
    assert (row.total, row.longest, row.empty) == (4, 3, 4)


def test_places_never_or_long_ago_covered_are_named_first_the_never(lead: Membership) -> None:
    recent, old, never, put_aside = (make_place(lead.structure, name) for name in ("Récent", "Vieux", "Jamais", "Clos"))
    put_aside.archived_at = NOW
    put_aside.save()
    make_outing(lead.structure, place=recent, starts_at=NOW - timedelta(weeks=3), **HELD)
    make_outing(lead.structure, place=old, starts_at=NOW - timedelta(weeks=10), **HELD)
    make_outing(lead.structure, place=never, day=date(2027, 4, 1), state=OutingState.ANNULEE)

    rows = board(lead).uncovered

    assert [(row.place.name, row.weeks) for row in rows] == [("Jamais", None), ("Vieux", 10)]
    assert [row.place.name for row in board(lead, weeks=2).uncovered] == ["Jamais", "Vieux", "Récent"]


def test_filters_narrow_what_is_counted(lead: Membership) -> None:
    zone = make_zone(lead.structure)
    inside, outside = make_place(lead.structure), make_place(lead.structure)
    PlaceZone.objects.create(structure=lead.structure, place=inside, zone=zone)
    make_outing(lead.structure, place=inside, modality=Modality.MARCHE, **HELD)
    make_outing(lead.structure, place=outside, day=date(2026, 10, 1), **HELD)

    asked = [
        board(lead),
        board(lead, zone=zone.pk),
        board(lead, place=outside.pk),
        board(lead, modality=Modality.MARCHE),
        board(lead, period_of(PeriodKind.MOIS, date(2026, 10, 9))),
    ]

    assert [found.tally.held for found in asked] == [2, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "label"),
    [
        (PeriodKind.MOIS, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), "février 2028"),
        (PeriodKind.TRIMESTRE, date(2027, 6, 30), date(2027, 4, 1), date(2027, 6, 30), "avril à juin 2027"),
        (PeriodKind.ANNEE_SCOLAIRE, date(2027, 8, 31), date(2026, 9, 1), date(2027, 8, 31), "année scolaire 2026-2027"),
        (PeriodKind.ANNEE_CIVILE, date(2027, 1, 1), date(2027, 1, 1), date(2027, 12, 31), "année 2027"),
    ],
)
def test_periods_are_whole_months(kind: PeriodKind, day: date, first: date, last: date, label: str) -> None:
    period = period_of(kind, day)

    assert (period.first, period.last, period.label) == (first, last, label)
    assert (period.before, period.after) == (
        period_of(kind, first - timedelta(days=1)),
        period_of(kind, last + timedelta(days=1)),
    )


def test_changes_of_hour_are_those_of_the_time_zone_base() -> None:
    paris = ZoneInfo("Europe/Paris")
    second = timedelta(seconds=1)

    for year in range(2000, 2038):
        for change in summer_time(year):
            assert change.astimezone(paris).dst() != (change - second).astimezone(paris).dst()


def test_database_writes_the_hours_of_paris(lead: Membership) -> None:
    outing = make_outing(lead.structure, starts_at=datetime(2027, 3, 28, 0, 59, tzinfo=UTC))
    moments = [datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)]
    moments += [datetime(2026, 10, 25, 0, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)]
    said = []
    with structure_scope(lead.structure_id):
        for moment in moments:
            Outing.objects.filter(pk=outing.pk).update(starts_at=moment, ends_at=moment + timedelta(hours=1))
            shapes = {shape.name: paris_text("starts_at", shape, moments[2], moments[1]) for shape in Shape}
            row = Outing.objects.annotate(**shapes).values(*shapes).get()
            said.append((row["MONTH"], int(row["WEEK_MINUTE"][0]) or 7, row["WEEK_MINUTE"][1:], row["MINUTE"]))

    assert said == [
        ("2027-03", 7, "0159", "0159"),
        ("2027-03", 7, "0300", "0300"),
        ("2026-10", 7, "0259", "0259"),
        ("2027-01", 5, "0030", "0030"),
    ]


@time_machine.travel(NOW, tick=False)
def test_queries_do_not_grow(lead: Membership) -> None:
    browser = logged_in(lead.user)
    browser.get(URL)  # the first visit of a log-in writes the browser it comes from
    counts = []
    for number in (1, 30):
        for day in range(number):
            make_outing(lead.structure, day=date(2027, 3, 1) + timedelta(days=day), **HELD)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(URL).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[1] <= 12


@pytest.mark.parametrize("role", [Role.REFERENT, Role.DIRECTION, Role.LECTURE])
def test_page_shows_figures_and_no_name(role: Role) -> None:
    reader = make_membership(role)
    goer = make_membership(structure=reader.structure, name="Nom Secret")
    outing = make_outing(reader.structure, place=make_place(reader.structure, "Le marché"), note="Secret aussi", **HELD)
    make_participation(outing, goer, checked_in_at=outing.starts_at)

    with time_machine.travel(NOW, tick=False):
        content = logged_in(reader.user).get(URL).content.decode()

    assert ("Le marché" in content, "Secret" in content) == (True, False)
    # Who reads figures alone is offered no page that would refuse them.
    assert ("/agenda/liste/" in content) == (role != Role.LECTURE)


def test_export_gives_the_same_figures_without_names(lead: Membership) -> None:
    place = make_place(lead.structure, "Place du marché")
    make_outing(lead.structure, place=place, **HELD)
    make_outing(lead.structure, place=place, day=date(2027, 3, 18), state=OutingState.ANNULEE)

    with time_machine.travel(NOW, tick=False):
        response = logged_in(lead.user).get(f"{URL}export.csv?periode=mois&jour=2027-03-01")
        lines = b"".join(response).decode("utf-8-sig").splitlines()
        workbook = logged_in(lead.user).get(f"{URL}export.xlsx")

    cells = dict(zip(lines[0].split(";"), lines[1].split(";"), strict=True))
    assert len(lines) == 2
    shown = [cells[name] for name in ("Lieu", "Jour", "Prévues", "Tenues", "Annulées", "Annulées : météo")]
    assert shown == ["Place du marché", "jeudi", "2", "1", "1", "1"]
    assert (cells["Heures de présence"], workbook.content[:2]) == ("2,0", b"PK")


def test_first_visit_offers_the_first_place(lead: Membership) -> None:
    content = logged_in(lead.user).get(URL).content.decode()

    assert "/territoire/lieux/nouveau/" in content


def test_address_that_is_not_understood_is_the_school_year(lead: Membership) -> None:
    asked = "?periode=siecle&jour=hier&lieu=7&zone=x&modalite=vol&semaines=-3"

    with time_machine.travel(NOW, tick=False):
        response = logged_in(lead.user).get(URL + asked)

    assert (response.status_code, response.context["period"]) == (200, SCHOOL_YEAR)


def test_another_structure_counts_nothing_of_ours(lead: Membership) -> None:
    make_outing(lead.structure, **HELD)

    assert board(make_membership(Role.DIRECTION)).tally.planned == 0


@pytest.mark.parametrize("path", [URL, f"{URL}export.csv"])
def test_figures_are_for_those_who_read_them(path: str, client: Client) -> None:
    assert client.get(path).status_code == 302
    assert logged_in(make_membership(Role.EQUIPIER).user).get(path).status_code == 403
    assert logged_in(make_membership(Role.REFERENT).user).post(path).status_code == 405


def test_heat_map_tints_within_what_stays_legible() -> None:
    ((_, (one, most, none)),) = [(row.label, row.cells) for row in heat_rows([("9 h", [(1, 0), (4, 0), (0, 1)])])]

    assert (one.opacity, most.opacity, none.opacity) == ("0.14", "0.30", "0.00")
    assert (one.text, most.text, none.text) == ("1", "4", "–")
    assert [short_number(value) for value in (0, 0.5, 9.94, 12.6)] == ["", "0,5", "9,9", "13"]
    with pytest.raises(ValueError, match="negative"):
        heat_rows([("9 h", [(-1, 0)])])
