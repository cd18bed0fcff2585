"""Lines written by field: made once, then written again; of two writings of a field, the later key wins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from palier.agenda.models import Outing
from palier.core.inserting import insert_rows
from palier.core.questions import Question, columns_of
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.models import Debrief, Edit, Encounter, Entry, Observation, Orientation
from palier.fieldlog.origin import Origin

Line = TypeVar("Line", bound=Entry)


@dataclass(frozen=True, slots=True)
class Put:
    """Fields of the line ``entry``; ``outing`` is where it is made, if it is not known yet; words on paper have none.

    The phone gives to a line the key of the operation that makes it. ``fields`` holds only what was written; names that
    the line does not have are left aside.
    """

    outing: Outing | None
    entry: UUID
    fields: Mapping[str, Any]
    origin: Origin


@dataclass(slots=True)
class _Batch:
    """What a batch makes, changes and keeps in the history, before anything is written."""

    new: list[Entry] = field(default_factory=list)
    changed: dict[UUID, Entry] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    waiting: list[Put] = field(default_factory=list)


@transaction.atomic(savepoint=False)
def put_lines(
    *,
    model: type[Line],
    puts: Sequence[Put],
    into: Writing | None = None,
    reason: str = "",
    made_with: Callable[[Put], Mapping[str, Any] | None] | None = None,
) -> list[Put]:
    """Make the lines that are new and merge the others, and return the puts that nothing could be made of.

    ``made_with`` gives the columns that a new line has besides its fields, or None when this writing alone cannot make
    it. Sums go to ``into``, which the caller notes, or are noted at once. Any order of arrival gives the same lines.
    """
    if not puts:
        return []
    writing = Writing() if into is None else into
    lines = _known(model, {put.entry for put in puts})
    before = {pk: line.sums for pk, line in lines.items()}
    batch = _Batch()
    for put in sorted(puts, key=lambda put: put.origin.clock):
        known = lines.get(put.entry)
        if known is not None:
            # Nothing that comes late, not even in the history, brings back what somebody had erased.
            if not known.is_erased:
                _merge(known, put, batch, reason)
            continue
        columns = made_with(put) if made_with else {}
        if columns is None:
            batch.waiting.append(put)
        else:
            lines[put.entry] = _made(model, put, columns, batch)
    _write(model, batch)
    for put in puts:
        if (line := lines.get(put.entry)) is not None and line.outing_id is not None:
            writing.touch(line.outing, put.origin.received_at)
    for pk, line in lines.items():
        note_change(writing, line, before.get(pk, {}), line.sums)
    if into is None:
        note_writing(writing=writing, now=puts[-1].origin.received_at)
    return batch.waiting


def put_encounters(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write conversations (see ``put_lines``)."""
    return put_lines(model=Encounter, puts=puts, into=into)


def put_orientations(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write orientations (see ``put_lines``)."""
    return put_lines(model=Orientation, puts=puts, into=into)


def put_observations(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write observations of a place (see ``put_lines``)."""
    return put_lines(model=Observation, puts=puts, into=into)


def put_debriefs(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write debriefs (see ``put_lines``); the first one of an outing closes its log."""
    return put_lines(model=Debrief, puts=puts, into=into)


def note_change(writing: Writing, line: Entry, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Gather in ``writing`` what changed between two states of a line, in its outing if it has one."""
    if line.outing_id is None:
        return
    writing.count(line.outing, after)
    writing.count(line.outing, before, -1)
    if isinstance(line, Debrief):
        writing.closing.add(line.outing.pk)


def _known(model: type[Line], keys: set[UUID]) -> dict[UUID, Line]:
    if not _question(model).ask(keys=keys):
        return {}
    rows = model._default_manager.select_for_update(of=("self",)).select_related("outing")
    return {line.pk: line for line in rows.filter(pk__in=keys).order_by("pk")}


@cache
def _question(model: type[Entry]) -> Question:
    """Return the question that finds which lines are there: almost always none, a phone seldom writes one again."""
    return Question(
        f"SELECT id FROM {model._meta.db_table} WHERE structure_id = :structure AND id IN :keys",  # noqa: S608
        columns_of(model, "id"),
    )


def _made(model: type[Line], put: Put, columns: Mapping[str, Any], batch: _Batch) -> Line:
    origin = put.origin
    # Lines without outing are made by the app that has such (voices), and only merged here.
    assert put.outing is not None
    line = model(
        id=put.entry,
        structure_id=put.outing.structure_id,
        outing=put.outing,
        made_by=origin.membership,
        device=origin.device,
        made_at=origin.made_at,
        received_at=origin.received_at,
        created_at=origin.received_at,
        updated_at=origin.received_at,
        **columns,
    )
    for name, value in _written(model, put).items():
        setattr(line, name, value)
        _set_clock(line, name, origin.clock)
    batch.new.append(line)
    return line


def _merge(line: Entry, put: Put, batch: _Batch, reason: str) -> None:
    """Write on ``line`` the fields that win, and keep in the history what lost."""
    origin, makes_it = put.origin, put.origin.clock == put.entry
    if makes_it:
        # A later writing came first: who made the line, and when, is said by this one.
        line.made_by, line.device, line.made_at = origin.membership, origin.device, origin.made_at
        batch.changed[line.pk] = line
    for name, value in _written(type(line), put).items():
        shown, wins = getattr(line, name), origin.clock >= line.clock_of(name)
        if wins:
            setattr(line, name, value)
            _set_clock(line, name, origin.clock)
            batch.changed[line.pk] = line
        if shown != value and not (wins and makes_it):
            batch.edits.append(edit_of(line, name, shown, value, origin, won=wins, reason=reason))
    line.updated_at = max(line.updated_at, origin.received_at)


def _set_clock(line: Entry, name: str, clock: UUID) -> None:
    """Remember the writing of a field, unless it is the one that made the line: its key says it already."""
    if clock != line.pk:
        line.clocks[name] = clock.hex


def edit_of(
    line: Entry, name: str, before: object, after: object, origin: Origin, *, won: bool = True, reason: str = ""
) -> Edit:
    """Return, not saved, the history of one field of ``line``."""
    secret = name in line.UNREPEATED
    return Edit(
        structure_id=line.structure_id,
        outing_id=line.outing_id,
        kind=line._meta.label_lower.partition(".")[2],
        entry_id=line.pk,
        field=name,
        before=None if secret else _plain(before),
        after=None if secret else _plain(after),
        clock=origin.clock,
        won=won,
        reason=reason,
        made_by=origin.membership,
        at=origin.made_at,
        created_at=origin.received_at,
        updated_at=origin.received_at,
    )


def _written(model: type[Entry], put: Put) -> dict[str, Any]:
    """Return the fields of ``put`` that the model lets write, as its columns hold them."""
    return {
        name: _column_value(model._meta.get_field(name), put.fields[name])
        for name in model.EDITABLE
        if name in put.fields
    }


def _column_value(column: Any, value: Any) -> Any:
    if value is None and not column.null:
        return column.get_default()
    if isinstance(column, models.JSONField):
        return _plain(value)
    return column.to_python(value)


def _plain(value: Any) -> Any:
    """Return what JSON holds: keys, members of lists and enumerations become their text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _write(model: type[Entry], batch: _Batch) -> None:
    insert_rows(batch.new)
    # A line made and merged in one batch is already written whole.
    changed = [line for pk, line in batch.changed.items() if pk not in {line.pk for line in batch.new}]
    if changed:
        columns = [*model.EDITABLE, "clocks", "made_by", "device", "made_at", "updated_at"]
        model._default_manager.bulk_update(changed, columns)
    insert_rows(batch.edits)
