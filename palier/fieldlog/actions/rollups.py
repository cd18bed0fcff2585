"""Bring the sums up to date, in the transaction that writes their rows: a few statements, whatever their number."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from palier.agenda.actions.written import hold_written, release_written
from palier.agenda.models import Outing
from palier.core.inserting import upsert
from palier.core.models import Record
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.models import CellRollup, Debrief, Entry, HourRollup, MonthRollup, OutingLog, Tally
from palier.fieldlog.queries.week_hours import week_hour

Key = tuple[Any, ...]
COUNTS = OutingLog.COUNTS


@transaction.atomic(savepoint=False)
def note_writing(*, writing: Writing, now: datetime) -> None:
    """Add to the sums what ``writing`` gathered. Call it last, once, in the transaction that wrote the rows.

    Rows are written in the order of their keys: two transactions that meet wait for each other, and never both.
    """
    if not writing.outings:
        return
    _hold(writing, now)
    _write_logs(writing, now)
    cells, hours, months = Counter[Key](), Counter[Key](), dict[Key, Counter[str]]()
    for pk, outing in writing.outings.items():
        month = (outing.structure_id, month_of(outing))
        for cell, people in writing.cells[pk].items():
            cells[*month, outing.place_id, outing.modality, *cell] += people
        for hour, people in writing.hours[pk].items():
            hours[*month, outing.place_id, outing.modality, *week_hour(outing.starts_at, hour)] += people
        months.setdefault(month, Counter()).update(writing.counts[pk])
    add_people(CellRollup, CELL_KEY, cells, now)
    add_people(HourRollup, HOUR_KEY, hours, now)
    add_steps(MonthRollup, MONTH_KEY, {key: steps for key, steps in months.items() if any(steps.values())}, now)
    if writing.left:
        release_written(ids=_emptied(writing.left))


CELL_KEY = ("structure", "month", "place", "modality", *CellRollup.CELL)
HOUR_KEY = ("structure", "month", "place", "modality", "weekday", "hour")
MONTH_KEY = ("structure", "month")


def month_of(outing: Outing) -> date:
    """Return the first day of the month in which an outing begins, in France."""
    return localtime(outing.starts_at).date().replace(day=1)


def closings(outings: Iterable[UUID]) -> dict[UUID, tuple[datetime, bool]]:
    """Return, for outings with a standing debrief, when the first came and whether one says that nobody was there."""
    wanted = list(outings)
    if not wanted:
        return {}
    rows = Debrief.objects.filter(outing__in=wanted, withdrawn_at=None)
    found: dict[UUID, tuple[datetime, bool]] = {}
    for outing, received_at, nobody in rows.values_list("outing_id", "received_at", "nobody"):
        first, was_empty = found.get(outing, (received_at, False))
        found[outing] = (min(first, received_at), was_empty or nobody)
    return found


def _hold(writing: Writing, now: datetime) -> None:
    """Read again the outings that may still change; all of them, in a batch that counts debriefs."""
    doubtful = [pk for pk, outing in writing.outings.items() if outing.written_at is None or writing.closing]
    if doubtful:
        writing.outings.update({outing.pk: outing for outing in hold_written(ids=doubtful, now=now)})


def _emptied(outings: Iterable[UUID]) -> list[UUID]:
    """Return those of ``outings`` that hold nothing any more, not even a line taken back, whatever app keeps it."""
    empty = OutingLog.objects.filter(outing__in=list(outings), **dict.fromkeys(COUNTS, 0))
    for model in apps.get_models():
        if issubclass(model, Entry | Tally):
            empty = empty.filter(~Exists(model._default_manager.filter(outing=OuterRef("outing"))))
    return list(empty.values_list("outing_id", flat=True))


def _write_logs(writing: Writing, now: datetime) -> None:
    table = connection.ops.quote_name(OutingLog._meta.db_table)
    closing = closings(writing.outings) if writing.closing else {}
    rows = []
    for pk, outing in sorted(writing.outings.items()):
        closed_at, nobody = closing.get(pk, (None, False))
        steps = {name: writing.counts[pk][name] for name in COUNTS}
        facts = {"last_received_at": writing.received.get(pk), "closed_at": closed_at, "nobody": nobody}
        rows.append({"structure": outing.structure_id, "outing": pk, "version": 1, **steps, **facts})
    received = "last_received_at"
    sets = [
        f"version = {table}.version + 1",
        *_increments(table, COUNTS),
        f"{received} = CASE WHEN {table}.{received} IS NULL OR excluded.{received} > {table}.{received}"
        f" THEN excluded.{received} ELSE {table}.{received} END",
    ]
    if writing.closing:
        sets += ["closed_at = excluded.closed_at", "nobody = excluded.nobody"]
    upsert(OutingLog, ("outing",), rows, sets, now)


def add_people(model: type[Record], key: Sequence[str], sums: Mapping[Key, int], now: datetime) -> None:
    """Add ``sums``, people by the columns of ``key``, to the rows of ``model``."""
    add_steps(model, key, {row: {"people": people} for row, people in sums.items() if people}, now)


def add_steps(model: type[Record], key: Sequence[str], sums: Mapping[Key, Mapping[str, int]], now: datetime) -> None:
    """Add steps by name, for each value of ``key``, to the rows of ``model``; a row unknown begins with them."""
    names = COUNTS if model is MonthRollup else ("people",)
    table = connection.ops.quote_name(model._meta.db_table)
    rows = [
        {**dict(zip(key, values, strict=True)), **{name: sums[values].get(name, 0) for name in names}}
        for values in sorted(sums)
    ]
    upsert(model, key, rows, _increments(table, names), now)


def _increments(table: str, names: Iterable[str]) -> list[str]:
    return [f"{name} = {table}.{name} + excluded.{name}" for name in names]
