"""Take lines back, give them back, put them under the outing they were meant for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from palier.agenda.models import Outing
from palier.fieldlog.actions.puts import edit_of, note_change
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.models import LINES, Edit, Entry, Tally
from palier.fieldlog.origin import Origin

Models = Sequence[type[Entry]]
# The clocks of what is not a field to fill in.
STANDING, PLACE = "withdrawn_at", "outing"


def withdraw_entry(
    *, entry: UUID, origin: Origin, reason: str = "", models: Models = LINES, into: Writing | None = None
) -> bool:
    """Take one line back, and tell whether it was known (see ``withdraw_entries``)."""
    return bool(withdraw_entries(entries={entry: origin}, reason=reason, models=models, into=into))


def withdraw_entries(
    *, entries: Mapping[UUID, Origin], reason: str = "", models: Models = LINES, into: Writing | None = None
) -> set[UUID]:
    """Take lines of any of ``models`` back, and return the keys of those known. They stay, struck out, uncounted.

    What is sealed in them (UNREPEATED) is erased for good: a line given back has no name any more.
    """
    return _stand(entries, models, stands=False, reason=reason, into=into)


def restore_entry(*, entry: UUID, origin: Origin, models: Models = LINES, into: Writing | None = None) -> bool:
    """Give back a line that somebody took back, and tell whether it was known."""
    return bool(_stand({entry: origin}, models, stands=True, reason="", into=into))


@transaction.atomic(savepoint=False)
def move_entries(
    *,
    entries: Collection[UUID],
    to: Outing,
    origin: Origin,
    models: Models = LINES,
    with_tallies: bool = True,
    into: Writing | None = None,
) -> set[UUID]:
    """Put lines and taps under the outing ``to``, and return the keys of those known, moved or already there.

    An outing that everything left may change again. A caller with ``into`` notes it after, in the same transaction.
    """
    writing, now = Writing() if into is None else into, origin.received_at
    known: set[UUID] = set()
    for model in models:
        known |= _move_lines(model, entries, to, origin, writing)
    if with_tallies:
        known |= _move_tallies(entries, to, origin, writing)
    if known:
        writing.touch(to, now)
    if into is None:
        note_writing(writing=writing, now=now)
    return known


@transaction.atomic(savepoint=False)
def _stand(
    entries: Mapping[UUID, Origin], models: Models, *, stands: bool, reason: str, into: Writing | None
) -> set[UUID]:
    writing = Writing() if into is None else into
    known: set[UUID] = set()
    for model in models:
        lines = _held(model, entries)
        known |= {line.pk for line in lines}
        changed = [line for line in lines if _wins(line, STANDING, entries[line.pk]) and line.stands != stands]
        if not changed:
            continue
        Edit.objects.bulk_create(
            [edit_of(line, STANDING, not line.stands, not stands, entries[line.pk], reason=reason) for line in changed]
        )
        for line in changed:
            before = line.sums
            _set_standing(line, entries[line.pk], stands=stands, reason=reason)
            note_change(writing, line, before, line.sums)
        columns = ["withdrawn_at", "withdrawn_by", "withdraw_reason", "clocks", "updated_at", *model.UNREPEATED]
        model._default_manager.bulk_update(changed, columns)
    if into is None and entries:
        note_writing(writing=writing, now=max(origin.received_at for origin in entries.values()))
    return known


def _set_standing(line: Entry, origin: Origin, *, stands: bool, reason: str) -> None:
    line.withdrawn_at = None if stands else origin.made_at
    line.withdrawn_by = None if stands else origin.membership
    line.withdraw_reason = "" if stands else reason
    for column in line._meta.concrete_fields:
        if column.name in line.UNREPEATED and not stands:
            setattr(line, column.name, column.get_default())
    line.clocks[STANDING] = origin.clock.hex
    line.updated_at = origin.received_at


def _move_lines(model: type[Entry], keys: Iterable[UUID], to: Outing, origin: Origin, writing: Writing) -> set[UUID]:
    lines = _held(model, keys)
    changed = [line for line in lines if line.outing_id != to.pk and _wins(line, PLACE, origin)]
    if changed:
        Edit.objects.bulk_create([edit_of(line, PLACE, line.outing_id, to.pk, origin) for line in changed])
    for line in changed:
        writing.left.add(line.outing_id)
        note_change(writing, line, line.sums, {})
        line.outing, line.updated_at = to, origin.received_at
        line.clocks[PLACE] = origin.clock.hex
        note_change(writing, line, {}, line.sums)
    if changed:
        model._default_manager.bulk_update(changed, ["outing", "clocks", "updated_at"])
    return {line.pk for line in lines}


def _move_tallies(keys: Iterable[UUID], to: Outing, origin: Origin, writing: Writing) -> set[UUID]:
    held = Tally.objects.select_for_update(of=("self",)).select_related("outing")
    tallies = list(held.filter(pk__in=list(keys)).order_by("pk"))
    moved = [tally for tally in tallies if tally.outing_id != to.pk]
    for tally in moved:
        writing.left.add(tally.outing_id)
        writing.tally(tally.outing, tally.cell, -tally.step, tally.made_at)
        writing.tally(to, tally.cell, tally.step, tally.made_at)
    Tally.objects.filter(pk__in=[tally.pk for tally in moved]).update(outing=to, updated_at=origin.received_at)
    return {tally.pk for tally in tallies}


def _held(model: type[Entry], keys: Iterable[UUID]) -> list[Entry]:
    rows = model._default_manager.select_for_update(of=("self",)).select_related("outing")
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


def _wins(line: Entry, name: str, origin: Origin) -> bool:
    return origin.clock >= line.clock_of(name)
