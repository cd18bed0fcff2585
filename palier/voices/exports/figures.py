"""The figures as one flat table: a row for each theme, zone and month, the total first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from palier.agenda.periods import month_label
from palier.documents.tables import Column
from palier.structures.enums import Theme
from palier.voices.queries.need_figures import Figures, Line


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of a breakdown; ``delay`` only for all."""

    breakdown: str
    label: str
    line: Line
    delay: float | None = None


COLUMNS: tuple[Column[FigureRow], ...] = (
    Column("Répartition", lambda row: row.breakdown, 16),
    Column("Intitulé", lambda row: row.label, 36),
    Column("Paroles", lambda row: row.line.words, 12),
    Column("Besoins formés", lambda row: row.line.needs, 14),
    Column("Relais", lambda row: row.line.relays, 12),
    Column("Avec une réponse", lambda row: row.line.answered, 16),
    Column("Réalisés", lambda row: row.line.done, 12),
    Column("Réponses rapportées", lambda row: row.line.told, 18),
    Column("À rapporter aujourd'hui", lambda row: row.line.due, 20),
    Column("Délai médian de réponse, en jours", lambda row: row.delay, 28),
    Column("Usage interne : ne pas transmettre tel quel", lambda _: None, 40),
)


def figure_rows(figures: Figures, zone_names: Mapping[UUID, str]) -> Iterator[FigureRow]:
    """Yield the rows, breakdown by breakdown."""
    delay = None if figures.delay is None else round(figures.delay, 1)
    yield FigureRow("Ensemble", "Ensemble", figures.total, delay)
    for month, line in figures.months.items():
        yield FigureRow("Mois", month_label(month), line)
    for theme, line in figures.themes.items():
        yield FigureRow("Thème", str(Theme(theme).label), line)
    for zone, line in figures.zones.items():
        yield FigureRow("Quartier", zone_names.get(zone, ""), line)
