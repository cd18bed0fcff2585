"""The outings as a table: no name of anybody, only how many come."""

from palier.agenda.enums import CancelReason, Intent
from palier.agenda.queries.agenda import OutingLine
from palier.agenda.queries.conflicts import WarningKind
from palier.documents.tables import Column

OUTING_COLUMNS: tuple[Column[OutingLine], ...] = (
    Column("Date", lambda line: line.start.date(), 12),
    Column("De", lambda line: f"{line.start:%H:%M}", 8),
    Column("À", lambda line: f"{line.end:%H:%M}", 8),
    Column("Lieu", lambda line: line.outing.place.name, 32),
    Column("Modalité", lambda line: line.modality, 32),
    Column("Nom", lambda line: line.outing.name, 28),
    Column("État", lambda line: line.state, 14),
    Column("Motif d'annulation", lambda line: _reason(line), 24),
    Column("Équipe", lambda line: line.team_size, 10),
    Column("Au moins", lambda line: line.outing.smallest_team, 10),
    Column("Au plus", lambda line: line.outing.largest_team, 10),
    Column("Véhicule", lambda line: str(line.outing.vehicle or ""), 20),
    Column("Pourquoi y aller", lambda line: " ; ".join(Intent(slug).label for slug in line.outing.intents), 40),
    Column("Action du projet social", lambda line: line.outing.plan_action, 32),
    Column("Annoncée", lambda line: "oui" if line.outing.is_public else "non", 10),
    Column("Improvisée", lambda line: "oui" if line.outing.is_improvised else "non", 10),
    Column("Alertes", lambda line: _alerts(line), 40),
)


def _reason(line: OutingLine) -> str:
    slug = line.outing.cancel_reason
    return CancelReason(slug).label if slug else ""


def _alerts(line: OutingLine) -> str:
    """Return the alerts that name nobody."""
    return " ".join(warning.text for warning in line.clashes if warning.kind != WarningKind.PERSON)
