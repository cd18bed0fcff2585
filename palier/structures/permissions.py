"""Which role may do what: roles are lists of permissions, checked by one plain function."""

from django.http import HttpRequest

from palier.accounts.models import Device, User
from palier.audit.actor import Actor
from palier.structures.enums import Permission, Role, StructureKind
from palier.structures.models import Membership

_FIELD = frozenset(
    {
        Permission.SHEETS_READ,
        Permission.TEAM_READ,
        Permission.PARTNERS_READ,
        Permission.PLACES_READ,
        Permission.OUTINGS_READ,
        Permission.OUTINGS_JOIN,
        Permission.FIELDLOG_WRITE,
        Permission.VOICES_READ,
    }
)
_LEAD = _FIELD | {
    Permission.SHEETS_EDIT,
    Permission.PHONES_ENROL,
    Permission.PARTNERS_EDIT,
    Permission.PARTNERS_EXPORT,
    Permission.TRAININGS_READ,
    Permission.TRAININGS_EDIT,
    Permission.PLACES_EDIT,
    Permission.OUTINGS_PLAN,
    Permission.MEETINGS_EDIT,
    Permission.FIELDLOG_READ,
    Permission.FIELDLOG_EDIT,
    Permission.RESIDENTS_CALL,
    Permission.VOICES_EDIT,
    Permission.RELAYS_SEND,
    Permission.BOARD_EDIT,
    Permission.FIGURES_READ,
}
_DIRECTION = _LEAD | {Permission.MEMBERS_MANAGE, Permission.STRUCTURE_EDIT, Permission.AUDIT_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EQUIPIER: _FIELD,
    Role.REFERENT: _LEAD,
    Role.DIRECTION: _DIRECTION,
    Role.LECTURE: frozenset({Permission.SHEETS_READ, Permission.FIGURES_READ}),
    # In its own structure only: what its centres write stays theirs.
    Role.FEDERATION: _DIRECTION,
}
# Those who can name others, change rights or see several structures: a stolen password must not be enough.
SECOND_FACTOR_ROLES = frozenset({Role.DIRECTION, Role.FEDERATION})


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the place that this request acts from, with its structure (the middleware finds it); None without any."""
    return getattr(request, "membership", None)


def can(membership: Membership | None, permission: Permission) -> bool:
    """Tell whether the role of ``membership`` holds ``permission``. Nobody holds none."""
    return membership is not None and permission in ROLE_PERMISSIONS[membership.acting_role]


def is_federation(membership: Membership | None) -> bool:
    """Tell whether ``membership`` looks after the structures of a federation."""
    return (
        membership is not None
        and membership.acting_role == Role.FEDERATION
        and membership.structure.kind == StructureKind.FEDERATION
    )


def needs_second_factor(membership: Membership) -> bool:
    """Tell whether this place is entered with a second proof only."""
    return membership.acting_role in SECOND_FACTOR_ROLES


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, for which structure, from which device. A visitor never acts: AssertionError."""
    assert isinstance(request.user, User)
    membership = membership_of(request)
    device: Device | None = getattr(request, "device", None)
    return Actor(
        id=str(request.user.pk),
        name=membership.name if membership else str(request.user),
        structure_id=membership.structure_id if membership else None,
        device=device.label if device else "",
    )
