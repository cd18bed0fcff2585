"""Read what the exports write, a few hundred outings at a time: nobody's name is among it. Asked inside a scope."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Func, Prefetch, QuerySet
from django.db.models.functions import Cast

from palier.agenda.models import Outing, Participation
from palier.agenda.periods import PARIS
from palier.agenda.queries.agenda import MODALITY_WORDS, STATE_WORDS
from palier.fieldlog.models import CellRollup, Encounter, Observation, Orientation, OutingLog, Tally
from palier.fieldlog.queries.presence import hours_of, went_out
from palier.structures.enums import MembershipStatus
from palier.territory.models import Place, Zone

CHUNK, ROWS_READ = 500, 5_000
Cell = tuple[str, str, str, str]
# The columns of _OUTING, its key first.
Row = tuple[UUID, datetime, datetime, UUID, str, str, bool]
BETWEEN = "|"
_OUTING = ("starts_at", "ends_at", "place", "modality", "state", "is_improvised")
_LOG = ("outing_id", "closed_at", "nobody", *OutingLog.COUNTS)


@dataclass(frozen=True, slots=True)
class ExportedOuting:
    """An outing, and how many of each status went. ``counts`` are those of OutingLog.COUNTS."""

    pk: UUID
    start: datetime
    end: datetime
    hours: float
    place: str
    zones: str
    modality: str
    state: str
    is_improvised: bool
    counts: dict[str, int] = field(default_factory=dict)
    is_closed: bool = False
    nobody: bool = False
    people_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class CountedOuting:
    """How many contacts of each cell an outing has, what was taken back deducted; never zero or less."""

    outing: ExportedOuting
    cells: list[tuple[Cell, int]]


@dataclass(frozen=True, slots=True)
class ExportedLine:
    """A line without its free text: what was ticked."""

    outing: ExportedOuting
    line: Encounter | Orientation | Observation


def outing_keys(found: QuerySet[Outing]) -> list[UUID]:
    """Return the keys of the outings found, in their order."""
    return list(found.values_list("pk", flat=True))


def exported_outings(keys: Sequence[UUID]) -> Iterator[list[ExportedOuting]]:
    """Yield the outings of these keys, in this order, 500 at a time; with what each one holds."""
    places = _places()
    for chunk in _chunks(keys):
        logs = {row["outing_id"]: row for row in OutingLog.objects.filter(outing__in=chunk).values(*_LOG)}
        out: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        there = Participation.objects.filter(went_out(), outing__in=chunk)
        for outing_id, status, people in there.values_list("outing_id", "membership__status").annotate(Count("pk")):
            out[outing_id][MembershipStatus(status)] += people
        rows = _read(chunk)
        yield [_outing(row, places, logs.get(row[0]), out[row[0]]) for row in rows]


def counted_cells(keys: Sequence[UUID]) -> Iterator[list[CountedOuting]]:
    """Yield the outings of these keys with the cells that have somebody, 500 outings at a time."""
    places = _places()
    for chunk in _chunks(keys):
        people = _people_by_cell(chunk)
        yield [CountedOuting(_outing(row, places), _standing(people.get(row[0], {}))) for row in _read(chunk)]


def exported_lines(keys: Sequence[UUID]) -> Iterator[list[ExportedLine]]:
    """Yield the conversations, orientations and observations that stand, 500 outings at a time."""
    places = _places()
    for chunk in _chunks(keys):
        outings = {row[0]: _outing(row, places) for row in _read(chunk)}
        lines: list[Any] = []
        for model in (Encounter, Orientation, Observation):
            standing = model._default_manager.filter(outing__in=chunk, withdrawn_at=None)
            lines += standing.defer("text") if model is Observation else standing
        ranks = {pk: rank for rank, pk in enumerate(chunk)}
        lines.sort(key=lambda line: (ranks[line.outing_id], line.made_at, line.pk))
        yield [
            ExportedLine(outings[outing_id], line)
            for outing_id, group in groupby(lines, key=lambda line: line.outing_id)
            for line in group
        ]


def _chunks(keys: Sequence[UUID]) -> Iterator[list[UUID]]:
    return (list(keys[start : start + CHUNK]) for start in range(0, len(keys), CHUNK))


def _people_by_cell(chunk: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Add up the steps of these outings; a cell is its four values, one after the other.

    One text a row, and keys as texts: twice as quick as sums made by SQLite, four times as quick as Django's keys.
    """
    # Concat would wrap each column against nulls, of which there are none.
    cell = Func(
        *CellRollup.CELL, template="%(expressions)s", arg_joiner=f" || '{BETWEEN}' || ", output_field=CharField()
    )
    rows: Any = Tally.objects.filter(outing__in=chunk).values_list(Cast("outing_id", CharField()), cell, "step")
    found: dict[str, dict[str, int]] = {}
    for outing_id, key, step in rows.order_by().iterator(chunk_size=ROWS_READ):
        people = found.get(outing_id)
        if people is None:
            people = found[outing_id] = {}
        people[key] = people.get(key, 0) + step
    return {UUID(outing_id): people for outing_id, people in found.items()}


def _standing(people: dict[str, int]) -> list[tuple[Cell, int]]:
    return [(_cell(key), number) for key, number in sorted(people.items()) if number > 0]


@lru_cache(maxsize=1024)
def _cell(key: str) -> Cell:
    age, gender, acquaintance, contact = key.split(BETWEEN)
    return age, gender, acquaintance, contact


def _places() -> dict[UUID, tuple[str, str]]:
    """Return the name of each place, and those of its zones; without their contours, which may weigh more than all."""
    zones = Prefetch("zones", Zone.objects.only("name"))
    found = Place.objects.only("name").prefetch_related(zones)
    return {place.pk: (place.name, " ; ".join(sorted(zone.name for zone in place.zones.all()))) for place in found}


def _read(chunk: Sequence[UUID]) -> list[Row]:
    found = {row[0]: row for row in Outing.objects.filter(pk__in=chunk).values_list("pk", *_OUTING)}
    return [found[pk] for pk in chunk if pk in found]


def _outing(
    row: Row,
    places: dict[UUID, tuple[str, str]],
    log: dict[str, Any] | None = None,
    out: Counter[str] | None = None,
) -> ExportedOuting:
    pk, starts_at, ends_at, place, modality, state, is_improvised = row
    name, zones = places[place]
    return ExportedOuting(
        pk=pk,
        start=starts_at.astimezone(PARIS),
        end=ends_at.astimezone(PARIS),
        hours=round(hours_of(ends_at - starts_at), 2),
        place=name,
        zones=zones,
        modality=MODALITY_WORDS.get(modality, modality),
        state=STATE_WORDS.get(state, state),
        is_improvised=is_improvised,
        counts={name: log[name] if log else 0 for name in OutingLog.COUNTS},
        is_closed=bool(log and log["closed_at"]),
        nobody=bool(log and log["nobody"]),
        people_out=out or Counter(),
    )
