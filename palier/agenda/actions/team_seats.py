"""The places of one outing: who changes them comes one after the other."""

from datetime import datetime, timedelta

from palier.agenda.enums import ParticipationState, TeamRole
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import Team, busy_at, still_opens, team_of
from palier.agenda.team_tasks import send_call, send_incomplete, send_place
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership

CALL_EVERY = timedelta(hours=12)


class TeamRefusal(Exception):  # noqa: N818 (the name says what happened)
    """The team cannot be changed in this way. The message is French, and shown."""


class OutingClosed(TeamRefusal):
    """The outing is cancelled, under way or over."""


class TeamFull(TeamRefusal):
    """Nobody more can be placed."""


def lock_outing(outing: Outing) -> Outing:
    """Return the outing, locked until the end of the transaction: its team is counted then changed by one at a time.

    Without it, two sign-ups at the same moment would both see the last free place.
    """
    locked: Outing = Outing.objects.select_for_update(of=("self",)).select_related("place").get(pk=outing.pk)
    return locked


def require_open(outing: Outing, now: datetime) -> None:
    """Raise OutingClosed unless one may still join."""
    if not still_opens(outing, now):
        raise OutingClosed("Cette sortie est annulée ou terminée : son équipe ne change plus.")


def seat(team: Team, membership: Membership, *, role: str, now: datetime) -> Participation:
    """Write ``membership`` in the team: placed when a place is free, at the end of the waiting list otherwise.

    A place taken answers the oldest replacement request. Who was there already is left where they are.
    """
    known = Participation.objects.filter(outing=team.outing, membership=membership).first()
    entry = known or Participation(
        structure_id=team.outing.structure_id, outing=team.outing, membership=membership, created_at=now
    )
    entry.role = role or entry.role or TeamRole.ECOUTE
    if known is None or known.state in {ParticipationState.DESISTE, ParticipationState.A_REMPLACER}:
        entry.joined_at, entry.promoted_at, entry.state = now, None, ParticipationState.ATTENTE
    if entry.state == ParticipationState.ATTENTE and team.free:
        entry.state = ParticipationState.INSCRIT
        answer_request(team, entry, now=now)
    entry.updated_at = now
    entry.save()
    return entry


def answer_request(team: Team, entry: Participation, *, now: datetime) -> None:
    """Close the oldest replacement request, now that ``entry`` has a place; one's own first."""
    requests = sorted(team.to_replace, key=lambda asked: asked.membership_id != entry.membership_id)
    if requests and requests[0].membership_id != entry.membership_id:
        set_state(requests[0], ParticipationState.DESISTE, now=now)


def set_state(entry: Participation, state: ParticipationState, *, now: datetime) -> None:
    """Write where somebody stands."""
    entry.state, entry.updated_at = state, now
    entry.save(update_fields=["state", "updated_at"])


def fill_places(outing: Outing, *, now: datetime, origin: str = "") -> list[Participation]:
    """Place those who wait, in the order of the list, while places are free; return them.

    The outing is locked. Who is elsewhere at these hours meanwhile keeps waiting. With ``origin`` they are told by
    mail. Call it too when an outing is given more places.
    """
    team = team_of(outing)
    if not team.free or not team.waiting:
        return []
    busy = busy_at(outing, [entry.membership_id for entry in team.waiting])
    placed = [entry for entry in team.waiting if entry.membership_id not in busy][: team.free]
    for entry, request in zip(placed, [*team.to_replace, *[None] * len(placed)], strict=False):
        place(entry, now=now)
        if request is not None:
            set_state(request, ParticipationState.DESISTE, now=now)
        if origin:
            send_place.enqueue(str(entry.pk), str(outing.structure_id), origin)
    return placed


def place(entry: Participation, *, now: datetime) -> None:
    """Give a place to somebody who waited."""
    entry.promoted_at = now
    entry.state, entry.updated_at = ParticipationState.INSCRIT, now
    entry.save(update_fields=["state", "promoted_at", "updated_at"])


def call_team(outing: Outing, *, now: datetime, origin: str, every: timedelta = CALL_EVERY) -> bool:
    """Have those who are free asked by mail, and tell whether it was done: not twice within ``every``."""
    if outing.starts_at <= now or (outing.called_at is not None and outing.called_at > now - every):
        return False
    outing.called_at = now
    outing.save(update_fields=["called_at"])
    send_call.enqueue(str(outing.pk), str(outing.structure_id), origin)
    return True


def warn_when_incomplete(outing: Outing, *, origin: str) -> bool:
    """Tell the leads when a confirmed outing has lost somebody it cannot do without; return whether it has."""
    incomplete = team_of(outing).is_incomplete
    if incomplete:
        send_incomplete.enqueue(str(outing.pk), str(outing.structure_id), origin)
    return incomplete


def note_team(outing: Outing, detail: str, *, by: Actor, now: datetime) -> None:
    """Write in the audit what happened to a team."""
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=detail,
        structure_id=outing.structure_id,
    )
