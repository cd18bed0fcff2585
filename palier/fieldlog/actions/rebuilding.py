"""Make the sums again from their rows, outing by outing, and say which were wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from palier.agenda.models import Outing
from palier.fieldlog.actions.rollups import (
    CELL_KEY,
    COUNTS,
    HOUR_KEY,
    MONTH_KEY,
    Key,
    add_people,
    add_steps,
    closings,
    month_of,
)
from palier.fieldlog.actions.writing import Writing, hour_start, tally_sums
from palier.fieldlog.enums import Contact
from palier.fieldlog.models import CellRollup, Debrief, Entry, HourRollup, MonthRollup, OutingLog, Tally
from palier.fieldlog.queries.week_hours import week_hour
from palier.structures.models import Structure

CHUNK = 500
Told = Callable[[int, int], None]
Facts = tuple[tuple[int, ...], datetime | None, bool]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many outings were read, and what differed: logs of outings, and rows of the sums by cell, hour, month."""

    outings: int
    logs: int
    cells: int
    hours: int
    months: int

    @property
    def is_right(self) -> bool:
        """Whether every sum was equal to its rows."""
        return not (self.logs or self.cells or self.hours or self.months)


@dataclass(slots=True)
class _Sums:
    """The sums as the rows give them."""

    logs: dict[UUID, Facts] = field(default_factory=dict)
    cells: Counter[Key] = field(default_factory=Counter)
    hours: Counter[Key] = field(default_factory=Counter)
    months: defaultdict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@transaction.atomic
def rebuild_rollups(
    *, structure: Structure, models: Sequence[type[Entry]], now: datetime, check: bool = False, tell: Told | None = None
) -> Rebuilt:
    """Write again every sum of ``structure`` from its taps and the lines of ``models``; ``check`` only compares.

    Call it inside the structure's scope. ``tell`` is told how many outings of how many are read. Versions grow where
    something was wrong, so that phones hear of it.
    """
    # What is being written waits: a sum cannot be both added to and made again.
    outings = Outing.objects.filter(structure=structure)
    if not check:
        outings = outings.select_for_update()
    held = {outing.pk: outing for outing in outings.order_by("pk")}
    sums = _sums_of(list(held.values()), models, tell)
    wrong = _wrong_logs(sums.logs)
    cells = _wrong_people(CellRollup, CELL_KEY, sums.cells)
    hours = _wrong_people(HourRollup, HOUR_KEY, sums.hours)
    months = _wrong_months(sums.months)
    if not check:
        _write_logs(wrong, sums.logs, held, now)
        if cells:
            CellRollup.objects.all().delete()
            add_people(CellRollup, CELL_KEY, sums.cells, now)
        if hours:
            HourRollup.objects.all().delete()
            add_people(HourRollup, HOUR_KEY, sums.hours, now)
        if months:
            MonthRollup.objects.all().delete()
            add_steps(MonthRollup, MONTH_KEY, sums.months, now)
    return Rebuilt(len(held), len(wrong), cells, hours, months)


def _sums_of(outings: Sequence[Outing], models: Sequence[type[Entry]], tell: Told | None) -> _Sums:
    sums = _Sums()
    for start in range(0, len(outings), CHUNK):
        chunk = outings[start : start + CHUNK]
        _add_chunk(sums, chunk, models)
        if tell is not None:
            tell(start + len(chunk), len(outings))
    return sums


def _add_chunk(sums: _Sums, chunk: Sequence[Outing], models: Sequence[type[Entry]]) -> None:
    writing = Writing()
    by_key = {outing.pk: outing for outing in chunk}
    _read_tallies(writing, by_key)
    for model in models:
        _read_lines(writing, by_key, model)
    closing = closings(by_key)
    for pk, outing in writing.outings.items():
        counts = writing.counts[pk]
        sums.logs[pk] = (tuple(counts[name] for name in COUNTS), *closing.get(pk, (None, False)))
        month = (outing.structure_id, month_of(outing))
        sums.months[month].update({name: step for name, step in counts.items() if step})
        for cell, people in writing.cells[pk].items():
            sums.cells[*month, outing.place_id, outing.modality, *cell] += people
        for hour, people in writing.hours[pk].items():
            sums.hours[*month, outing.place_id, outing.modality, *week_hour(outing.starts_at, hour)] += people


