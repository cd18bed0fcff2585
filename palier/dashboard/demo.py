"""The demonstration: an invented centre in an invented neighbourhood, its team, and forty invented sheets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from palier.accounts.models import User
from palier.library.actions.demo import load_demo_sheets
from palier.library.models import ActionSheet
from palier.structures.enums import MembershipStatus, Role, StructureKind
from palier.structures.models import Membership, Structure

DEMO_PASSWORD = "palier-demonstration"  # noqa: S105 (printed at start, refused in production)
DEMO_DAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DemoMember:
    """An invented person of the demonstration's team."""

    email: str
    name: str
    status: MembershipStatus
    role: Role


DEMO_MEMBERS = (
    DemoMember("direction@demo.example", "Maryvonne Le Tellec", MembershipStatus.SALARIE, Role.DIRECTION),
    DemoMember("referent@demo.example", "Ilyès Bensaha", MembershipStatus.SALARIE, Role.REFERENT),
    DemoMember("equipe@demo.example", "Josiane Perrochet", MembershipStatus.BENEVOLE, Role.EQUIPIER),
    DemoMember("relais@demo.example", "Awa Diambour", MembershipStatus.HABITANT_RELAIS, Role.EQUIPIER),
    DemoMember("lecture@demo.example", "Renaud Castelbou", MembershipStatus.PARTENAIRE, Role.LECTURE),
)


def is_untouched() -> bool:
    """Tell whether the database holds nobody and nothing yet: a real library must not receive invented sheets."""
    return not any(model.objects.exists() for model in (User, Structure, ActionSheet))


@transaction.atomic
def load_demo(progress: Callable[[int], object] | None = None) -> None:
    """Create the structure, its members and the sheets; the same content each time."""
    structure = Structure.objects.create(
        name="Centre social des Trois-Paliers",
        kind=StructureKind.CENTRE_SOCIAL,
        departement="38",
        commune="Valbrune-sur-Isère",
    )
    for member in DEMO_MEMBERS:
        user = User.objects.create_user(member.email, DEMO_PASSWORD, name=member.name)
        Membership.objects.create(
            structure=structure, user=user, name=member.name, status=member.status, role=member.role
        )
    load_demo_sheets(now=DEMO_DAY, progress=progress)
