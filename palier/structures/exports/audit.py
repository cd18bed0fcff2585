"""The audit as a table."""

from palier.audit.models import AuditEntry
from palier.documents.tables import Column

TITLE = "Journal"
COLUMNS: list[Column[AuditEntry]] = [
    Column("Date et heure", lambda entry: entry.at, 18),
    Column("Action", lambda entry: entry.get_kind_display(), 34),
    Column("Personne", lambda entry: entry.actor_name, 26),
    Column("Appareil", lambda entry: entry.device, 26),
    Column("Sur quoi", lambda entry: entry.target_label, 40),
    Column("Précision", lambda entry: entry.detail, 60),
]
