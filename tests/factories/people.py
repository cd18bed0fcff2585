"""Invented people and the structures they belong to."""

from itertools import count

from django.test import Client

from palier.accounts.models import User
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership, Structure

PASSWORD = "une phrase que je retiens"
_numbers = count(1)


def make_structure(name: str = "") -> Structure:
    """Return a saved structure of an invented commune."""
    return Structure.objects.create(
        name=name or f"Centre social numéro {next(_numbers)}", departement="38", commune="Valbrune"
    )


def make_user(email: str = "", *, password: str = PASSWORD, **fields: object) -> User:
    """Return a saved account that belongs to no structure."""
    return User.objects.create_user(
        email or f"personne{next(_numbers)}@exemple.fr", password, **{"name": "Awa Perrin", **fields}
    )


def make_member(role: Role = Role.REFERENT, *, structure: Structure | None = None, **fields: object) -> User:
    """Return a saved account that holds ``role`` in a structure."""
    user = make_user(**fields)
    Membership.objects.create(
        structure=structure or make_structure(), user=user, status=MembershipStatus.SALARIE, role=role
    )
    return user


def logged_in(user: User) -> Client:
    """Return a browser of ``user``, without going through the log-in page."""
    client = Client()
    client.force_login(user)
    return client
