"""Which role may do what: roles are lists of permissions, checked by one plain function."""

from django.contrib.auth.models import AnonymousUser

from palier.accounts.models import User
from palier.structures.enums import Permission, Role
from palier.structures.models import Membership

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EQUIPIER: frozenset({Permission.SHEETS_READ}),
    Role.REFERENT: frozenset({Permission.SHEETS_READ, Permission.SHEETS_EDIT}),
    Role.DIRECTION: frozenset({Permission.SHEETS_READ, Permission.SHEETS_EDIT}),
    Role.LECTURE: frozenset({Permission.SHEETS_READ}),
    Role.FEDERATION: frozenset({Permission.SHEETS_READ, Permission.SHEETS_EDIT}),
}


def membership_of(user: User | AnonymousUser) -> Membership | None:
    """Return the user's membership with its structure, or None (one structure a person for now)."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return Membership.objects.select_related("structure").filter(user=user).first()


def can(user: User | AnonymousUser, permission: Permission) -> bool:
    """Tell whether ``user`` holds ``permission`` in their structure. A member without a role holds none."""
    membership = membership_of(user)
    return membership is not None and permission in ROLE_PERMISSIONS[Role(membership.role)]
