"""Read who goes out: present, waiting, to be replaced. Asked inside the scope of a structure.

Somebody who left the structure before an outing is not present any more: a place kept for them reads as « à
remplacer ». No action has to be called at the departure, and a return gives the place back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.rules import people_needed
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import ROLE_PERMISSIONS

# States in which a team may still change.
OPEN = (OutingState.BROUILLON, OutingState.CONFIRMEE)
# States in which somebody is taken at these hours.
TAKING = (*OPEN, OutingState.EN_COURS)
STAYED = Q(membership__ended_at=None) | Q(membership__ended_at__gt=F("outing__starts_at"))
# The participations that count as presence: use it in every count of people who go out.
PRESENT = Q(state=ParticipationState.INSCRIT) & STAYED
JOINING_ROLES = [role for role, rights in ROLE_PERMISSIONS.items() if Permission.OUTINGS_JOIN in rights]


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one outing, each list in the order of joining, every participation with its member."""

    outing: Outing
    present: list[Participation] = field(default_factory=list)
    waiting: list[Participation] = field(default_factory=list)
    to_replace: list[Participation] = field(default_factory=list)
    gone: list[Participation] = field(default_factory=list)

    @property
    def needed(self) -> int:
        """How many people it takes to confirm."""
        return people_needed(self.outing.smallest_team)

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return max(0, self.outing.largest_team - len(self.present))

    @property
    def missing(self) -> int:
        """How many people are missing for the outing to be confirmed, or to stay as it was."""
        return max(0, self.needed - len(self.present))

    @property
    def wanted(self) -> int:
        """How many people are looked for: those to replace and those missing, within the free places."""
        return min(self.free, max(self.missing, len(self.to_replace)))

    @property
    def is_incomplete(self) -> bool:
        """Whether a confirmed outing has lost somebody it cannot do without."""
        return self.outing.state == OutingState.CONFIRMEE and bool(self.missing)

    def of(self, membership_id: UUID | None) -> Participation | None:
        """Return the participation of a member who did not give up, or None."""
        everyone = (*self.present, *self.waiting, *self.to_replace)
        return next((entry for entry in everyone if entry.membership_id == membership_id), None)


def effective_state(participation: Participation, outing: Outing) -> ParticipationState:
    """Return where somebody stands: who left the structure before the outing is to be replaced, or gone."""
    ended_at = participation.membership.ended_at
    state = ParticipationState(participation.state)
    if ended_at is None or ended_at > outing.starts_at:
        return state
    kept = state in {ParticipationState.INSCRIT, ParticipationState.A_REMPLACER}
    return ParticipationState.A_REMPLACER if kept else ParticipationState.DESISTE


def teams_of(outings: Iterable[Outing]) -> dict[UUID, Team]:
    """Return the team of each outing by its id, in one query."""
    teams = {outing.pk: Team(outing) for outing in outings}
    found = (
        Participation.objects.filter(outing__in=list(teams)).select_related("membership").order_by("joined_at", "pk")
    )
    for entry in found:
        team = teams[entry.outing_id]
        lists = {
            ParticipationState.INSCRIT: team.present,
            ParticipationState.ATTENTE: team.waiting,
            ParticipationState.A_REMPLACER: team.to_replace,
            ParticipationState.DESISTE: team.gone,
        }
        lists[effective_state(entry, team.outing)].append(entry)
    return teams


def team_of(outing: Outing) -> Team:
    """Return the team of one outing, in one query."""
    return teams_of([outing])[outing.pk]


def busy_at(outing: Outing, memberships: Collection[UUID] | None = None) -> set[UUID]:
    """Return the ids of the members who are in the team of another outing at these hours; of some members if given."""
    found = Participation.objects.filter(
        PRESENT,
        outing__starts_at__lt=outing.ends_at,
        outing__ends_at__gt=outing.starts_at,
        outing__state__in=TAKING,
    ).exclude(outing=outing.pk)
    if memberships is not None:
        found = found.filter(membership__in=memberships)
    return set(found.values_list("membership_id", flat=True))


def outing_at_the_same_time(outing: Outing, membership: Membership) -> Outing | None:
    """Return another outing that a member is in the team of at these hours, with its place, or None."""
    overlapping = Participation.objects.filter(
        PRESENT,
        membership=membership,
        outing__starts_at__lt=outing.ends_at,
        outing__ends_at__gt=outing.starts_at,
        outing__state__in=TAKING,
    ).exclude(outing=outing.pk)
    found = overlapping.select_related("outing__place").order_by("outing__starts_at").first()
    return found.outing if found else None


def joining_members() -> QuerySet[Membership]:
    """Return those of the team who may go out, by name."""
    return Membership.objects.filter(ended_at=None, role__in=JOINING_ROLES, user__is_active=True).order_by("name", "pk")


def members_to_add(team: Team) -> QuerySet[Membership]:
    """Return those whom a lead may add to a team: all who are not in it."""
    inside = [entry.membership_id for entry in (*team.present, *team.waiting, *team.to_replace)]
    return joining_members().exclude(pk__in=inside)


def members_to_call(team: Team) -> list[Membership]:
    """Return, with their account, those who may be asked: active, with an address, free, and who did not say no."""
    told = {entry.membership_id for entry in (*team.present, *team.waiting, *team.to_replace, *team.gone)}
    away = told | busy_at(team.outing)
    found = joining_members().exclude(user__email=None).select_related("user")
    return [member for member in found if member.pk not in away]


def still_opens(outing: Outing, now: datetime) -> bool:
    """Tell whether one may join: not cancelled, not over."""
    return outing.state in TAKING and outing.ends_at > now
