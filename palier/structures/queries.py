"""Reads about structures and members."""

from django.contrib.auth.models import AnonymousUser

from palier.accounts.models import User
from palier.structures.models import Membership


def membership_of(user: User | AnonymousUser) -> Membership | None:
    """Return the user's membership with its structure, or None (one structure a person for now)."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return Membership.objects.select_related("structure").filter(user=user).first()
