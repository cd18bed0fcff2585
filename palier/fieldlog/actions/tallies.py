"""Count people met: steps that only add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from palier.agenda.models import Outing
from palier.audit.actor import Actor
from palier.core.inserting import insert_values
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.trail import record_fieldlog
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import Tally
from palier.fieldlog.origin import Origin


@dataclass(frozen=True, slots=True)
class NewTally:
    """One step in a cell of the grid of ``outing``; its key is the clock of ``origin``."""

    outing: Outing
    origin: Origin
    age: str = Age.NC
    gender: str = Gender.NC
    acquaintance: str = Acquaintance.NC
    contact: str = Contact.ECHANGE
    step: int = 1
    reason: str = ""


@transaction.atomic(savepoint=False)
def add_tallies(*, rows: Sequence[NewTally], into: Writing | None = None) -> None:
    """Write steps, and add them to the sums: to ``into``, which the caller notes, or at once without it.

    A key already written raises IntegrityError: the caller knows which operations it received.
    """
    if not rows:
        return
    writing = Writing() if into is None else into
    insert_values(Tally, [_columns(row) for row in rows])
    for row in rows:
        writing.tally(row.outing, (row.age, row.gender, row.acquaintance, row.contact), row.step, row.origin.made_at)
        writing.touch(row.outing, row.origin.received_at)
    if into is None:
        note_writing(writing=writing, now=rows[-1].origin.received_at)


@transaction.atomic
def correct_tallies(*, rows: Sequence[NewTally], by: Actor) -> None:
    """Add steps at a desk, with their reason, and say so in the audit; rows of one outing."""
    add_tallies(rows=rows)
    detail = "Comptage : " + ", ".join(f"{row.step:+d}" for row in rows)
    record_fieldlog(rows[0].outing, f"{detail}. {rows[0].reason}", by=by, now=rows[0].origin.received_at)


def _columns(row: NewTally) -> dict[str, Any]:
    origin = row.origin
    return {
        "id": origin.clock,
        "structure_id": row.outing.structure_id,
        "outing_id": row.outing.pk,
        "age": row.age,
        "gender": row.gender,
        "acquaintance": row.acquaintance,
        "contact": row.contact,
        "step": row.step,
        "reason": row.reason,
        "made_by_id": origin.membership.pk if origin.membership else None,
        "device": origin.device,
        "made_at": origin.made_at,
        "received_at": origin.received_at,
        "created_at": origin.received_at,
        "updated_at": origin.received_at,
    }
