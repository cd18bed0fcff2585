"""The figures of a period: contacts, never persons. Sums only: their cost does not grow with the taps they add up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from palier.agenda.models import Outing, Participation
from palier.agenda.periods import Period, add_months
from palier.agenda.queries.paris_time import Shape, paris_text
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import CellRollup, HourRollup
from palier.fieldlog.queries.logged import (
    LENGTH,
    SUMS,
    LogScope,
    Totals,
    is_logged,
    midnight,
    outings_in,
    place_filters,
)
from palier.fieldlog.queries.presence import hours_of, went_out
from palier.structures.enums import MembershipStatus

MORE_SUMS = {name: Sum(f"log__{name}") for name in ("refusals", "encounters", "orientations", "observations")}
AGES, GENDERS = tuple(Age), tuple(Gender)
DAY_HOURS, WEEK_DAYS = 24, 7


@dataclass(slots=True)
class Line:
    """What the outings of a place, a modality or a month hold together."""

    outings: int = 0
    people: int = 0
    first_meetings: int = 0
    voices: int = 0
    refusals: int = 0
    encounters: int = 0
    orientations: int = 0
    observations: int = 0
    hours: float = 0

    def add(self, other: "Line") -> None:
        """Add another line to this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Grid:
    """Contacts by cell of the tally grid. What the lists do not know counts as « non renseigné »: totals hold."""

    people: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: Counter[tuple[str, str]] = field(default_factory=Counter)
    acquaintances: Counter[str] = field(default_factory=Counter)
    contacts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Everybody met: conversations and greetings."""
        return self.people.total()

    def of_age(self, age: str) -> int:
        """Everybody of an age, whatever the gender."""
        return sum(self.people[age, gender] for gender in GENDERS)

    def of_gender(self, gender: str) -> int:
        """Everybody of a gender, whatever the age."""
        return sum(self.people[age, gender] for age in AGES)


@dataclass(frozen=True, slots=True)
class Presence:
    """Those of a status who went out: how many, how often, and the hours of each added up."""

    status: MembershipStatus
    people: int
    times: int
    hours: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same figures over another span of as many days."""

    first: date
    last: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class Figures:
    """All the figures of a page. ``hours`` are contacts by (place, weekday from 0 for Monday, hour)."""

    total: Line
    places: dict[UUID, Line]
    modalities: dict[str, Line]
    months: dict[date, Line]
    grid: Grid
    hours: Counter[tuple[UUID, int, int]]
    presence: list[Presence]
    before: Comparison | None
    year_before: Comparison | None

    def by_hour(self) -> list[tuple[int, list[int]]]:
        """Return, for each hour from the first to the last one with somebody, the contacts of the seven days."""
        week: Counter[tuple[int, int]] = Counter()
        for (_place, weekday, hour), people in self.hours.items():
            week[weekday, hour] += people
        used = [hour for (_, hour), people in week.items() if people]
        # Somebody taken back an hour later leaves a step below zero, which no tint shows.
        return [
            (hour, [max(0, week[weekday, hour]) for weekday in range(WEEK_DAYS)])
            for hour in range(min(used, default=0), max(used, default=-1) + 1)
        ]

    def busiest(self, place: UUID) -> tuple[int, int] | None:
        """Return the day and the hour of the week with most people met at a place, None if nobody was."""
        counts = {key[1:]: people for key, people in self.hours.items() if key[0] == place and people > 0}
        return max(counts, key=lambda key: (counts[key], -key[0], -key[1])) if counts else None


def figures_of(scope: LogScope, period: Period, *, today: date) -> Figures:
    """Return the figures of ``scope``, whose days are those of ``period``, in five questions."""
    places: defaultdict[UUID, Line] = defaultdict(Line)
    modalities: defaultdict[str, Line] = defaultdict(Line)
    months: dict[date, Line] = {month: Line() for month in period.months}
    total = Line()
    for place, modality, month, line in _lines(scope, period):
        for sums in (total, places[place], modalities[modality], months[month]):
            sums.add(line)
    before, year_before = _comparisons(scope, period, today)
    return Figures(
        total=total,
        places=dict(places),
        modalities=dict(modalities),
        months=months,
        grid=_grid(scope, period),
        hours=_hours(scope, period),
        presence=_presence(scope),
        before=before,
        year_before=year_before,
    )


