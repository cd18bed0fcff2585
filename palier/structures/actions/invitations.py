"""Invite somebody by e-mail, and see them come."""

from datetime import datetime, timedelta

from django.db import transaction

from palier.accounts.models import User
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.actions.leads import check_role, lock_structure
from palier.structures.actions.members import note_member
from palier.structures.enums import Role
from palier.structures.invitation_tokens import token_hash, token_of
from palier.structures.models import Invitation, Membership, Structure
from palier.structures.tasks import send_invitation

VALIDITY = timedelta(days=7)
# An invitation names somebody who may never have come: past this delay after its end, it is erased.
KEPT_AFTER_END = timedelta(days=30)


class AlreadyMember(Exception):  # noqa: N818 (the name says what happened)
    """This person has a place in the structure already. The message is French."""


class AlreadyInvited(Exception):  # noqa: N818
    """An invitation waits for an answer at this address. The message is French."""


class InvitationClosed(Exception):  # noqa: N818
    """The invitation was used, withdrawn, or is too old. The message is French."""


class AccountExists(Exception):  # noqa: N818
    """The address has an account: its owner logs in to accept. The message is French."""


@transaction.atomic
def invite(
    *,
    structure: Structure,
    email: str,
    name: str,
    status: str,
    role: str,
    invited_by: Membership | None,
    by: Actor,
    now: datetime,
    origin: str,
) -> Invitation:
    """Offer a place to an address for seven days, have the mail written, and return the invitation.

    ``invited_by`` None is the command line. Raises AlreadyMember, AlreadyInvited (one that has ended is replaced),
    RoleRefused.
    """
    check_role(role, giver=invited_by, structure=structure)
    email = email.lower()
    lock_structure(structure)
    if Membership.objects.filter(structure=structure, user__email=email, ended_at=None).exists():
        raise AlreadyMember("Cette personne est déjà membre de la structure.")
    waiting = Invitation.objects.filter(structure=structure, email=email, accepted_at=None, withdrawn_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise AlreadyInvited("Une invitation attend déjà une réponse à cette adresse. Vous pouvez la renvoyer.")
    waiting.update(withdrawn_at=now)
    invitation = Invitation(
        structure=structure, email=email, name=name, status=status, role=role, invited_by=invited_by, created_at=now
    )
    _renew(invitation, now=now)
    invitation.save(force_insert=True)
    send_invitation.enqueue(str(invitation.pk), str(structure.pk), origin)
    _note(AuditKind.MEMBER_INVITED, invitation, by=by, now=now, detail=Role(role).label)
    return invitation


@transaction.atomic
def resend_invitation(
    *, invitation: Invitation, resent_by: Membership, by: Actor, now: datetime, origin: str
) -> Invitation:
    """Give an invitation seven more days and a new secret (the old link ends), and have the mail written again.

    Raises InvitationClosed when it was accepted or withdrawn, RoleRefused.
    """
    kept = _locked(invitation)
    if kept.accepted_at is not None or kept.withdrawn_at is not None:
        raise InvitationClosed("Cette invitation a été acceptée ou retirée : il n'y a plus rien à renvoyer.")
    check_role(kept.role, giver=resent_by, structure=kept.structure)
    _renew(kept, now=now)
    kept.save(update_fields=["token_hash", "expires_at", "updated_at"])
    send_invitation.enqueue(str(kept.pk), str(kept.structure_id), origin)
    _note(AuditKind.MEMBER_INVITED, kept, by=by, now=now, detail=f"{kept.get_role_display()}, renvoyée")
    return kept


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """Take an invitation back: its link ends at once. Raises InvitationClosed when it was accepted meanwhile."""
    kept = _locked(invitation)
    if kept.accepted_at is not None:
        raise InvitationClosed("Trop tard : cette invitation a déjà été acceptée.")
    if kept.withdrawn_at is None:
        kept.withdrawn_at, kept.updated_at = now, now
        kept.save(update_fields=["withdrawn_at", "updated_at"])
        _note(AuditKind.INVITATION_WITHDRAWN, kept, by=by, now=now)
    return kept


@transaction.atomic
def accept_with_new_account(
    *, invitation: Invitation, name: str, password: str, device: str, now: datetime
) -> Membership:
    """Open an account for the invited address, with its place, and return the place.

    Raises InvitationClosed, or AccountExists when the address has an account by now.
    """
    kept = _open_one(invitation, now=now)
    if User.objects.filter(email=kept.email).exists():
        raise AccountExists("Cette adresse a déjà un compte : connectez-vous pour accepter l'invitation.")
    user = User.objects.create_user(kept.email, password, name=name)
    return _take_place(kept, user, name=name, device=device, now=now)


@transaction.atomic
def accept_with_account(*, invitation: Invitation, user: User, device: str, now: datetime) -> Membership:
    """Give the invited account one more place, or the one it had before, and return the place.

    Raises InvitationClosed, also when the account has another address than the one invited.
    """
    kept = _open_one(invitation, now=now)
    if user.email != kept.email:
        raise InvitationClosed("Cette invitation est pour une autre adresse que celle de votre compte.")
    return _take_place(kept, user, name=kept.name, device=device, now=now)


def forget_invitations(now: datetime) -> int:
    """Erase the invitations that ended thirty days ago, accepted or not, and return how many."""
    # A job of the whole instance: the delay is the same everywhere.
    with across_structures():
        erased, _ = Invitation.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()
    return int(erased)


def _renew(invitation: Invitation, *, now: datetime) -> None:
    invitation.expires_at = now + VALIDITY
    invitation.updated_at = now
    invitation.token_hash = token_hash(token_of(invitation.pk, invitation.expires_at))


def _locked(invitation: Invitation) -> Invitation:
    with structure_scope(invitation.structure_id):
        found: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    found.structure = invitation.structure
    return found


def _open_one(invitation: Invitation, *, now: datetime) -> Invitation:
    kept = _locked(invitation)
    if kept.accepted_at is not None or kept.withdrawn_at is not None or kept.expires_at <= now:
        raise InvitationClosed("Cette invitation n'est plus valable.")
    return kept


def _take_place(invitation: Invitation, user: User, *, name: str, device: str, now: datetime) -> Membership:
    # The reader may be a visitor, or act from another structure: the place belongs to the invitation's.
    with structure_scope(invitation.structure_id):
        member = Membership.objects.select_for_update().filter(user=user).first()
        if member is None:
            member = Membership(structure=invitation.structure, user=user, created_at=now)
        if member._state.adding or not member.is_active:
            # Who was given their place back meanwhile keeps it as it is.
            member.name, member.status, member.role = name, invitation.status, invitation.role
            member.ended_at, member.renamed_at, member.updated_at = None, None, now
            member.save()
        invitation.accepted_at, invitation.updated_at = now, now
        invitation.save(update_fields=["accepted_at", "updated_at"])
        if invitation.invited_by_id is None:
            # Whoever founds a structure from outside may open its door to a first lead, not keep a second key.
            others = Invitation.objects.filter(invited_by=None, accepted_at=None, withdrawn_at=None)
            others.update(withdrawn_at=now, updated_at=now)
    by = Actor(id=str(user.pk), name=name, structure_id=invitation.structure_id, device=device)
    note_member(AuditKind.MEMBER_JOINED, member, by=by, now=now, detail=Role(invitation.role).label)
    return member


def _note(kind: AuditKind, invitation: Invitation, *, by: Actor, now: datetime, detail: str = "") -> None:
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="invitation",
        target_id=str(invitation.pk),
        target_label=invitation.name,
        detail=detail,
        structure_id=invitation.structure_id,
    )
