"""Regularity of presence: the same place, the same hour, in all weathers. Counts only, never a name of a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from palier.agenda.enums import CancelReason
from palier.agenda.periods import PARIS
from palier.agenda.queries.regularity_counts import (
    CANCELLED,
    DAY_MINUTES,
    HELD,
    SILENT,
    Scope,
    SlotCount,
    coming_count,
    month_counts,
    places_in,
    slot_counts,
)
from palier.structures.enums import WeekDay
from palier.territory.models import Place

DAYS = tuple(WeekDay)
# The bands of a day: until which hour (excluded), and their words.
BANDS = (
    (9, "tôt, avant 9\u00a0h"),
    (12, "matin, 9\u00a0h à 12\u00a0h"),
    (14, "midi, 12\u00a0h à 14\u00a0h"),
    (18, "après-midi, 14\u00a0h à 18\u00a0h"),
    (24, "soir, après 18\u00a0h"),
)
REASONS = dict(CancelReason.choices)


@dataclass(slots=True)
class Tally:
    """What became of some outings that were planned; ``hours`` are those of the outings held."""

    held: int = 0
    silent: int = 0
    drafts: int = 0
    hours: float = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def cancelled(self) -> int:
        """How many were cancelled, whatever the reason."""
        return self.reasons.total()

    @property
    def planned(self) -> int:
        """How many were planned: held, cancelled, without news, left as drafts."""
        return self.held + self.cancelled + self.silent + self.drafts

    @property
    def percent(self) -> int | None:
        """How many of a hundred planned were held; None when nothing was planned."""
        return round(100 * self.held / self.planned) if self.planned else None

    @property
    def why(self) -> str:
        """The reasons of the cancellations, the most frequent first: « météo 3, équipe incomplète 1 »."""
        ranked = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{REASONS.get(reason, reason).lower()} {count}" for reason, count in ranked)

    def add(self, counted: SlotCount) -> None:
        """Add a count that the database gave."""
        if counted.outcome == HELD:
            self.held += counted.count
            self.hours += counted.hours
        elif counted.outcome == CANCELLED:
            self.reasons[counted.reason] += counted.count
        elif counted.outcome == SILENT:
            self.silent += counted.count
        else:
            self.drafts += counted.count


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A place, a day of the week (1 for Monday) and a band of hours, and what became of the outings there."""

    place: Place
    weekday: int
    band: int
    tally: Tally

    @property
    def day(self) -> str:
        """« jeudi »."""
        return DAYS[self.weekday - 1].value

    @property
    def hours_words(self) -> str:
        """« matin, 9 h à 12 h »."""
        return BANDS[self.band][1]


@dataclass(frozen=True, slots=True)
class PlaceMonths:
    """Outings held at a place month by month (None: this month has not begun), and the long run."""

    place: Place
    counts: list[int | None]

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(count or 0 for count in self.counts)

    @property
    def longest(self) -> int:
        """The longest run of months in a row with at least one outing held."""
        best = run = 0
        for count in self.counts:
            run = run + 1 if count else 0
            best = max(best, run)
        return best

    @property
    def empty(self) -> int:
        """How many months that have begun had none."""
        return sum(count == 0 for count in self.counts)


