"""Invented sheets: as read from a file, and written with their place in the index."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from palier.library.actions.writing import write_draft
from palier.library.drafts import PeopleCount, SheetDraft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER, Writer
from palier.structures.models import Structure

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
_numbers = count(1)


def make_draft(title: str = "", **fields: object) -> SheetDraft:
    """Return a draft as an import reads it; each has a title and a structure of its own unless they are given."""
    number = next(_numbers)
    stated = {"title": title or f"Action numéro {number}", "structure_name": f"Centre numéro {number}", **fields}
    return SheetDraft(**stated)  # type: ignore[arg-type]


def make_sheet(
    title: str = "",
    *,
    visibility: Visibility = Visibility.PUBLIC,
    owner: Structure | None = None,
    **fields: object,
) -> ActionSheet:
    """Return a sheet written by the product's own action, so indexed too; public, and nobody's, unless told."""
    writer = Writer(owner=owner, keeps_shared=False) if owner else SERVER
    return write_draft(draft=make_draft(title, **fields), visibility=visibility, writer=writer, now=NOW).sheet


def make_sheets(number: int, **fields: object) -> list[ActionSheet]:
    """Return several sheets that differ by title and structure."""
    return [make_sheet(**fields) for _ in range(number)]  # type: ignore[arg-type]


def full_draft(title: str = "La table roulante") -> SheetDraft:
    """Return a draft with every field filled, so that a trip through a file shows what it loses."""
    return SheetDraft(
        title=title,
        structure_name="Centre social des Tilleuls",
        departement="2A",
        attachments=["bilan 2024.pdf", "affiche | recto.png"],
        year=2024,
        status="terminee",
        status_reason="La table a rejoint le marché.",
        dimension="citoyennete",
        keywords=["solidarite", "vieillissement"],
        summary="Une table sur roues.\n\n- On s'assoit.\n- On parle.",
        initiatives=["centre_social", "autre"],
        initiative_detail="Une bande de voisines",
        territory="un_quartier",
        experience="Sortir la table chaque mardi.",
        publics=["adultes", "seniors"],
        action_partners=["commune", "caf"],
        financial_partners=["bailleur"],
        description="Deux roues, quatre chaises.",
        resources="1 200 € du bailleur",
        amounts=[Decimal("1200")],
        mobilised="2 professionnelles et 10 à 12 bénévoles",
        people=[PeopleCount("professionals", 2, 2), PeopleCount("volunteers", 10, 12)],
        result_territory="La place revit.",
        result_structure="Des visages nouveaux.",
        result_residents="On se connaît.",
        limits='La pluie ; "le vent"',
        prospects="Une seconde table.",
        plus="Le café offert.",
        modalities=["pied_immeuble", "itinerant"],
        source="base d'essai",
        source_id="T-12",
        unmapped={"Météo": "Souvent belle"},
    )
