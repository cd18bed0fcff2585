"""The lines of the log as a table. Free text stays on the page of its outing: it may say more than its author meant."""

from collections.abc import Iterable

from palier.documents.tables import Column
from palier.fieldlog.enums import Duration, KnowsStructure, NewResident
from palier.fieldlog.exports.outings import NOTICE, PLACE_COLUMNS
from palier.fieldlog.models import Encounter, Orientation
from palier.fieldlog.queries.tables import ExportedLine, ExportedOuting
from palier.structures.enums import Theme

_THEMES = dict(Theme.choices)


def _of_outing(column: Column[ExportedOuting]) -> Column[ExportedLine]:
    return Column(column.header, lambda row: column.value(row.outing), column.width)


def _themes(slugs: Iterable[str]) -> str:
    return " ; ".join(str(_THEMES.get(slug, slug)) for slug in slugs if slug)


def _themes_of(row: ExportedLine) -> str:
    line = row.line
    return _themes([line.theme] if isinstance(line, Orientation) else line.themes)


def _told(row: ExportedLine, name: str) -> str:
    """Return what was ticked in a conversation; nothing for « non renseigné », nor for another line."""
    if not isinstance(row.line, Encounter):
        return ""
    value = getattr(row.line, name)
    return "" if value in {Duration.NC, KnowsStructure.NC, NewResident.NC} else str(_display(row.line, name))


def _orientation(row: ExportedLine, name: str) -> str:
    return str(_display(row.line, name)) if isinstance(row.line, Orientation) else ""


def _display(line: object, name: str) -> str:
    return getattr(line, f"get_{name}_display")()  # type: ignore[no-any-return]


LINE_COLUMNS: tuple[Column[ExportedLine], ...] = (
    *(_of_outing(column) for column in PLACE_COLUMNS),
    Column("Ligne", lambda row: str(row.line._meta.verbose_name).capitalize(), 24),
    Column("Thèmes", _themes_of, 40),
    Column("Durée", lambda row: _told(row, "duration"), 20),
    Column("Connaît le centre", lambda row: _told(row, "knows_structure"), 24),
    Column("Nouvel·le habitant·e", lambda row: _told(row, "new_resident"), 32),
    Column("Orientation vers", lambda row: _orientation(row, "target"), 32),
    Column("Comment", lambda row: _orientation(row, "how"), 24),
    Column("Suite", lambda row: _orientation(row, "outcome"), 16),
    Column(NOTICE, lambda _: None, 40),
)
