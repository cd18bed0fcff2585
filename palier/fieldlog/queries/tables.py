"""Read what the exports write, a few hundred outings at a time: nobody's name is among it. Asked inside a scope."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet, Sum

from palier.agenda.models import Outing, Participation
from palier.agenda.periods import PARIS
from palier.fieldlog.models import CellRollup, Encounter, Observation, Orientation, OutingLog, Tally
from palier.fieldlog.queries.presence import hours_of, went_out
from palier.structures.enums import MembershipStatus
from palier.territory.models import Zone

CHUNK = 500
Cell = tuple[str, str, str, str]
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
class CountedCell:
    """How many contacts of one cell an outing has, what was taken back deducted; never zero or less."""

    outing: ExportedOuting
    cell: Cell
    people: int


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
    for chunk in _chunks(keys):
        logs = {row["outing_id"]: row for row in OutingLog.objects.filter(outing__in=chunk).values(*_LOG)}
        out: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        there = Participation.objects.filter(went_out(), outing__in=chunk)
        for outing_id, status, people in there.values_list("outing_id", "membership__status").annotate(Count("pk")):
            out[outing_id][MembershipStatus(status)] += people
        yield [_outing(outing, logs.get(outing.pk), out[outing.pk]) for outing in _read(chunk)]


def counted_cells(keys: Sequence[UUID]) -> Iterator[list[CountedCell]]:
    """Yield the cells with somebody in the outings of these keys, 500 outings at a time."""
    for chunk in _chunks(keys):
        outings = {outing.pk: _outing(outing) for outing in _read(chunk)}
        rows = Tally.objects.filter(outing__in=chunk).values_list("outing_id", *CellRollup.CELL)
        cells: defaultdict[UUID, list[tuple[Cell, int]]] = defaultdict(list)
        for outing_id, *cell, people in rows.annotate(Sum("step")).order_by("outing_id", *CellRollup.CELL):
            if people > 0:
                cells[outing_id].append((tuple(cell), people))
        yield [CountedCell(outing, cell, people) for pk, outing in outings.items() for cell, people in cells[pk]]


def exported_lines(keys: Sequence[UUID]) -> Iterator[list[ExportedLine]]:
    """Yield the conversations, orientations and observations that stand, 500 outings at a time."""
    for chunk in _chunks(keys):
        outings = {outing.pk: _outing(outing) for outing in _read(chunk)}
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


def _read(chunk: Sequence[UUID]) -> list[Outing]:
    # A zone carries its contour, which may weigh more than all the rest.
    zones = Prefetch("place__zones", Zone.objects.only("name"))
    found = Outing.objects.filter(pk__in=chunk).only(*_OUTING).prefetch_related("place", zones).in_bulk()
    return [found[pk] for pk in chunk if pk in found]


def _outing(outing: Outing, log: dict[str, Any] | None = None, out: Counter[str] | None = None) -> ExportedOuting:
    return ExportedOuting(
        pk=outing.pk,
        start=outing.starts_at.astimezone(PARIS),
        end=outing.ends_at.astimezone(PARIS),
        hours=round(hours_of(outing.ends_at - outing.starts_at), 2),
        place=outing.place.name,
        zones=" ; ".join(sorted(zone.name for zone in outing.place.zones.all())),
        modality=outing.get_modality_display(),
        state=outing.get_state_display(),
        is_improvised=outing.is_improvised,
        counts={name: log[name] if log else 0 for name in OutingLog.COUNTS},
        is_closed=bool(log and log["closed_at"]),
        nobody=bool(log and log["nobody"]),
        people_out=out or Counter(),
    )
