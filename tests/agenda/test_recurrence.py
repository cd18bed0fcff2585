"""Dates of a rule: against the calendar, day by day, over ten years; hours; words; RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from palier.agenda.calendar_facts.public_holidays import HolidayZone, public_holiday
from palier.agenda.calendar_facts.school_holidays import school_holiday
from palier.agenda.enums import Frequency, SchoolZone
from palier.agenda.recurrence import (
    PARIS,
    Exceptions,
    Rule,
    days_of,
    instants,
    kept_dates,
    rule_dates,
    unknown_school_from,
)
from palier.agenda.recurrence_text import rrule_text, sentence
from palier.structures.enums import WeekDay

NINE, ELEVEN = time(9), time(11)
FIRST, TEN_YEARS_LATER = date(2020, 1, 1), date(2030, 12, 31)
ORDER = list(WeekDay)
dates = st.dates(FIRST, TEN_YEARS_LATER)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule of up to ten years."""
    starts_on = draw(dates)
    return Rule(
        frequency=draw(st.sampled_from(Frequency)),
        weekdays=tuple(draw(st.lists(st.sampled_from(WeekDay), min_size=1, max_size=4, unique=True))),
        starts_on=starts_on,
        ends_on=draw(st.dates(starts_on, TEN_YEARS_LATER)),
        interval=draw(st.integers(1, 4)),
        ranks=tuple(draw(st.lists(st.sampled_from((1, 2, 3, 4, -1)), min_size=1, max_size=3, unique=True))),
        months=tuple(draw(st.lists(st.integers(1, 12), max_size=6, unique=True))),
    )


@st.composite
def exceptions(draw: st.DrawFn) -> Exceptions:
    """Draw what is left out and added."""
    return Exceptions(
        holiday_zone=draw(st.sampled_from(HolidayZone)),
        school_zone=draw(st.none() | st.sampled_from(SchoolZone)),
        skip_public=draw(st.booleans()),
        skip_school=draw(st.booleans()),
        skipped=frozenset(draw(st.lists(dates, max_size=5))),
        added=frozenset(draw(st.lists(dates, max_size=5))),
    )


def is_in_rhythm(day: date, rule: Rule) -> bool:
    """Tell, without the library, whether a person who counts on a paper calendar goes out on ``day``."""
    if not rule.starts_on <= day <= rule.ends_on or ORDER[day.weekday()] not in rule.weekdays:
        return False
    if rule.months and day.month not in rule.months:
        return False
    if rule.frequency == Frequency.HEBDOMADAIRE:
        monday = rule.starts_on - timedelta(days=rule.starts_on.weekday())
        return (day - monday).days // 7 % rule.interval == 0
    since = (day.year - rule.starts_on.year) * 12 + day.month - rule.starts_on.month
    is_last = (day + timedelta(days=7)).month != day.month
    return since % rule.interval == 0 and ((day.day + 6) // 7 in rule.ranks or (is_last and -1 in rule.ranks))


@given(rules())
def test_dates_are_those_that_a_person_counts_day_by_day(rule: Rule) -> None:
    span = (rule.ends_on - rule.starts_on).days + 1
    counted = [day for n in range(span) if is_in_rhythm(day := rule.starts_on + timedelta(days=n), rule)]

    assert rule_dates(rule) == counted


@given(rules(), exceptions())
def test_exceptions_take_away_and_add(rule: Rule, known: Exceptions) -> None:
    expected = set(rule_dates(rule)) - known.skipped
    if known.skip_public:
        expected = {day for day in expected if not public_holiday(day, known.holiday_zone)}
    if known.skip_school and known.school_zone:
        expected = {day for day in expected if not school_holiday(day, known.school_zone)}

    assert kept_dates(rule, known) == sorted(expected | known.added)


@given(rules(), exceptions())
def test_rule_text_is_read_back_by_a_calendar_library(rule: Rule, known: Exceptions) -> None:
    told = rrule_text(rule, known, NINE)
    if not rule_dates(rule):
        assert told == ""
        return

    read = [moment.astimezone(PARIS) for moment in rrulestr(told, forceset=True)]

    assert read == [datetime.combine(day, NINE, PARIS) for day in kept_dates(rule, known)]


def test_rule_text_is_accepted_inside_an_event() -> None:
    rule = Rule(Frequency.MENSUELLE, (WeekDay.MARDI,), date(2027, 1, 1), date(2027, 6, 30), ranks=(1, -1))
    lines = rrule_text(rule, Exceptions(), NINE).replace("\n", "\r\n")

    event = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\nUID:1\r\n{lines}\r\nEND:VEVENT\r\n")

    assert event.errors == []
    assert event["RRULE"]["BYDAY"] == ["1TU", "-1TU"]


@given(st.dates(FIRST, TEN_YEARS_LATER))
def test_nine_o_clock_stays_nine_o_clock_all_year(day: date) -> None:
    starts_at, ends_at = instants(day, NINE, ELEVEN)

    assert starts_at.tzinfo == UTC
    assert starts_at.astimezone(PARIS).replace(tzinfo=None) == datetime.combine(day, NINE)
    assert ends_at - starts_at == timedelta(hours=2)


@given(st.dates(FIRST, TEN_YEARS_LATER), st.times(), st.times())
def test_the_end_always_comes_after_the_start(day: date, one: time, other: time) -> None:
    start, end = sorted((one, other))
    if start == end:
        return

    starts_at, ends_at = instants(day, start, end)

    assert starts_at < ends_at


def test_summer_time_moves_the_hour_in_utc_only() -> None:
    assert instants(date(2027, 3, 25), NINE, ELEVEN)[0] == datetime(2027, 3, 25, 8, tzinfo=UTC)
    assert instants(date(2027, 4, 1), NINE, ELEVEN)[0] == datetime(2027, 4, 1, 7, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_the_one_an_hour_later() -> None:
    starts_at, ends_at = instants(date(2027, 3, 28), time(2, 30), time(3, 10))

    assert starts_at.astimezone(PARIS).time() == time(3, 30)
    assert ends_at - starts_at == timedelta(minutes=40)


def test_an_hour_that_happens_twice_is_the_first_one() -> None:
    starts_at, _ = instants(date(2027, 10, 31), time(2, 30), time(4))

    assert starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_the_29th_of_february_is_a_day_like_another() -> None:
    rule = Rule(Frequency.HEBDOMADAIRE, (WeekDay.MARDI,), date(2028, 2, 20), date(2028, 3, 10))

    assert rule_dates(rule) == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]


def test_a_kept_holiday_is_named_and_a_skipped_one_is_left_out() -> None:
    rule = Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), date(2027, 5, 6), date(2027, 5, 6))

    kept = days_of(rule, Exceptions())[0]
    skipped = days_of(rule, Exceptions(skip_public=True))[0]

    assert (kept.holiday, kept.left_out) == ("Ascension", "")
    assert skipped.left_out == "Ascension"


