"""Give back an account whose second factor is lost."""

from datetime import datetime

from django.db import transaction

from palier.accounts.devices import close_devices
from palier.accounts.models import Device, User
from palier.accounts.second_factor import remove_factors
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.actions.members import note_member
from palier.structures.models import Membership
from palier.structures.permissions import SECOND_FACTOR_ROLES

TOLD = "Double vérification retirée : appareil perdu"


class FactorKept(Exception):  # noqa: N818 (the name says what happened)
    """The second factor is not for this person to take away. The message is French."""


@transaction.atomic
def take_factor_away(*, member: Membership, taken_by: Membership, by: Actor, now: datetime) -> int:
    """Erase the second factor of a member who lost it, close their devices, and return how many factors there were.

    Raises FactorKept for one's own, and for somebody who leads another structure too: a direction must not weaken the
    door of a structure that is not its own.
    """
    if member.pk == taken_by.pk:
        raise FactorKept("Vous ne pouvez pas retirer la vôtre ici : une autre personne de la direction le peut.")
    places = _places_of(member.user)
    if any(place.role in SECOND_FACTOR_ROLES and place.structure_id != member.structure_id for place in places):
        raise FactorKept("Cette personne dirige aussi une autre structure : seul le serveur peut la retirer.")
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
