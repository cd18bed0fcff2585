"""The needs as a flat table: no word of anybody, the sentences of the team and the figures."""

from datetime import date, datetime

from palier.agenda.periods import PARIS
from palier.documents.tables import Column
from palier.voices.queries.needs import NeedRow


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(PARIS).date() if moment is not None else None


COLUMNS: tuple[Column[NeedRow], ...] = (
    Column("Besoin", lambda row: row.need.title, 50),
    Column("Thème", lambda row: row.need.get_theme_display(), 24),
    Column("Quartier", lambda row: row.need.zone.name if row.need.zone is not None else "", 24),
    Column("Où il en est", lambda row: row.need.get_state_display(), 22),
    Column("Dernière réponse", lambda row: row.outcome, 22),
    Column("Paroles", lambda row: row.words, 10),
    Column("Lieux", lambda row: row.places, 10),
    Column("Première parole", lambda row: _day(row.since), 14),
    Column("Dernière parole", lambda row: _day(row.last), 14),
    Column("Attente en jours", lambda row: row.waiting_days, 14),
    Column("En retard", lambda row: "oui" if row.late else "non", 10),
    Column("Usage interne : ne pas transmettre tel quel", lambda _: None, 40),
)
