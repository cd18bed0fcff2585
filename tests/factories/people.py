"""Invented people and the structures they belong to."""

import time
from itertools import count

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client

from palier.accounts.models import User
from palier.audit.actor import Actor
from palier.core.tenancy import across_structures
from palier.structures.enums import MembershipStatus, Role, StructureKind
from palier.structures.models import Membership, Structure
from palier.structures.permissions import SECOND_FACTOR_ROLES

PASSWORD = "une phrase que je retiens"
_numbers = count(1)


def make_structure(name: str = "", **fields: object) -> Structure:
    """Return a saved structure of an invented commune."""
    values = {"kind": StructureKind.CENTRE_SOCIAL, "departement": "38", "commune": "Valbrune", **fields}
    return Structure.objects.create(name=name or f"Centre social numéro {next(_numbers):05d}", **values)


def make_federation(name: str = "", **fields: object) -> Structure:
    """Return a saved federation."""
    return make_structure(name or f"Fédération numéro {next(_numbers):05d}", kind=StructureKind.FEDERATION, **fields)


def make_user(email: str | None = "", *, password: str | None = PASSWORD, **fields: object) -> User:
    """Return a saved account that belongs to no structure; ``email=None`` for one without an address."""
    if email == "":
        email = f"personne{next(_numbers):05d}@exemple.fr"
    return User.objects.create_user(email, password, **{"name": "Awa Perrin", **fields})


def make_membership(
    role: Role = Role.REFERENT,
    *,
    structure: Structure | None = None,
    user: User | None = None,
    status: MembershipStatus = MembershipStatus.SALARIE,
    **fields: object,
) -> Membership:
    """Return a saved place in a structure; ``fields`` are those of the account made for it."""
    if structure is None:
        structure = make_federation() if role == Role.FEDERATION else make_structure()
    user = user or make_user(**fields)
    return Membership.objects.create(structure=structure, user=user, name=user.name, status=status, role=role)


def make_member(role: Role = Role.REFERENT, *, structure: Structure | None = None, **fields: object) -> User:
    """Return a saved account that holds ``role`` in a structure."""
    return make_membership(role, structure=structure, **fields).user


def logged_in(user: User) -> Client:
    """Return a browser of ``user``, without going through the log-in page.

    Who needs a second factor has one, shown just now.
    """
    client = Client()
    client.force_login(user)
    with across_structures():
        roles = set(user.memberships.values_list("role", flat=True))
    if roles & SECOND_FACTOR_ROLES:
        show_second_factor(client, user)
    return client


def show_second_factor(client: Client, user: User) -> None:
    """Give ``user`` an authenticator app, and let this browser's session have shown its code just now."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    session = client.session
    shown = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [*shown, {"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)  # whose they are, as allauth writes it
    session.save()


def actor_for(membership: Membership) -> Actor:
    """Return ``membership`` as the one who acts, for tests that call actions."""
    return Actor(id=str(membership.user_id), name=membership.name, structure_id=membership.structure_id, device="Test")
