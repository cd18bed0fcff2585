"""Read the invitations."""

from datetime import datetime

from django.db.models import QuerySet

from palier.accounts.models import User
from palier.core.tenancy import across_structures
from palier.structures.invitation_tokens import token_hash
from palier.structures.models import Invitation, Structure


def waiting_invitations(structure: Structure) -> QuerySet[Invitation]:
    """Return the invitations that nobody accepted nor withdrew, those that ended too, the newest first."""
    waiting = Invitation.objects.filter(structure=structure, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("invited_by").order_by("-expires_at", "-id")


def invitation_of(token: str, *, now: datetime) -> tuple[Invitation | None, bool]:
    """Return the invitation that a secret opens, with its structure, and whether the secret is one at all.

    (None, True) is an invitation that was accepted, withdrawn, or is too old; (None, False) a secret nobody gave.
    """
    # The secret alone says in which structure: whoever holds it was invited there.
    with across_structures():
        found = Invitation.objects.filter(token_hash=token_hash(token))
        invitation = found.select_related("structure", "invited_by").first()
    if invitation is None:
        return None, False
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None and invitation.expires_at > now
    return (invitation if is_open else None), True


def has_account(email: str) -> bool:
    """Tell whether an address has an account. Only for who holds the secret of an invitation to this address."""
    return User.objects.filter(email=email.lower()).exists()
