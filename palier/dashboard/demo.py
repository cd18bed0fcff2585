"""The demonstration: an invented centre in an invented neighbourhood, its team, and forty invented sheets."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

import palier.library
from palier.accounts.models import User
from palier.library.actions.writing import write_draft
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.importing.amounts import find_amounts
from palier.library.importing.people import count_people
from palier.structures.enums import MembershipStatus, Role, StructureKind
from palier.structures.models import Membership, Structure

DEMO_PASSWORD = "palier-demonstration"  # noqa: S105 (printed at start, refused in production)
DEMO_DAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SHEETS_FOLDER = Path(palier.library.__file__).parent / "demo_sheets"


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
        Membership.objects.create(structure=structure, user=user, status=member.status, role=member.role)
    for draft, visibility in demo_drafts():
        write_draft(draft=draft, visibility=visibility, by=None, now=DEMO_DAY)
        if progress is not None:
            progress(1)


def demo_drafts() -> Iterator[tuple[SheetDraft, Visibility]]:
    """Yield the invented sheets with who may read each; the figures are read in their texts."""
    for path in sorted(SHEETS_FOLDER.glob("*.json")):
        data: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        for fields in data:
            visibility = Visibility(fields.pop("visibility"))
            draft = SheetDraft(**fields)
            draft.amounts = find_amounts(draft.resources)
            draft.people = count_people(draft.mobilised)
            yield draft, visibility
