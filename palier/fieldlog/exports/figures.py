"""The figures of a period as one flat table: a row for each figure of each breakdown, the total first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from palier.agenda.enums import Modality
from palier.agenda.periods import month_label
from palier.documents.tables import Column
from palier.fieldlog.enums import Acquaintance, Contact
from palier.fieldlog.exports.outings import NOTICE
from palier.fieldlog.queries.figures import AGES, GENDERS, Figures, Line
from palier.structures.enums import WeekDay


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of a breakdown; None where it is not counted that way."""

    breakdown: str
    label: str
    detail: str = ""
    people: int | None = None
    first_meetings: int | None = None
    outings: int | None = None
    voices: int | None = None
    hours: float | None = None


COLUMNS: tuple[Column[FigureRow], ...] = (
    Column("Répartition", lambda row: row.breakdown, 24),
    Column("Intitulé", lambda row: row.label, 36),
    Column("Détail", lambda row: row.detail, 20),
    Column("Contacts", lambda row: row.people, 12),
    Column("Premières rencontres", lambda row: row.first_meetings, 14),
    Column("Sorties", lambda row: row.outings, 12),
    Column("Paroles", lambda row: row.voices, 12),
    Column("Heures", lambda row: row.hours, 12),
    Column(NOTICE, lambda _: None, 40),
)


def figure_rows(figures: Figures, place_names: Mapping[str, str]) -> Iterator[FigureRow]:
    """Yield the rows, breakdown by breakdown."""
    yield _line("Ensemble", "Ensemble", figures.total)
    for month, line in figures.months.items():
        yield _line("Mois", month_label(month), line)
    for place, line in figures.places.items():
        yield _line("Lieu", place_name(place_names, place), line)
    for modality, line in figures.modalities.items():
        yield _line("Modalité", str(Modality(modality).label), line)
    yield from _grid_rows(figures)
    days = tuple(WeekDay)
    for hour, week in figures.by_hour():
        for day, people in zip(days, week, strict=True):
            if people:
                yield FigureRow("Heure de la semaine", day.label, f"{hour} h", people=people)
    for row in figures.presence:
        yield FigureRow("Heures par statut", row.status.label, outings=row.times, hours=round(row.hours, 2))


def place_name(names: Mapping[str, str], place: UUID) -> str:
    """Return the name of a place; one written while the page is made is not known yet."""
    return names.get(str(place), "Autre lieu")


def _line(breakdown: str, label: str, line: Line) -> FigureRow:
    return FigureRow(
        breakdown,
        label,
        people=line.people,
        first_meetings=line.first_meetings,
        outings=line.outings,
        voices=line.voices,
        hours=round(line.hours, 2),
    )


def _grid_rows(figures: Figures) -> Iterator[FigureRow]:
    grid = figures.grid
    for age in AGES:
        for gender in GENDERS:
            people, first = grid.people[age, gender], grid.first[age, gender]
            yield FigureRow("Âge et genre", age.label, gender.label, people=people, first_meetings=first)
    for acquaintance in Acquaintance:
        yield FigureRow("Connaissance", acquaintance.label, people=grid.acquaintances[acquaintance])
    for contact in Contact:
        yield FigureRow("Contact", contact.label, people=grid.contacts[contact])
