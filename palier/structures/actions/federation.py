"""What a federation does with the structures of its network."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import structure_scope
from palier.structures.actions.invitations import invite
from palier.structures.actions.structures import write_structure
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Invitation, Membership, Structure


class AlreadyLed(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The structure has its direction: it alone invites from now on. The message is French."""


@transaction.atomic
def create_structure(*, structure: Structure, federation: Structure, by: Actor, now: datetime) -> Structure:
    """Save a new structure in the network of ``federation``, and return it. Raises StructureExists."""
    structure.federation = federation
    structure.created_at = structure.updated_at = now
    write_structure(structure)
    _note(AuditKind.STRUCTURE_CREATED, structure, federation, by=by, now=now)
    return structure


@transaction.atomic
def detach_structure(*, structure: Structure, federation: Structure, by: Actor, now: datetime) -> Structure:
    """Take a structure out of the network: it keeps everything, the federation no longer sees its card."""
    structure.federation, structure.updated_at = None, now
    structure.save(update_fields=["federation", "updated_at"])
    _note(AuditKind.STRUCTURE_CHANGED, structure, federation, by=by, now=now, detail="sortie de la fédération")
    # Its own direction reads it too.
    record(
        kind=AuditKind.STRUCTURE_CHANGED,
        by=by,
        now=now,
        target_kind="structure",
        target_id=str(structure.pk),
        target_label=structure.name,
        detail=f"sortie de la fédération {federation.name}",
        structure_id=structure.pk,
    )
    return structure


@transaction.atomic
def invite_first_direction(
    *, structure: Structure, name: str, email: str, by: Actor, now: datetime, origin: str
) -> Invitation:
    """Offer the direction of a structure that has none to an address, and return the invitation.

    Raises AlreadyLed when somebody leads it, AlreadyInvited when an invitation waits at this address.
    """
    # The federation acts inside one of its structures, to open its door and nothing else.
    with structure_scope(structure.pk):
        Structure.objects.select_for_update().get(pk=structure.pk)
        led = Membership.objects.filter(
            structure=structure, role=Role.DIRECTION, ended_at=None, user__is_active=True
        ).exists()
        if led:
            raise AlreadyLed("Cette structure a une direction : c'est elle qui invite désormais.")
        return invite(
            structure=structure,
            email=email,
            name=name,
            status=MembershipStatus.SALARIE,
            role=Role.DIRECTION,
            invited_by=None,
            by=by,
            now=now,
            origin=origin,
        )


def _note(
    kind: AuditKind, structure: Structure, federation: Structure, *, by: Actor, now: datetime, detail: str = ""
) -> None:
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="structure",
        target_id=str(structure.pk),
        target_label=structure.name,
        detail=detail,
        structure_id=federation.pk,
    )