def _lines(scope: LogScope, period: Period) -> Iterator[tuple[UUID, str, date, Line]]:
    rows = (
        outings_in(scope)
        .annotate(month=paris_text("starts_at", Shape.MONTH, period.starts_at, period.ends_at))
        .values("place_id", "modality", "month")
        .annotate(**SUMS, **MORE_SUMS)
        .order_by()
    )
    for row in rows:
        values: dict[str, Any] = dict(row)
        length: timedelta | None = values.pop("length")
        place, modality, month = values.pop("place_id"), values.pop("modality"), values.pop("month")
        counts = {name: value or 0 for name, value in values.items()}
        yield place, modality, date.fromisoformat(f"{month}-01"), Line(hours=hours_of(length), **counts)


def spans(period: Period, today: date) -> list[tuple[date, date] | None]:
    """Return the days to compare with: those of the period before, and of the year before.

    A period under way is compared with as many days of the others. None where the product's calendar begins, and for
    the year before when it is the period before.
    """
    days = (min(period.last, max(today, period.first)) - period.first).days
    is_whole = today >= period.last
    before = period.before
    year_first = add_months(period.first, -12)
    found: list[tuple[date, date] | None] = []
    firsts = [before.first if before else None, None if before and before.first == year_first else year_first]
    lasts = [before.last if before else None, add_months(period.last.replace(day=1), -11) - timedelta(days=1)]
    for first, last in zip(firsts, lasts, strict=True):
        if first is None or last is None:
            found.append(None)
        else:
            found.append((first, last if is_whole else min(last, first + timedelta(days=days))))
    return found


def _comparisons(scope: LogScope, period: Period, today: date) -> list[Comparison | None]:
    asked = spans(period, today)
    within = Q(pk__in=[])
    sums: dict[str, Any] = {}
    for number, span in enumerate(asked):
        if span is not None:
            here = Q(starts_at__gte=midnight(span[0]), starts_at__lt=midnight(span[1] + timedelta(days=1)))
            within |= here
            sums |= _filtered_sums(f"_{number}", here)
    found = Outing.objects.filter(is_logged(), within, **place_filters(scope)).aggregate(**sums) if sums else {}
    return [
        None if span is None else Comparison(*span, _totals(found, f"_{number}")) for number, span in enumerate(asked)
    ]


def _filtered_sums(suffix: str, here: Q) -> dict[str, Any]:
    columns = {"people": "log__people", "first_meetings": "log__first_meetings", "voices": "log__voices"}
    sums: dict[str, Any] = {f"{name}{suffix}": Sum(column, filter=here) for name, column in columns.items()}
    return sums | {f"outings{suffix}": Count("pk", filter=here), f"length{suffix}": Sum(LENGTH, filter=here)}


def _totals(found: dict[str, Any], suffix: str) -> Totals:
    counts = {name: found[f"{name}{suffix}"] or 0 for name in ("outings", "people", "first_meetings", "voices")}
    return Totals(hours=hours_of(found[f"length{suffix}"]), **counts)


def _grid(scope: LogScope, period: Period) -> Grid:
    grid = Grid()
    rows = _sums(CellRollup.objects, scope, period).values_list(*CellRollup.CELL).annotate(Sum("people")).order_by()
    for age, gender, acquaintance, contact, people in rows:
        grid.contacts[contact] += people
        if contact == Contact.REFUS:
            continue
        cell = (age if age in Age.values else Age.NC.value, gender if gender in Gender.values else Gender.NC.value)
        grid.people[cell] += people
        grid.acquaintances[acquaintance if acquaintance in Acquaintance.values else Acquaintance.NC.value] += people
        if acquaintance == Acquaintance.PREMIERE_RENCONTRE:
            grid.first[cell] += people
    return grid


def _hours(scope: LogScope, period: Period) -> Counter[tuple[UUID, int, int]]:
    rows = _sums(HourRollup.objects, scope, period).values_list("place_id", "weekday", "hour")
    return Counter({tuple(key): people for *key, people in rows.annotate(Sum("people")).order_by() if people})


def _sums(rows: Any, scope: LogScope, period: Period) -> Any:
    # Each month by its name: the index leads to the rows of a place without reading the other places.
    return rows.filter(month__in=period.months, **place_filters(scope))


def _presence(scope: LogScope) -> list[Presence]:
    there = Participation.objects.filter(went_out(), outing__in=outings_in(scope))
    length = Sum(F("outing__ends_at") - F("outing__starts_at"))
    rows = (
        there.values_list("membership__status")
        .annotate(people=Count("membership", distinct=True), times=Count("pk"), length=length)
        .order_by()
    )
    found = {status: (people, times, hours_of(length)) for status, people, times, length in rows}
    return [Presence(status, *found[status]) for status in MembershipStatus if status in found]


def all_hours(presence: Iterable[Presence]) -> float:
    """Return the hours of everybody, added up."""
    return sum(row.hours for row in presence)
