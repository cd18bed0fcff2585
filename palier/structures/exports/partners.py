"""Partners as a table, one row a contact, under the columns that the import knows; and the examples of its model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from palier.documents.reading.imports import Cells
from palier.documents.tables import Cell, Column
from palier.structures.enums import PartnerKind, Theme
from palier.structures.importing.partner_columns import COLUMNS
from palier.structures.importing.partners import EXAMPLE
from palier.structures.models import Partner, PartnerContact

TITLE = "Partenaires"
SEPARATOR = " | "
EXAMPLES: tuple[Cells, ...] = (
    {
        "name": f"{EXAMPLE}Bailleur des Trois-Paliers",
        "kind": "Bailleur social",
        "themes": "Logement | Cadre de vie",
        "usual_delay": "15",
        "address": "2 rue des Marches, Valbrune-sur-Isère",
        "website": "https://bailleur.example",
        "contact": "Odette Vauclin",
        "job": "Chargée de secteur",
        "email": "odette.vauclin@bailleur.example",
        "phone": "04 00 00 00 00",
        "consented_on": "2026-03-12",
        "consent_note": "De vive voix, en réunion de quartier",
    },
    {"name": f"{EXAMPLE}Mairie de Valbrune", "kind": "Commune", "themes": "Tranquillité", "usual_delay": "30"},
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner, and one of its contacts or none."""

    partner: Partner
    contact: PartnerContact | None = None


Value = Callable[[PartnerRow], Cell]


def export_rows(partners: Iterable[Partner], contacts: Mapping[UUID, Sequence[PartnerContact]]) -> list[PartnerRow]:
    """Return one row a contact; a partner without any has a row too."""
    rows = []
    for partner in partners:
        of_partner: list[PartnerContact | None] = [*contacts.get(partner.pk, [])]
        rows += [PartnerRow(partner, contact) for contact in of_partner or [None]]
    return rows


def _of_partner(name: str) -> Value:
    return lambda row: getattr(row.partner, name)


def _of_contact(name: str) -> Value:
    return lambda row: getattr(row.contact, name) if row.contact else None


def _kind(row: PartnerRow) -> Cell:
    return PartnerKind(row.partner.kind).label


def _themes(row: PartnerRow) -> Cell:
    return SEPARATOR.join(Theme(slug).label for slug in row.partner.themes)


VALUES: dict[str, Value] = {
    "name": _of_partner("name"),
    "kind": _kind,
    "themes": _themes,
    "usual_delay": _of_partner("usual_delay"),
    "address": _of_partner("address"),
    "website": _of_partner("website"),
    "note": _of_partner("note"),
    "contact": _of_contact("name"),
    "job": _of_contact("job"),
    "email": _of_contact("email"),
    "phone": _of_contact("phone"),
    "consented_on": _of_contact("consented_on"),
    "consent_note": _of_contact("consent_note"),
}
COLUMNS_OUT = [Column(column.header, VALUES[column.key]) for column in COLUMNS if column.key in VALUES]
