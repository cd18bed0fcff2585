"""The outings of the log as a table: numbers, never a name."""

from palier.documents.tables import Column
from palier.fieldlog.queries.tables import ExportedOuting
from palier.structures.enums import MembershipStatus

# A header without cells: whoever opens the file reads it, and no program trips on it.
NOTICE = "Usage interne : masquer les nombres de personnes de 1 à 10 avant de transmettre"

# What the other tables say of the outing of a row.
PLACE_COLUMNS: tuple[Column[ExportedOuting], ...] = (
    Column("Date", lambda row: row.start.date(), 12),
    Column("De", lambda row: f"{row.start:%H:%M}", 8),
    Column("À", lambda row: f"{row.end:%H:%M}", 8),
    Column("Lieu", lambda row: row.place, 32),
    Column("Zones", lambda row: row.zones, 32),
    Column("Modalité", lambda row: row.modality, 32),
)


def _count(header: str, name: str) -> Column[ExportedOuting]:
    return Column(header, lambda row: row.counts[name], 14)


def _status(status: MembershipStatus) -> Column[ExportedOuting]:
    return Column(f"Sorti·es : {status.label.lower()}", lambda row: row.people_out[status], 16)


OUTING_COLUMNS: tuple[Column[ExportedOuting], ...] = (
    *PLACE_COLUMNS,
    Column("État", lambda row: row.state, 14),
    Column("Improvisée", lambda row: row.is_improvised, 12),
    Column("Heures de présence", lambda row: row.hours, 12),
    _count("Contacts", "people"),
    _count("Premières rencontres", "first_meetings"),
    _count("Refus", "refusals"),
    _count("Rencontres notées", "encounters"),
    _count("Paroles", "voices"),
    _count("Orientations", "orientations"),
    _count("Observations", "observations"),
    _count("Photos", "photos"),
    Column("Personne aujourd'hui", lambda row: row.nobody, 12),
    Column("Carnet clos", lambda row: row.is_closed, 12),
    Column("Sorti·es : en tout", lambda row: row.people_out.total(), 12),
    *(_status(status) for status in MembershipStatus),
    Column(NOTICE, lambda _: None, 40),
)
