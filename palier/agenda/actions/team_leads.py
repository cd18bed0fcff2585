"""What a lead does with a team: add, remove, place somebody who waits, call those who are free."""

from datetime import datetime, timedelta

from django.db import transaction

from palier.agenda.actions.team_seats import (
    TeamFull,
    TeamRefusal,
    call_team,
    fill_places,
    lock_outing,
    note_team,
    place,
    require_open,
    seat,
    set_state,
)
from palier.agenda.enums import ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import team_of
from palier.audit.actor import Actor
from palier.structures.models import Membership

LEAD_CALLS_EVERY = timedelta(hours=1)


class AlreadyPlaced(TeamRefusal):
    """This person does not wait any more."""


class CalledAlready(TeamRefusal):
    """The team was called a short while ago, or the outing has begun."""


@transaction.atomic
def add_member(*, outing: Outing, membership: Membership, role: str, by: Actor, now: datetime) -> Participation:
    """Put a member in a team, in the waiting list when it is full, and return their participation.

    A lead may add somebody who goes elsewhere at these hours: the conflicts of the outing say so. Raises OutingClosed.
    """
    locked = lock_outing(outing)
    require_open(locked, now)
    entry = seat(team_of(locked), membership, role=role, now=now)
    note_team(locked, f"{membership.name} ajouté·e à l'équipe", by=by, now=now)
    return entry


@transaction.atomic
def remove_member(
    *, participation: Participation, by: Actor, now: datetime, origin: str
) -> tuple[Participation, list[Participation]]:
    """Take somebody out of a team, and return their participation and those whom the waiting list gives.

    Raises OutingClosed.
    """
    locked = lock_outing(participation.outing)
    require_open(locked, now)
    entry = Participation.objects.select_related("membership").get(pk=participation.pk)
    set_state(entry, ParticipationState.DESISTE, now=now)
    note_team(locked, f"{entry.membership.name} retiré·e de l'équipe", by=by, now=now)
    return entry, fill_places(locked, now=now, origin=origin)


@transaction.atomic
def place_waiting(*, participation: Participation, by: Actor, now: datetime) -> Participation:
    """Give a free place to somebody who waits, whatever their rank. Raises TeamFull, OutingClosed, AlreadyPlaced."""
    locked = lock_outing(participation.outing)
    require_open(locked, now)
    team = team_of(locked)
    entry = next((waiting for waiting in team.waiting if waiting.pk == participation.pk), None)
    if entry is None:
        raise AlreadyPlaced("Cette personne n'est plus en liste d'attente.")
    if not team.free:
        raise TeamFull("Il n'y a plus de place : retirez d'abord quelqu'un, ou augmentez le nombre de places.")
    place(entry, now=now)
    if team.to_replace:
        set_state(team.to_replace[0], ParticipationState.DESISTE, now=now)
    note_team(locked, f"{entry.membership.name} vient de la liste d'attente", by=by, now=now)
    return entry


@transaction.atomic
def call_for_team(*, outing: Outing, by: Actor, now: datetime, origin: str) -> Outing:
    """Ask by mail those who are free, at a lead's wish, and return the outing. Raises OutingClosed, CalledAlready."""
    locked = lock_outing(outing)
    require_open(locked, now)
    if not call_team(locked, now=now, origin=origin, every=LEAD_CALLS_EVERY):
        raise CalledAlready("L'équipe a été appelée il y a moins d'une heure, ou la sortie a commencé.")
    note_team(locked, "Appel à l'équipe envoyé", by=by, now=now)
    return locked
