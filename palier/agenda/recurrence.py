"""The dates that a rule gives, and the instants they are in UTC. Nothing here reads the database or the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule, weekday

from palier.agenda.calendar_facts.public_holidays import HolidayZone, public_holiday
from palier.agenda.calendar_facts.school_holidays import SCHOOL_KNOWN_UNTIL, school_holiday
from palier.agenda.enums import Frequency, SchoolZone
from palier.structures.enums import WeekDay

PARIS = ZoneInfo("Europe/Paris")
LAST = -1
RANKS = (1, 2, 3, 4, LAST)
SKIPPED = "date sautée"
_DAYS: dict[WeekDay, weekday] = dict(zip(WeekDay, (MO, TU, WE, TH, FR, SA, SU), strict=True))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rhythm between two days, both included. ``interval`` counts weeks or months, from those of ``starts_on``.

    ``ranks`` (1 to 4, -1 for the last) serve the monthly rhythm; ``months`` (1 to 12) empty is all year.
    """

    frequency: Frequency
    weekdays: tuple[WeekDay, ...]
    starts_on: date
    ends_on: date
    interval: int = 1
    ranks: tuple[int, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What takes dates away from a rule, and what adds some. Zones name the holidays even when they are kept."""

    holiday_zone: HolidayZone = HolidayZone.METROPOLE
    school_zone: SchoolZone | None = None
    skip_public: bool = False
    skip_school: bool = False
    skipped: frozenset[date] = field(default_factory=frozenset)
    added: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a rule: ``holiday`` and ``vacation`` name what it falls on, ``left_out`` why nobody goes out then."""

    day: date
    holiday: str = ""
    vacation: str = ""
    left_out: str = ""
    is_added: bool = False


def rule_dates(rule: Rule) -> list[date]:
    """Return the dates of the rhythm alone, in order. No weekday, or no rank in a monthly rhythm, gives none."""
    if not rule.weekdays or (rule.frequency == Frequency.MENSUELLE and not rule.ranks):
        return []
    return [moment.date() for moment in _library_rule(rule)]


def days_of(rule: Rule, exceptions: Exceptions) -> list[Day]:
    """Return each date of the rule and each added date, in order, kept or left out.

    An added date is kept whatever it falls on, and even outside of the bounds of the rule.
    """
    return [_judged(day, exceptions) for day in sorted({*rule_dates(rule), *exceptions.added})]


def kept_dates(rule: Rule, exceptions: Exceptions) -> list[date]:
    """Return the dates on which a team goes out, in order."""
    return [found.day for found in days_of(rule, exceptions) if not found.left_out]


def unknown_school_from(rule: Rule, exceptions: Exceptions) -> date | None:
    """Return the first day of the rule whose school holidays nobody knows, None when all are known or none matters."""
    if not exceptions.skip_school:
        return None
    if exceptions.school_zone is None:
        return rule.starts_on
    after = SCHOOL_KNOWN_UNTIL + timedelta(days=1)
    return max(after, rule.starts_on) if rule.ends_on >= after else None


def instants(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Return when an outing starts and ends, in UTC, from its hours in Paris, which stay the same all year.

    An hour that happens twice (October) is the first of the two. An hour that does not exist (02:30 in March) is
    the one an hour later. The end always comes after the start, by the time written if need be.
    """
    starts_at, ends_at = universal(day, start), universal(day, end)
    if ends_at <= starts_at:
        written = datetime.combine(day, end, UTC) - datetime.combine(day, start, UTC)
        ends_at = starts_at + written
    return starts_at, ends_at


def _library_rule(rule: Rule) -> Iterator[datetime]:
    start = datetime.combine(rule.starts_on, time.min)
    return iter(
        rrule(
            MONTHLY if rule.frequency == Frequency.MENSUELLE else WEEKLY,
            dtstart=start,
            until=datetime.combine(rule.ends_on, time.min),
            interval=rule.interval,
            wkst=MO,
            byweekday=_by_day(rule),
            bymonth=rule.months or None,
        )
    )


def _by_day(rule: Rule) -> list[weekday]:
    days = [_DAYS[day] for day in rule.weekdays]
    if rule.frequency == Frequency.MENSUELLE:
        return [day(rank) for day in days for rank in rule.ranks]
    return days


def _judged(day: date, exceptions: Exceptions) -> Day:
    holiday = public_holiday(day, exceptions.holiday_zone)
    vacation = school_holiday(day, exceptions.school_zone) if exceptions.school_zone else ""
    is_added = day in exceptions.added
    left_out = ""
    if day in exceptions.skipped:
        left_out = SKIPPED
    elif holiday and exceptions.skip_public:
        left_out = holiday
    elif vacation and exceptions.skip_school:
        left_out = vacation
    return Day(day, holiday, vacation, "" if is_added else left_out, is_added)


def universal(day: date, hour: time) -> datetime:
    """Return the instant, in UTC, of an hour in Paris."""
    return datetime.combine(day, hour, PARIS).astimezone(UTC)
