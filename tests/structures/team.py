"""What the tests of a team share: an invented team, its browsers, its audit."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from tests.factories.people import logged_in, make_membership, make_structure

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Team:
    """A structure, its direction, an équipier·e, and the browser of each."""

    structure: Structure
    lead: Membership
    member: Membership

    @property
    def desk(self) -> Client:
        return logged_in(self.lead.user)

    @property
    def field(self) -> Client:
        return logged_in(self.member.user)


def make_team(name: str = "") -> Team:
    """Return a saved team of two."""
    structure = make_structure(name)
    lead = make_membership(Role.DIRECTION, structure=structure, name="Maryvonne Lek")
    return Team(structure, lead, make_membership(Role.EQUIPIER, structure=structure, name="Élodie Baud"))


def audited(structure: Structure | None) -> list[tuple[str, str, str]]:
    """Return what the audit of a structure says, oldest first: (kind, who, of what)."""
    with across_structures():
        found = AuditEntry.objects.filter(structure_id=structure.pk if structure else None).order_by("created_at", "id")
        return [(entry.kind, entry.actor_name, entry.target_label) for entry in found]


def reload(member: Membership) -> Membership:
    """Return a member as the database holds it now."""
    with across_structures():
        return Membership.objects.select_related("user", "structure").get(pk=member.pk)
