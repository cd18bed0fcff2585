"""Who is to be called back as a table, names included: it leaves with a second proof, and a line in the audit."""

from dataclasses import dataclass

from palier.documents.tables import Column
from palier.residents.enums import ContactKind
from palier.residents.models import Resident
from palier.residents.queries.people import language_name
from palier.residents.sealing import Named

TITLE = "Personnes à rappeler"
ERASED = Named("", "", ContactKind.AUTRE)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody, and their name when it is still kept."""

    resident: Resident
    named: Named | None

    @property
    def shown(self) -> Named:
        """The name, empty once erased."""
        return self.named or ERASED


COLUMNS: list[Column[PersonRow]] = [
    Column("Prénom", lambda row: row.shown.first_name, 20),
    Column("Contact", lambda row: row.shown.contact, 28),
    Column("Moyen", lambda row: row.named.kind.label if row.named else "Effacé", 14),
    Column("Quand appeler", lambda row: row.shown.when, 24),
    Column("Langue", lambda row: language_name(row.resident.language), 14),
    Column("Depuis le", lambda row: row.resident.made_at, 18),
    Column("Sortie", lambda row: str(row.resident.outing), 30),
    Column("Lieu", lambda row: row.resident.outing.place.name, 28),
    Column("Suite", lambda row: row.resident.get_state_display(), 16),
    Column("Dernier appel", lambda row: row.resident.called_at, 18),
]