@dataclass(frozen=True, slots=True)
class HourGrid:
    """Hours of presence, ``presence[hour][day]``, how many places ask for this hour, and which ``hours`` are shown."""

    hours: list[int]
    presence: list[list[float]]
    asked: list[list[int]]

    @property
    def missed(self) -> int:
        """How many hours of the week are asked for and had no presence at all."""
        return sum(
            bool(asked) and not here
            for hour in self.hours
            for asked, here in zip(self.asked[hour], self.presence[hour], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A place where no team was for a while; ``last`` is the day of the last one, None when there never was one."""

    place: Place
    last: date | None
    weeks: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page of regularity shows."""

    tally: Tally
    coming: int
    slots: list[SlotRow]
    months: list[date]
    places: list[PlaceMonths]
    grid: HourGrid
    uncovered: list[Uncovered]
    known_places: int

    @property
    def covered(self) -> int:
        """How many places had at least one outing held."""
        return sum(row.total > 0 for row in self.places)


def regularity(scope: Scope, *, weeks: int, now: datetime) -> Board:
    """Return the figures of a scope in four queries; a place is uncovered after ``weeks`` without an outing held."""
    counts = list(slot_counts(scope, now))
    held = month_counts(scope, now)
    used = {counted.place_id for counted in counts}
    known = list(places_in(scope))
    # A place put aside stays in the figures of the time when teams went there.
    places = {place.pk: place for place in known if place.archived_at is None or place.pk in used}
    current = [place for place in places.values() if place.archived_at is None]
    tally = Tally()
    for counted in counts:
        tally.add(counted)
    return Board(
        tally=tally,
        coming=coming_count(scope, now),
        slots=_slots(counts, places),
        months=scope.period.months,
        places=[_months(place, held.get(place.pk, {}), scope, now) for place in places.values()],
        grid=_grid(counts, current),
        uncovered=_uncovered(current, weeks, now),
        known_places=len(current),
    )


def _slots(counts: Iterable[SlotCount], places: dict[UUID, Place]) -> list[SlotRow]:
    found: dict[tuple[UUID, int, int], Tally] = {}
    for counted in counts:
        found.setdefault((counted.place_id, counted.weekday, _band(counted.start)), Tally()).add(counted)
    rows = [SlotRow(places[place], weekday, band, tally) for (place, weekday, band), tally in found.items()]
    return sorted(rows, key=lambda row: (row.place.name.casefold(), row.weekday, row.band))


def _band(minute: int) -> int:
    return next(number for number, (until, _) in enumerate(BANDS) if minute < until * 60)


def _months(place: Place, counts: dict[date, int], scope: Scope, now: datetime) -> PlaceMonths:
    this_month = now.astimezone(PARIS).date().replace(day=1)
    return PlaceMonths(place, [counts.get(month, 0) if month <= this_month else None for month in scope.period.months])


def _grid(counts: Iterable[SlotCount], places: Iterable[Place]) -> HourGrid:
    """Spread the outings held over the hours of a week, and count the places that ask for each."""
    presence = [[0.0] * 7 for _ in range(24)]
    asked = [[0] * 7 for _ in range(24)]
    for counted in counts:
        if counted.outcome == HELD:
            for day, hour, minutes in _hours(counted.weekday - 1, counted.start, counted.end):
                presence[hour][day] += counted.count * minutes / 60
    for place in places:
        for number, name in enumerate(DAYS):
            # Two intervals of one place may share an hour: it asks for it once.
            cells = {
                (day, hour)
                for start, end in place.hours.get(name, [])
                for day, hour, _ in _hours(number, _minute(start), _minute(end))
            }
            for day, hour in cells:
                asked[hour][day] += 1
    used = [hour for hour in range(24) if any(presence[hour]) or any(asked[hour])]
    return HourGrid(list(range(used[0], used[-1] + 1)) if used else [], presence, asked)


def _hours(day: int, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (day, hour, minutes within this hour) for an interval in minutes; it may go past midnight."""
    found = []
    for hour in range(start // 60, -(-end // 60)):
        minutes = min(end, (hour + 1) * 60) - max(start, hour * 60)
        found.append(((day + hour * 60 // DAY_MINUTES) % 7, hour % 24, minutes))
    return found


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _uncovered(places: Sequence[Place], weeks: int, now: datetime) -> list[Uncovered]:
    """Return the places without an outing held for ``weeks``: never first, then the longest ago."""
    limit = now - timedelta(weeks=weeks)
    found = []
    for place in places:
        last: datetime | None = place.last_held  # type: ignore[attr-defined]
        if last is None:
            found.append(Uncovered(place, None, None))
        elif last < limit:
            found.append(Uncovered(place, last.astimezone(PARIS).date(), (now - last).days // 7))
    return sorted(found, key=lambda row: (row.last or date.min, row.place.name.casefold()))