def _read_tallies(writing: Writing, outings: dict[UUID, Outing]) -> None:
    """Read the columns that count, without making an object of each tap: there may be millions."""
    columns = ("outing_id", "age", "gender", "acquaintance", "contact", "step", "made_at")
    rows = Tally.objects.filter(outing__in=list(outings)).values_list(*columns)
    for outing_id, age, gender, acquaintance, contact, step, made_at in rows.iterator(chunk_size=10_000):
        writing.cells[outing_id][age, gender, acquaintance, contact] += step
        if contact != Contact.REFUS:
            writing.hours[outing_id][hour_start(made_at)] += step
    for pk, cells in list(writing.cells.items()):
        for (_, _, acquaintance, contact), step in cells.items():
            writing.count(outings[pk], tally_sums(acquaintance, contact, step))


def _read_lines(writing: Writing, outings: dict[UUID, Outing], model: type[Entry]) -> None:
    columns = ("id", "outing_id", "withdrawn_at", *(["incident"] if model is Debrief else []))
    for line in model._default_manager.filter(outing__in=list(outings)).only(*columns).iterator(chunk_size=5_000):
        writing.count(outings[line.outing_id], line.sums)


def _wrong_logs(logs: dict[UUID, Facts]) -> dict[UUID, OutingLog | None]:
    """Return the logs that differ from their rows, None for one that is missing."""
    kept = {log.outing_id: log for log in OutingLog.objects.all()}
    nothing: Facts = (tuple(0 for _ in COUNTS), None, False)
    wrong: dict[UUID, OutingLog | None] = {pk: log for pk, log in kept.items() if _facts(log) != logs.get(pk, nothing)}
    return wrong | dict.fromkeys(logs.keys() - kept.keys())


def _facts(log: OutingLog) -> Facts:
    return tuple(getattr(log, name) for name in COUNTS), log.closed_at, log.nobody


def _write_logs(
    wrong: dict[UUID, OutingLog | None], logs: dict[UUID, Facts], outings: dict[UUID, Outing], now: datetime
) -> None:
    made: list[OutingLog] = []
    changed: list[OutingLog] = []
    for pk, known in wrong.items():
        outing = outings[pk]
        log = known or OutingLog(structure_id=outing.structure_id, outing=outing, version=0, last_received_at=now)
        counts, log.closed_at, log.nobody = logs.get(pk, (tuple(0 for _ in COUNTS), None, False))
        for name, count in zip(COUNTS, counts, strict=True):
            setattr(log, name, count)
        log.version, log.updated_at = log.version + 1, now
        (changed if known else made).append(log)
    OutingLog.objects.bulk_create(made)
    OutingLog.objects.bulk_update(changed, [*COUNTS, "closed_at", "nobody", "version", "updated_at"], batch_size=200)


def _wrong_people(model: type[CellRollup] | type[HourRollup], key: Sequence[str], sums: Counter[Key]) -> int:
    kept: Counter[Key] = Counter()
    for *values, people in model.objects.values_list(*key, "people"):
        kept[tuple(values)] += people
    return sum(kept[row] != sums[row] for row in kept.keys() | sums.keys())


def _wrong_months(sums: dict[Key, Counter[str]]) -> int:
    kept = {(row.structure_id, row.month): {name: getattr(row, name) for name in COUNTS} for row in _months()}
    nothing = dict.fromkeys(COUNTS, 0)
    wanted = {key: {name: counts[name] for name in COUNTS} for key, counts in sums.items()}
    return sum(kept.get(key, nothing) != wanted.get(key, nothing) for key in kept.keys() | wanted.keys())


def _months() -> Iterator[Any]:
    return MonthRollup.objects.iterator()
