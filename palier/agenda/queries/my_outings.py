"""Read the outings of one member: the next one, those that follow, where somebody is looked for, those behind."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import OPEN, Team, teams_of
from palier.structures.models import Membership

# How far ahead somebody is looked for, and how much of each list a phone shows.
AHEAD = timedelta(days=42)
MOST_COMING, MOST_PAST, MOST_WANTED = 40, 20, 10
KEPT = (ParticipationState.INSCRIT, ParticipationState.ATTENTE, ParticipationState.A_REMPLACER)


@dataclass(frozen=True, slots=True)
class MyOuting:
    """An outing with its place and its team, and where the member stands in it."""

    outing: Outing
    team: Team
    mine: Participation

    @property
    def is_sure(self) -> bool:
        """Whether the member goes: placed, and the outing is not cancelled."""
        return self.mine.state == ParticipationState.INSCRIT and self.outing.state != OutingState.ANNULEE

    @property
    def others(self) -> list[Participation]:
        """Those who go too."""
        return [entry for entry in self.team.present if entry.membership_id != self.mine.membership_id]


@dataclass(frozen=True, slots=True)
class MyOutings:
    """What « Mes sorties » shows; ``next`` is the first one that the member goes to."""

    next: MyOuting | None = None
    following: list[MyOuting] = field(default_factory=list)
    wanted: list[Team] = field(default_factory=list)
    past: list[Outing] = field(default_factory=list)


def my_outings(membership: Membership, now: datetime) -> MyOutings:
    """Return the outings of ``membership``, in five queries whatever their number."""
    coming = _coming(membership, now)
    sure = next((entry for entry in coming if entry.is_sure), None)
    return MyOutings(
        next=sure,
        following=[entry for entry in coming if entry is not sure],
        wanted=_wanted(coming, now),
        past=list(_past(membership, now)[:MOST_PAST]),
    )


def _coming(membership: Membership, now: datetime) -> list[MyOuting]:
    found = Participation.objects.filter(membership=membership, state__in=KEPT, outing__ends_at__gt=now)
    not_over = found.exclude(outing__state=OutingState.TERMINEE)
    mine = {
        entry.outing_id: entry
        for entry in not_over.select_related("outing__place", "outing__vehicle").order_by(
            "outing__starts_at", "outing_id"
        )[:MOST_COMING]
    }
    teams = teams_of(entry.outing for entry in mine.values())
    return [MyOuting(entry.outing, teams[pk], entry) for pk, entry in mine.items()]


def _wanted(coming: list[MyOuting], now: datetime) -> list[Team]:
    """Return the teams that look for somebody at hours when the member is free: those with a request first."""
    soon = Outing.objects.filter(state__in=OPEN, starts_at__gt=now, starts_at__lt=now + AHEAD)
    outings = list(soon.select_related("place").order_by("starts_at", "pk"))
    known: set[UUID] = {entry.outing.pk for entry in coming}
    taken = [entry.outing for entry in coming if entry.is_sure]
    free = [outing for outing in outings if outing.pk not in known and not _meets(outing, taken)]
    teams = [team for team in teams_of(free).values() if team.wanted]
    teams.sort(key=lambda team: not (team.to_replace or team.is_incomplete))
    return teams[:MOST_WANTED]


def _meets(outing: Outing, others: list[Outing]) -> bool:
    return any(outing.starts_at < other.ends_at and outing.ends_at > other.starts_at for other in others)


def _past(membership: Membership, now: datetime) -> QuerySet[Outing]:
    gone = Outing.objects.filter(team__membership=membership, team__state=ParticipationState.INSCRIT, ends_at__lte=now)
    return gone.select_related("place").order_by("-starts_at", "pk")
