"""Correct a line at a desk: with its reason, kept in its history and said in the audit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from palier.agenda.models import Outing
from palier.audit.actor import Actor
from palier.fieldlog.actions.entries import move_entries, restore_entry, withdraw_entry
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.trail import record_fieldlog
from palier.fieldlog.models import Entry
from palier.fieldlog.origin import Origin
from palier.structures.models import Membership


@transaction.atomic
def correct_entry(
    *, entry: Entry, fields: Mapping[str, Any], reason: str, editor: Membership, by: Actor, now: datetime
) -> list[str]:
    """Write ``fields`` again, after all that was written so far, and return the French names of those that changed."""
    shown = entry.written()
    put = Put(entry.outing, entry.pk, fields, _after(entry, editor, now))
    put_lines(model=type(entry), puts=[put], reason=reason)
    entry.refresh_from_db()
    changed = [_verbose(entry, name) for name, value in shown.items() if getattr(entry, name) != value]
    if changed:
        _record(entry, f"corrigée ({', '.join(changed)}). {reason}", by=by, now=now)
    return changed


@transaction.atomic
def withdraw_at_desk(*, entry: Entry, reason: str, editor: Membership, by: Actor, now: datetime) -> None:
    """Take a line back, with its reason; it stays, struck out."""
    withdraw_entry(entry=entry.pk, origin=_after(entry, editor, now), reason=reason, models=[type(entry)])
    _record(entry, f"retirée. {reason}", by=by, now=now)


@transaction.atomic
def restore_at_desk(*, entry: Entry, editor: Membership, by: Actor, now: datetime) -> None:
    """Give back a line that somebody took back."""
    restore_entry(entry=entry.pk, origin=_after(entry, editor, now), models=[type(entry)])
    _record(entry, "rétablie", by=by, now=now)


@transaction.atomic
def move_at_desk(
    *,
    entries: Collection[UUID],
    source: Outing,
    to: Outing,
    models: Sequence[type[Entry]],
    editor: Membership,
    by: Actor,
    now: datetime,
) -> set[UUID]:
    """Put lines and taps of ``source`` under ``to``, and return the keys of those known."""
    moved = move_entries(entries=entries, to=to, origin=Origin.desk(editor, now), models=models)
    lines = f"{len(moved)} lignes déplacées" if len(moved) > 1 else "Une ligne déplacée"
    record_fieldlog(source, f"{lines} vers une autre sortie ({to})", by=by, now=now)
    return moved


def _after(entry: Entry, editor: Membership, now: datetime) -> Origin:
    return Origin.desk(editor, now, entry.pk, *(UUID(clock) for clock in entry.clocks.values()))


def _verbose(entry: Entry, name: str) -> str:
    return str(getattr(entry._meta.get_field(name), "verbose_name", name))


def _record(entry: Entry, detail: str, *, by: Actor, now: datetime) -> None:
    record_fieldlog(entry.outing, capfirst(f"{entry._meta.verbose_name} {detail}"), by=by, now=now)
