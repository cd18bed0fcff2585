"""The season of the issue, for 2027, as a person computes it with a calendar on the wall.

2027 begins on a Friday: its Thursdays are 7 January, then every seven days to 30 December, 52 in all.
"""

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from palier.agenda.enums import Frequency, Rotation, SchoolZone
from palier.agenda.recurrence import Exceptions, Rule, instants, kept_dates
from palier.agenda.rotation import Turn, place_turns
from palier.structures.enums import WeekDay

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
THURSDAYS = {
    1: (7, 14, 21, 28),
    2: (4, 11, 18, 25),
    3: (4, 11, 18, 25),
    4: (1, 8, 15, 22, 29),
    5: (6, 13, 20, 27),
    6: (3, 10, 17, 24),
    7: (1, 8, 15, 22, 29),
    8: (5, 12, 19, 26),
    9: (2, 9, 16, 23, 30),
    10: (7, 14, 21, 28),
    11: (4, 11, 18, 25),
    12: (2, 9, 16, 23, 30),
}
PUBLIC = {(5, 6), (11, 11)}  # Ascension, 11 November
# Zone A: winter 13-28 February, spring 10-25 April, Ascension, 3 July-31 August, 23 October-7 November, Christmas
SCHOOL_A = {
    *((2, 18), (2, 25), (4, 15), (4, 22), (5, 6), (7, 8), (7, 15), (7, 22), (7, 29)),
    *((8, 5), (8, 12), (8, 19), (8, 26), (10, 28), (11, 4), (12, 23), (12, 30)),
}
SNACKS = [(4, 7), (4, 21), (5, 5), (5, 19), (6, 2), (6, 16), (7, 7), (7, 21), (8, 4), (8, 18), (9, 1), (9, 15)]
SNACKS_IN_TERM = [(4, 7), (5, 5), (5, 19), (6, 2), (6, 16), (9, 1), (9, 15)]

breakfasts = Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), *YEAR)
snacks = Rule(Frequency.MENSUELLE, (WeekDay.MERCREDI,), *YEAR, ranks=(1, 3), months=(4, 5, 6, 7, 8, 9))


def by_hand(without: set[tuple[int, int]]) -> list[date]:
    """Return the Thursdays written above, without some."""
    return [date(2027, month, day) for month, days in THURSDAYS.items() for day in days if (month, day) not in without]


@pytest.mark.parametrize(
    ("skips", "without", "count"),
    [
        ({}, set(), 52),
        ({"skip_public": True}, PUBLIC, 50),
        ({"skip_public": True, "skip_school": True}, PUBLIC | SCHOOL_A, 34),
    ],
)
def test_breakfasts_are_those_of_the_wall(skips: dict[str, bool], without: set[tuple[int, int]], count: int) -> None:
    found = kept_dates(breakfasts, Exceptions(school_zone=SchoolZone.A, **skips))

    assert found == by_hand(without)
    assert len(found) == count


@pytest.mark.parametrize(("skip_school", "expected"), [(False, SNACKS), (True, SNACKS_IN_TERM)])
def test_snacks_are_those_of_the_wall(skip_school: bool, expected: list[tuple[int, int]]) -> None:
    known = Exceptions(school_zone=SchoolZone.A, skip_public=True, skip_school=skip_school)

    assert kept_dates(snacks, known) == [date(2027, month, day) for month, day in expected]


def test_breakfasts_turn_between_the_three_places() -> None:
    shopping_centre, centre, schools = (UUID(int=number) for number in (1, 2, 3))
    days = kept_dates(breakfasts, Exceptions(skip_public=True))

    places = place_turns(Rotation.ORDRE, [Turn(shopping_centre), Turn(centre), Turn(schools)], days)

    where = dict(zip(days, places, strict=True))
    assert [where[date(2027, 1, day)] for day in (7, 14, 21, 28)] == [shopping_centre, centre, schools, shopping_centre]
    # 29 April is the 17th breakfast; the 18th is on 13 May, after the Ascension, and closes a sixth round.
    assert (where[date(2027, 4, 29)], where[date(2027, 5, 13)]) == (centre, schools)
    assert [places.count(place) for place in (shopping_centre, centre, schools)] == [17, 17, 16]


def test_breakfasts_start_at_nine_in_paris_in_winter_and_in_summer() -> None:
    days = kept_dates(breakfasts, Exceptions(skip_public=True))

    starts = [instants(day, time(9), time(11))[0] for day in days]

    winter = [at for at in starts if at.hour == 8]
    summer = [at for at in starts if at.hour == 7]
    # Summer time: from 28 March to 31 October.
    assert (winter[11], summer[0]) == (datetime(2027, 3, 25, 8, tzinfo=UTC), datetime(2027, 4, 1, 7, tzinfo=UTC))
    assert (summer[-1], winter[12]) == (datetime(2027, 10, 28, 7, tzinfo=UTC), datetime(2027, 11, 4, 8, tzinfo=UTC))
    assert len(winter) + len(summer) == 50
