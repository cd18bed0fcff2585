"""The first structure of an instance, and the first person in it: what the command line does, since nobody can yet."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import structure_scope
from palier.structures.actions.invitations import invite
from palier.structures.actions.leads import lead_role
from palier.structures.enums import MembershipStatus
from palier.structures.models import Invitation, Structure


@transaction.atomic
def found_structure(
    *, structure: Structure, email: str, person: str, by: Actor, now: datetime, origin: str
) -> Invitation:
    """Save a new structure, and return the invitation of its first lead: direction, or federation for a federation.

    Raises ValidationError when the structure exists already, or its card cannot be.
    """
    structure.created_at = structure.updated_at = now
    structure.full_clean()
    structure.save(force_insert=True)
    record(
        kind=AuditKind.STRUCTURE_CREATED,
        by=by,
        now=now,
        target_kind="structure",
        target_id=str(structure.pk),
        target_label=structure.name,
        structure_id=structure.pk,
    )
    # Nobody acts from it yet: its door is opened, and nothing else.
    with structure_scope(structure.pk):
        return invite(
            structure=structure,
            email=email,
            name=person,
            status=MembershipStatus.SALARIE,
            role=lead_role(structure),
            invited_by=None,
            by=by,
            now=now,
            origin=origin,
        )
