"""Sign up for an outing, give up one's place, take the place of somebody who cannot come."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from palier.agenda.actions.team_seats import (
    OutingClosed,
    TeamRefusal,
    call_team,
    fill_places,
    lock_outing,
    note_team,
    require_open,
    seat,
    set_state,
    warn_when_incomplete,
)
from palier.agenda.enums import ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import OPEN, Team, outing_at_the_same_time, team_of
from palier.audit.actor import Actor
from palier.core.dates import date_format
from palier.structures.models import Membership


class AlreadyElsewhere(TeamRefusal):
    """This person goes to another outing at these hours."""


class PlaceTaken(TeamRefusal):
    """Somebody else was faster, or nobody is looked for any more."""


class NotInTheTeam(TeamRefusal):
    """This person has no place to give up."""


@transaction.atomic
def join_outing(*, outing: Outing, membership: Membership, role: str, by: Actor, now: datetime) -> Participation:
    """Sign a member up with the role they wish, and return their participation: INSCRIT, or ATTENTE when it is full.

    Signing up twice changes the role only. Raises OutingClosed, AlreadyElsewhere.
    """
    locked, team = _open_to(outing, membership, now)
    # Places given to the outing since, or left by who is gone, go to those who wait before whoever comes now.
    if team.free and team.waiting and fill_places(locked, now=now):
        team = team_of(locked)
    before = team.of(membership.pk)
    entry = seat(team, membership, role=role, now=now)
    if before is None or before.state != entry.state:
        note_team(locked, f"{membership.name} : {_state_words(entry)}", by=by, now=now)
    return entry


@transaction.atomic
def take_place(*, outing: Outing, membership: Membership, role: str, by: Actor, now: datetime) -> Participation:
    """Give a member the place that somebody is looked for, and return their participation. The first one has it.

    Raises PlaceTaken, OutingClosed, AlreadyElsewhere.
    """
    locked, team = _open_to(outing, membership, now)
    mine = team.of(membership.pk)
    if mine is not None and mine in team.present:
        return mine
    if not team.wanted:
        raise PlaceTaken("Quelqu'un vient de prendre cette place : merci d'avoir répondu.")
    entry = seat(team, membership, role=role, now=now)
    note_team(locked, f"{membership.name} prend la place demandée", by=by, now=now)
    return entry


@transaction.atomic
def leave_outing(*, outing: Outing, membership: Membership, by: Actor, now: datetime, origin: str) -> Participation:
    """Let a member give up their place, and return their participation.

    The first of the waiting list takes it (the participation is then DESISTE); with nobody waiting it is A_REMPLACER,
    and those who are free are asked by mail. ``origin`` begins the links of the letters. A confirmed outing stays
    confirmed: when it falls under the people it needs, its page and the leads are told. Raises OutingClosed,
    NotInTheTeam.
    """
    locked = lock_outing(outing)
    if locked.state not in OPEN or locked.ends_at <= now:
        raise OutingClosed("Cette sortie a commencé, est terminée ou annulée : on ne s'en retire plus ici.")
    team = team_of(locked)
    entry = team.of(membership.pk)
    if entry is None:
        raise NotInTheTeam("Vous n'êtes pas dans l'équipe de cette sortie.")
    if entry in team.to_replace:
        return entry
    was_waiting = entry in team.waiting
    set_state(entry, ParticipationState.DESISTE if was_waiting else ParticipationState.A_REMPLACER, now=now)
    note_team(locked, f"{membership.name} ne peut plus venir", by=by, now=now)
    if not was_waiting:
        _find_somebody(locked, by=by, now=now, origin=origin)
        entry.refresh_from_db()
    return entry


def _find_somebody(outing: Outing, *, by: Actor, now: datetime, origin: str) -> None:
    placed = fill_places(outing, now=now, origin=origin)
    for entry in placed:
        note_team(outing, f"{entry.membership.name} vient de la liste d'attente", by=by, now=now)
    if placed:
        return
    call_team(outing, now=now, origin=origin)
    if warn_when_incomplete(outing, origin=origin):
        note_team(outing, "Équipe incomplète : la sortie reste confirmée, un remplacement est demandé", by=by, now=now)


def _open_to(outing: Outing, membership: Membership, now: datetime) -> tuple[Outing, Team]:
    """Return the outing, locked, and its team, if this member may join it."""
    locked = lock_outing(outing)
    require_open(locked, now)
    # Locked after the outing, always: the same person cannot join two outings at the same hours at the same moment.
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    other = outing_at_the_same_time(locked, membership)
    if other is not None:
        start = localtime(other.starts_at)
        raise AlreadyElsewhere(
            f"Vous êtes déjà dans l'équipe d'une autre sortie à ces heures : {other}, {other.place}, "
            f"{date_format(start, 'j F')} à {date_format(start, 'G:i')}. Retirez-vous d'abord de celle-là."
        )
    return locked, team_of(locked)


def _state_words(entry: Participation) -> str:
    return "en liste d'attente" if entry.state == ParticipationState.ATTENTE else "inscrit·e"
