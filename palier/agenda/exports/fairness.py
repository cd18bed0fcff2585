"""Who went out how often, as a table."""

from palier.agenda.queries.fairness import Share
from palier.documents.tables import Column

TITLE = "Qui sort, à quel rythme"
COLUMNS: list[Column[Share]] = [
    Column("Membre", lambda share: share.member.name, 28),
    Column("Statut", lambda share: share.member.get_status_display(), 20),
    Column("Sorties faites", lambda share: share.outings, 16),
    Column("Heures", lambda share: share.hours, 12),
    Column("Dernière sortie", lambda share: share.last_on, 16),
    Column("Fois en liste d'attente", lambda share: share.waited, 26),
]
