"""What the team's part of an outing's page shows, to a member and to a lead."""

from dataclasses import dataclass, field
from datetime import datetime

from palier.agenda.enums import OutingState, ParticipationState, TeamRole
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import OPEN, Team, effective_state, members_to_add, still_opens, team_of
from palier.agenda.queries.team_rules import findings_of
from palier.agenda.rules import Finding, blocking
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can


@dataclass(frozen=True, slots=True)
class TeamPanel:
    """A team as ``membership`` sees it. ``findings`` and ``addable`` are for leads, and empty for others."""

    team: Team
    membership: Membership | None
    mine: Participation | None = None
    is_open: bool = False
    can_join: bool = False
    can_plan: bool = False
    to_come: bool = False
    findings: list[Finding] = field(default_factory=list)
    addable: list[Membership] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """Where the reader stands: a ParticipationState slug, "" for who is not in the team."""
        return effective_state(self.mine, self.team.outing) if self.mine else ""

    @property
    def rank(self) -> int:
        """The reader's rank on the waiting list, 1 for the first."""
        return next((rank for rank, entry in enumerate(self.team.waiting, 1) if entry == self.mine), 0)

    @property
    def was_placed(self) -> bool:
        """Whether a place became free for the reader, who waited."""
        return self.standing == ParticipationState.INSCRIT and bool(self.mine and self.mine.promoted_at)

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles one may wish."""
        return TeamRole.choices

    @property
    def can_leave(self) -> bool:
        """Whether the reader may give up a place, or a rank on the list."""
        placed = self.standing in {ParticipationState.INSCRIT, ParticipationState.ATTENTE}
        return self.can_join and placed and self.team.outing.state in OPEN

    @property
    def can_take(self) -> bool:
        """Whether the reader may answer a replacement request."""
        return self.can_join and bool(self.team.wanted) and self.standing in {"", ParticipationState.ATTENTE}

    @property
    def can_confirm(self) -> bool:
        """Whether the reader may confirm this draft."""
        return self.can_plan and self.is_open and self.team.outing.state == OutingState.BROUILLON

    @property
    def can_reopen(self) -> bool:
        """Whether the reader may make a draft of it again."""
        return self.can_plan and self.to_come and self.team.outing.state == OutingState.CONFIRMEE

    @property
    def can_call(self) -> bool:
        """Whether the reader may have those who are free asked by mail."""
        return self.can_plan and self.to_come and self.is_open and bool(self.team.wanted)

    @property
    def is_blocked(self) -> bool:
        """Whether a rule keeps from confirming."""
        return bool(blocking(self.findings))


def team_panel(outing: Outing, membership: Membership | None, now: datetime) -> dict[str, TeamPanel]:
    """Return the context of ``agenda/team_panel.html``: one query for a member, five at most for a lead."""
    team = team_of(outing)
    is_open = still_opens(outing, now)
    can_plan = can(membership, Permission.OUTINGS_PLAN)
    panel = TeamPanel(
        team=team,
        membership=membership,
        mine=team.of(membership.pk) if membership else None,
        is_open=is_open,
        can_join=is_open and can(membership, Permission.OUTINGS_JOIN),
        can_plan=can_plan,
        to_come=outing.starts_at > now,
        findings=findings_of([team])[outing.pk] if can_plan and is_open else [],
        addable=list(members_to_add(team)) if can_plan and is_open else [],
    )
    return {"team_panel": panel}
