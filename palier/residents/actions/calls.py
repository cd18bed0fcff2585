"""Say what became of somebody to call back; let them take their consent back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.residents.actions.trail import record_resident
from palier.residents.enums import CallState
from palier.residents.models import Call, Consent, Resident
from palier.structures.models import Membership

# What a call can end with; « ne souhaite plus » erases the name, and is said apart.
OUTCOMES = (CallState.RAPPELE, CallState.INJOIGNABLE)


class ConsentTakenBack(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Nobody calls somebody who does not want it any more."""


class NotTheLastCall(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """A call is undone while it is the last one."""


@transaction.atomic
def note_call(
    *, resident: Resident, outcome: CallState, note: str, caller: Membership, by: Actor, now: datetime
) -> Call:
    """Write that ``caller`` tried to reach somebody, and return the call. Raises ConsentTakenBack."""
    held = _held(resident)
    if held.state == CallState.RETIRE:
        raise ConsentTakenBack("Cette personne ne souhaite plus être rappelée.")
    call: Call = Call.objects.create(
        structure_id=held.structure_id,
        resident=held,
        outcome=outcome,
        note=note,
        made_by=caller,
        at=now,
        created_at=now,
        updated_at=now,
    )
    _write_state(held, outcome, now, now=now)
    record_resident(AuditKind.RESIDENTS_CHANGED, held, outcome.label, by=by, now=now)
    return call


@transaction.atomic
def undo_call(*, resident: Resident, call_id: UUID, by: Actor, now: datetime) -> None:
    """Take back the last call, said by mistake. Raises NotTheLastCall, for another one or after a withdrawal."""
    held = _held(resident)
    calls = list(Call.objects.filter(resident=held).order_by("-at", "-pk")[:2])
    if held.state == CallState.RETIRE or not calls or calls[0].pk != call_id:
        raise NotTheLastCall("Cet appel n'est plus le dernier : il reste noté.")
    before = calls[1] if len(calls) > 1 else None
    calls[0].delete()
    state = CallState(before.outcome) if before else CallState.A_RAPPELER
    _write_state(held, state, before.at if before else None, now=now)
    record_resident(AuditKind.RESIDENTS_CHANGED, held, "Appel noté par erreur, annulé", by=by, now=now)


@transaction.atomic
def revoke_consent(*, resident: Resident, member: Membership, by: Actor, now: datetime) -> None:
    """Erase the name of somebody who does not want to be called any more. The line stays, counted, without a name.

    Doing it twice does no harm.
    """
    held = _held(resident)
    if held.state == CallState.RETIRE and not held.is_named:
        return
    held.sealed, held.state, held.updated_at = {}, CallState.RETIRE, now
    held.save(update_fields=["sealed", "state", "updated_at"])
    # What was noted of the calls may tell who it was.
    Call.objects.filter(resident=held).update(note="", updated_at=now)
    Consent.objects.filter(resident=held, revoked_at=None).update(revoked_at=now, revoked_by=member, updated_at=now)
    record_resident(AuditKind.ERASE_NAMED, held, "Ne souhaite plus : nom et contact effacés", by=by, now=now)


def _held(resident: Resident) -> Resident:
    held: Resident = (
        Resident.objects.select_for_update(of=("self",)).select_related("outing__place").get(pk=resident.pk)
    )
    return held


def _write_state(resident: Resident, state: CallState, called_at: datetime | None, *, now: datetime) -> None:
    resident.state, resident.called_at, resident.updated_at = state, called_at, now
    resident.save(update_fields=["state", "called_at", "updated_at"])