@pytest.mark.parametrize(
    ("ends_on", "zone", "skip", "expected"),
    [
        (date(2028, 8, 31), SchoolZone.A, True, None),
        (date(2028, 9, 1), SchoolZone.A, True, date(2028, 9, 1)),
        (date(2027, 12, 31), None, True, date(2027, 9, 1)),
        (date(2029, 6, 30), SchoolZone.A, False, None),
    ],
)
def test_it_is_known_from_when_school_holidays_are_not(
    ends_on: date, zone: SchoolZone | None, skip: bool, expected: date | None
) -> None:
    rule = Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), date(2027, 9, 1), ends_on)

    assert unknown_school_from(rule, Exceptions(school_zone=zone, skip_school=skip)) == expected


YEAR = (date(2027, 1, 1), date(2027, 12, 31))
W, M = Frequency.HEBDOMADAIRE, Frequency.MENSUELLE
LU, MA, ME, JE, VE, SA = ORDER[:6]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(W, (JE,), *YEAR), "le jeudi de 9 h à 11 h, toute l'année, sauf jours fériés"),
        (Rule(W, (JE, MA), *YEAR), "le mardi et le jeudi de 9 h à 11 h, toute l'année, sauf jours fériés"),
        (Rule(W, (LU, MA, ME, JE, VE), *YEAR), "du lundi au vendredi de 9 h à 11 h, toute l'année, sauf jours fériés"),
        (Rule(W, (SA,), *YEAR, interval=2), "un samedi sur deux de 9 h à 11 h, toute l'année, sauf jours fériés"),
        (
            Rule(W, (MA, JE), *YEAR, interval=3),
            "une semaine sur trois, le mardi et le jeudi de 9 h à 11 h, toute l'année, sauf jours fériés",
        ),
        (
            Rule(M, (ME,), *YEAR, ranks=(3, 1), months=(4, 5, 6, 7, 8, 9)),
            "le 1er et le 3e mercredi du mois de 9 h à 11 h, d'avril à septembre, sauf jours fériés",
        ),
        (
            Rule(M, (SA,), date(2027, 1, 4), date(2027, 3, 1), ranks=(-1,), interval=2),
            "un mois sur deux, le dernier samedi du mois de 9 h à 11 h, "
            "du 4 janvier au 1er mars 2027, sauf jours fériés",
        ),
        (Rule(W, (JE,), *YEAR, months=(1, 12, 11)), "le jeudi de 9 h à 11 h, de novembre à janvier, sauf jours fériés"),
        (Rule(W, (JE,), *YEAR, months=(3, 10)), "le jeudi de 9 h à 11 h, en mars et octobre, sauf jours fériés"),
    ],
)
def test_sentence_of_a_rule(rule: Rule, expected: str) -> None:
    assert sentence(rule, Exceptions(skip_public=True), NINE, ELEVEN) == expected


def test_sentence_names_both_kinds_of_holidays_and_half_hours() -> None:
    rule = Rule(W, (JE,), *YEAR)

    told = sentence(rule, Exceptions(skip_public=True, skip_school=True), time(16, 30), time(18))

    assert told == "le jeudi de 16 h 30 à 18 h, toute l'année, sauf jours fériés et vacances scolaires"


@pytest.mark.parametrize("weekdays", [(), (JE,)])
def test_a_rule_without_days_or_ranks_has_no_date(weekdays: tuple[WeekDay, ...]) -> None:
    assert rule_dates(Rule(M, weekdays, *YEAR)) == []
