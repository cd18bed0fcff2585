"""The demonstration's year of outings: the same for the same day, always something today, no name of anybody real."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Attendance, Meeting, Outing, OutingSeries, Participation
from palier.core.tenancy import across_structures
from palier.dashboard.demo import load_demo
from palier.dashboard.demo_people import PEOPLE
from palier.dashboard.demo_places import SPOTS, ZONES
from palier.dashboard.demo_seasons import MEETINGS, OUTINGS, SERIES
from palier.structures.enums import WeekDay
from palier.territory.models import Place, Zone

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def _loaded() -> None:
    load_demo(today=TODAY)


def day_of(outing: Outing) -> date:
    return outing.starts_at.astimezone(PARIS).date()


@pytest.mark.usefixtures("_loaded")
def test_past_is_lived_and_future_is_not() -> None:
    with across_structures():
        past: Counter[str] = Counter()
        coming: Counter[str] = Counter()
        for outing in Outing.objects.filter(series__isnull=False):
            (past if day_of(outing) < TODAY else coming)[outing.state] += 1

    assert set(past) == {OutingState.TERMINEE, OutingState.ANNULEE}
    assert set(coming) == {OutingState.CONFIRMEE, OutingState.BROUILLON}
    assert past[OutingState.TERMINEE] > 5 * past[OutingState.ANNULEE] > 0
    assert past.total() >= 60


@pytest.mark.usefixtures("_loaded")
def test_seasons_are_those_of_the_issue() -> None:
    with across_structures():
        breakfasts = OutingSeries.objects.get(name="Petits-déjeuners du jeudi")
        snacks = OutingSeries.objects.get(name="Goûters d'avril à septembre")
        mornings = list(Outing.objects.filter(series=breakfasts).select_related("place").order_by("starts_at"))
        months = Counter((day_of(outing).year, day_of(outing).month) for outing in Outing.objects.filter(series=snacks))

    assert {day_of(outing).weekday() for outing in mornings} == {list(WeekDay).index(WeekDay.JEUDI)}
    assert [outing.place.name for outing in mornings[:5]] == [
        *("Galerie du Vieux-Four", "Parvis du centre social"),
        *("École maternelle des Coccinelles", "École élémentaire Simone-Aubier", "Galerie du Vieux-Four"),
    ]
    assert {month for _, month in months} == {4, 5, 6, 7, 8, 9}
    # The 2nd and 4th Wednesdays; the season goes on the next year.
    assert months[2027, 6] == 2


@pytest.mark.parametrize("today", [TODAY + timedelta(days=number) for number in range(0, 7, 3)])
def test_any_day_has_something_to_show(today: date) -> None:
    load_demo(today=today)

    with across_structures():
        found = {(day_of(outing) - today).days: outing for outing in Outing.objects.filter(series=None)}
        asked = Participation.objects.get(state=ParticipationState.A_REMPLACER)
        ahead = Meeting.objects.filter(starts_at__gt=datetime(today.year, today.month, today.day, tzinfo=PARIS))
        (coming, noted) = (ahead.count(), Attendance.objects.exclude(signed_at=None).count())
    assert {day: outing.state for day, outing in found.items()} == {outing.day: outing.state for outing in OUTINGS}
    assert asked.outing == found[1]
    assert coming == 3
    assert noted > 20


def written() -> list[object]:
    with across_structures():
        outings = Outing.objects.values_list("starts_at", "place__name", "state", "cancel_reason", "started_at")
        return [*outings.order_by("starts_at", "place__name")]


def test_same_day_gives_the_same_content() -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            load_demo(today=TODAY)
            found.append(written())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert len(found[0]) > 100


@pytest.mark.usefixtures("_loaded")
def test_places_know_their_neighbourhood() -> None:
    with across_structures():
        lost = [place.name for place in Place.objects.prefetch_related("zones") if not place.zones.all()]
        made = (Zone.objects.count(), Place.objects.count(), OutingSeries.objects.count(), Meeting.objects.count())

    assert lost == []
    assert made == (len(ZONES), len(SPOTS), len(SERIES), len(MEETINGS))


def test_names_of_the_seasons_are_those_of_the_team() -> None:
    known = {person.name for person in PEOPLE}
    named = {name for series in SERIES for team in series.teams for name in team}
    named |= {name for outing in OUTINGS for name in outing.people} | {name for one in MEETINGS for name in one.people}

    assert named - known == set()
