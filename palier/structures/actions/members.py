"""Change what a member is, see a member leave and come back."""

from datetime import datetime

from django.db import transaction

from palier.accounts.devices import close_devices
from palier.accounts.models import Device
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.actions.leads import RoleRefused, check_role, keep_a_lead, lock_structure
from palier.structures.enums import MembershipStatus, Permission, Role
from palier.structures.models import EnrolledPhone, EnrolmentCode, Invitation, Membership
from palier.structures.permissions import can

FORMER_NAME = "Ancien membre"
NO_ADDRESS = (
    "Cette personne entre par un téléphone, sans adresse e-mail : elle garde le rôle Équipier·e. "
    "Pour lui donner un autre rôle, invitez-la à une adresse."
)


class NameReplaced(Exception):  # noqa: N818 (the name says what happened)
    """Too late: the name was replaced after the delay. The message is French."""


@transaction.atomic
def change_member(
    *, member: Membership, name: str, status: str, role: str, changed_by: Membership, by: Actor, now: datetime
) -> Membership:
    """Write a member's displayed name, status and role, and return the member. Nothing changed: nothing written.

    Raises LastLead when the structure would lose its last lead, RoleRefused when ``changed_by`` may not give this
    role or take the other away, or when the member has no e-mail address to log in with it.
    """
    structure = lock_structure(member.structure)
    kept = Membership.objects.select_for_update().get(pk=member.pk)
    if role != kept.role:
        check_role(role, giver=changed_by, structure=structure)
        check_role(kept.role, giver=changed_by, structure=structure)
        if role != Role.EQUIPIER and not member.user.email:
            raise RoleRefused(NO_ADDRESS)
        keep_a_lead(structure, without=kept)
    told = [
        f"{label} : {before} → {after}"
        for label, before, after in (
            ("nom", kept.name, name),
            ("statut", kept.get_status_display(), MembershipStatus(status).label),
            ("rôle", kept.get_role_display(), Role(role).label),
        )
        if before != after
    ]
    if not told:
        return kept
    kept.name, kept.status, kept.role, kept.updated_at = name, status, role, now
    kept.save(update_fields=["name", "status", "role", "updated_at"])
    told += _close_opened_doors(kept, now=now)
    note_member(AuditKind.MEMBER_CHANGED, kept, by=by, now=now, detail=", ".join(told))
    return kept


@transaction.atomic
def end_membership(*, member: Membership, ended_by: Membership, by: Actor, now: datetime) -> Membership:
    """See a member leave, and return the member. What they wrote stays, with their name until the delay is over.

    Their phones of this structure are closed, and their other devices too when they have no other place; the codes and
    the invitations that wait in their name end. Raises
    LastLead when the structure would lose its last lead, RoleRefused as ``change_member`` does.
    """
    structure = lock_structure(member.structure)
    kept = Membership.objects.select_for_update().get(pk=member.pk)
    if not kept.is_active:
        return kept
    check_role(kept.role, giver=ended_by, structure=structure)
    keep_a_lead(structure, without=kept)
    kept.ended_at, kept.updated_at = now, now
    kept.save(update_fields=["ended_at", "updated_at"])
    EnrolmentCode.objects.filter(membership=kept, used_at=None, cancelled_at=None).update(cancelled_at=now)
    closed = close_devices(_devices_to_close(kept), now=now)
    told = [f"{closed} appareil{'s' if closed > 1 else ''} fermé{'s' if closed > 1 else ''}"] if closed else []
    told += _close_opened_doors(kept, now=now)
    note_member(AuditKind.MEMBER_LEFT, kept, by=by, now=now, detail=", ".join(told))
    return kept


@transaction.atomic
def restore_member(*, member: Membership, restored_by: Membership, by: Actor, now: datetime) -> Membership:
    """Give somebody who left their place back, and return the member. Their phones have to be entered again.

    Raises NameReplaced when their name is gone, RoleRefused as ``change_member`` does.
    """
    structure = lock_structure(member.structure)
    kept = Membership.objects.select_for_update().get(pk=member.pk)
    check_role(kept.role, giver=restored_by, structure=structure)
    if kept.renamed_at is not None:
        raise NameReplaced("Le nom de cette personne a été effacé après le délai prévu : invitez-la de nouveau.")
    if kept.is_active:
        return kept
    kept.ended_at, kept.updated_at = None, now
    kept.save(update_fields=["ended_at", "updated_at"])
    note_member(AuditKind.MEMBER_RESTORED, kept, by=by, now=now)
    return kept


def note_member(kind: AuditKind, member: Membership, *, by: Actor, now: datetime, detail: str = "") -> None:
    """Write in the audit what happened to a member."""
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="membre",
        target_id=str(member.pk),
        target_label=member.name,
        detail=detail,
        structure_id=member.structure_id,
    )


@transaction.atomic
def note_member_export(*, count: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write in the audit that ``count`` members left as a file."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="équipe",
        target_label=f"Équipe ({file_format.upper()})",
        detail=f"{count} membre{'s' if count > 1 else ''}",
    )


def _close_opened_doors(member: Membership, *, now: datetime) -> list[str]:
    """End the QR codes and the invitations of who may show or send no more, and say in French what was ended.

    Otherwise somebody sent away could come back by a door that they opened the day before.
    """
    told = []
    if not (member.is_active and can(member, Permission.PHONES_ENROL)):
        shown = EnrolmentCode.objects.filter(shown_by=member, used_at=None, cancelled_at=None, expires_at__gt=now)
        codes = shown.update(cancelled_at=now, updated_at=now)
        told += [f"{codes} code{'s' if codes > 1 else ''} annulé{'s' if codes > 1 else ''}"] if codes else []
    if not (member.is_active and can(member, Permission.MEMBERS_MANAGE)):
        sent = Invitation.objects.filter(invited_by=member, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        count = sent.update(withdrawn_at=now, updated_at=now)
        told += [f"{count} invitation{'s' if count > 1 else ''} retirée{'s' if count > 1 else ''}"] if count else []
    return told


def _devices_to_close(member: Membership) -> list[Device]:
    """Return the phones of this place, or all the devices of an account that has no other one."""
    # The other places are in other structures: only whether there is one is asked.
    with across_structures():
        has_another = Membership.objects.filter(user=member.user_id, ended_at=None).exclude(pk=member.pk).exists()
    if not has_another:
        return list(Device.objects.filter(user=member.user_id, closed_at=None))
    phones = EnrolledPhone.objects.filter(membership=member, device__closed_at=None)
    return [phone.device for phone in phones.select_related("device")]
