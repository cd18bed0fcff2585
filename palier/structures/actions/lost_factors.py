"""Give back an account whose second factor is lost."""

from datetime import datetime

from django.db import transaction

from palier.accounts.devices import close_devices
from palier.accounts.models import Device, User
from palier.accounts.second_factor import remove_factors
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.actions.leads import RoleRefused, check_role
from palier.structures.actions.members import note_member
from palier.structures.enums import Permission, Role
from palier.structures.models import Membership
from palier.structures.permissions import ROLE_PERMISSIONS

# What a second factor is asked for: naming others and the structure's secrets, and taking names away.
GUARDED = frozenset({Permission.MEMBERS_MANAGE, Permission.PARTNERS_EXPORT, Permission.TRAININGS_READ})
TOLD = "Double vérification retirée : appareil perdu"


class FactorKept(Exception):  # noqa: N818 (the name says what happened)
    """The second factor is not for this person to take away. The message is French."""


@transaction.atomic
def take_factor_away(*, member: Membership, taken_by: Membership, by: Actor, now: datetime) -> int:
    """Erase the second factor of a member who lost it, close their devices, and return how many factors there were.

    Raises FactorKept for one's own, for somebody who left, for a role that ``taken_by`` may not take away, and for
    somebody whose factor guards another structure too: a direction must not weaken a door that is not its own.
    """
    if member.pk == taken_by.pk:
        raise FactorKept("Vous ne pouvez pas retirer la vôtre ici : une autre personne de la direction le peut.")
    if not member.is_active:
        raise FactorKept("Cette personne n'est plus dans l'équipe : sa double vérification ne dépend plus de vous.")
    try:
        check_role(member.role, giver=taken_by, structure=member.structure)
    except RoleRefused as refusal:
        raise FactorKept(str(refusal)) from refusal
    elsewhere = [place for place in _places_of(member.user) if place.structure_id != member.structure_id]
    if any(ROLE_PERMISSIONS[Role(place.role)] & GUARDED for place in elsewhere):
        raise FactorKept("Cette personne a des droits dans une autre structure : seul le serveur peut la retirer.")
    return _take_away(member.user, [member], by=by, now=now)


@transaction.atomic
def take_factor_away_on_the_server(*, user: User, by: Actor, now: datetime) -> int:
    """Do the same from the command line, where whoever types already holds the database; each structure is told."""
    return _take_away(user, _places_of(user), by=by, now=now)


def _take_away(user: User, told_in: list[Membership], *, by: Actor, now: datetime) -> int:
    erased = remove_factors(user)
    close_devices(Device.objects.filter(user=user, closed_at=None), now=now)
    for place in told_in:
        note_member(AuditKind.SECOND_FACTOR_CHANGED, place, by=by, now=now, detail=TOLD)
    return erased


def _places_of(user: User) -> list[Membership]:
    # The places of one account, in whatever structures: only their roles are read.
    with across_structures():
        return list(Membership.objects.filter(user=user, ended_at=None))
