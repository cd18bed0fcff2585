"""The figures of regularity as a table: a row for each place and slot, and no name of a person."""

from palier.agenda.enums import CancelReason
from palier.agenda.queries.regularity import SlotRow
from palier.documents.tables import Column


def _reason(reason: CancelReason) -> Column[SlotRow]:
    return Column(f"Annulées : {reason.label.lower()}", lambda row: row.tally.reasons[reason.value])


COLUMNS: tuple[Column[SlotRow], ...] = (
    Column("Lieu", lambda row: row.place.name, 30),
    Column("Jour", lambda row: row.day, 12),
    Column("Heures", lambda row: row.hours_words, 24),
    Column("Prévues", lambda row: row.tally.planned),
    Column("Tenues", lambda row: row.tally.held),
    Column("Annulées", lambda row: row.tally.cancelled),
    *(_reason(reason) for reason in CancelReason),
    Column("Sans nouvelles", lambda row: row.tally.silent),
    Column("Restées en brouillon", lambda row: row.tally.drafts),
    Column("Heures de présence", lambda row: round(row.tally.hours, 2)),
)
