"""A structure with an outing to come, a lead, and people who may go: what the tests of teams start from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import Team, team_of
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership, Structure
from tests.factories.outings import make_outing, make_place
from tests.factories.people import actor_for, make_membership, make_structure

NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
ORIGIN = "http://testserver/"


@dataclass(frozen=True)
class Crew:
    """``outing`` is a draft on Thursday 11 March 2027 with two places; nobody is in its team."""

    structure: Structure
    lead: Membership
    outing: Outing

    def member(self, name: str, status: MembershipStatus = MembershipStatus.BENEVOLE, **fields: Any) -> Membership:
        """Return a new équipier·e of the structure."""
        return make_membership(Role.EQUIPIER, structure=self.structure, status=status, name=name, **fields)

    def as_actor(self, member: Membership) -> dict[str, Any]:
        """Return who acts and when, as the actions take them."""
        return {"by": actor_for(member), "now": NOW}

    def team(self, outing: Outing | None = None) -> Team:
        """Return the team as the database holds it."""
        with structure_scope(self.structure.pk):
            return team_of(Outing.objects.select_related("place").get(pk=(outing or self.outing).pk))

    def audited(self) -> list[tuple[str, str]]:
        """Return what the audit holds: kind and detail, the oldest first."""
        with structure_scope(self.structure.pk):
            return list(AuditEntry.objects.order_by("at", "pk").values_list("kind", "detail"))


def make_crew(name: str = "Centre du Belvédère", **fields: Any) -> Crew:
    """Return a crew of the structure called ``name``; ``fields`` are those of the outing."""
    structure = make_structure(name)
    lead = make_membership(Role.REFERENT, structure=structure, name="Nadia Roche")
    values = {"state": OutingState.BROUILLON, "largest_team": 2, "name": "Café du jeudi", **fields}
    place = make_place(structure, "Square des Tilleuls")
    return Crew(structure, lead, make_outing(structure, place=place, **values))


def in_order(entries: list[Participation]) -> list[str]:
    """Return the first names of a list of a team, in its order."""
    return [entry.membership.name.split()[0] for entry in entries]


def names(entries: list[Participation]) -> list[str]:
    """Return the first names of a list of a team, by alphabet: those who joined at one instant have no order."""
    return sorted(in_order(entries))
