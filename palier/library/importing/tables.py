"""Tables of sheets, one a row, in a CSV or in a workbook."""

import re
from collections.abc import Iterable

from palier.documents.reading.characters import clean_line
from palier.documents.reading.delimited import open_csv
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.headers import Header, Row, no_header_message
from palier.documents.reading.workbooks import open_workbook
from palier.documents.tables import unguarded
from palier.library.drafts import Notice, ParsedFile
from palier.library.importing.cleaning import to_lines
from palier.library.importing.columns import (
    COLUMNS,
    read_amounts,
    read_people,
    read_unmapped,
    split_values,
)
from palier.library.importing.labels import EXTRA_COLUMNS, find_column
from palier.library.importing.sheets import RawSheet, Rubric, assemble
from palier.library.importing.values import CHOICES

LIST_SEPARATORS = re.compile(r"[|;\n]")
NO_ROW = "Le tableau a un en-tête mais aucune fiche dessous : ajoutez une ligne par fiche."


class SheetColumns:
    """The columns of a table of sheets: a title is needed."""

    no_header = no_header_message(["Titre"], [header for _name, header in COLUMNS])

    def key_of(self, name: str) -> str:
        """Return the field of a sheet that these words name, or ""."""
        return find_column(name) or ""

    def fits(self, header: Header) -> bool:
        """Tell whether the row names the columns of sheets: "Nom;Prénom" is a list of people, not of actions."""
        return header.has("title")


SHEET_COLUMNS = SheetColumns()


def raw_sheet(header: Header, line: int, cells: list[str]) -> RawSheet:
    """Return one row as a sheet of which nothing is understood yet."""
    raw = RawSheet(line, "")
    for place, cell in enumerate(cells):
        text = unguarded(cell)
        key = header.key(place)
        if text.strip() or key == "departement":
            _add_cell(raw, key, header.name(place), text)
    # The structure's cell is read in the light of the département's.
    raw.rubrics.sort(key=lambda rubric: rubric.key != "departement")
    return raw


def _add_cell(raw: RawSheet, key: str, name: str, text: str) -> None:
    if key == "title" and not raw.title:
        raw.title = text
    elif key in EXTRA_COLUMNS and _add_stated(raw, key, text):
        return
    elif key in CHOICES or key == "partners":
        parts = "\n".join(LIST_SEPARATORS.split(text))
        raw.rubrics.append(Rubric(key, name, raw.line, to_lines(parts), in_cell=True))
    elif key == "attachments":
        lines = [(False, clean_line(value)) for value in split_values(text)]
        raw.rubrics.append(Rubric(key, name, raw.line, lines, in_cell=True))
    elif key and key != "title" and key not in EXTRA_COLUMNS:
        raw.rubrics.append(Rubric(key, name, raw.line, to_lines(text), in_cell=True))
    else:
        raw.rubrics.append(Rubric("", name, raw.line, to_lines(text), in_cell=True))


def _add_stated(raw: RawSheet, key: str, text: str) -> bool:
    """Take what an export of ours states beside the texts; False when the cell is something else."""
    if key == "amounts":
        raw.amounts = read_amounts(text)
        return raw.amounts is not None
    if key == "people":
        raw.people = read_people(text)
        return raw.people is not None
    known = read_unmapped(text)
    raw.unmapped.update(known or {})
    return known is not None


def read_rows(header: Header, rows: Iterable[Row]) -> ParsedFile:
    """Return the sheets of the rows below a header. Raises UnreadableFile when there is none."""
    parsed = ParsedFile()
    if header.unknown:
        names = ", ".join(f"« {name[:40]} »" for name in header.unknown[:10])
        message = f"Colonne(s) inconnue(s) : {names}. Leur contenu est gardé en texte."
        parsed.warnings.append(Notice("", header.line, "", message))
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            assemble(raw_sheet(header, line, cells), parsed)
    if not parsed.drafts and not parsed.refused:
        raise UnreadableFile(NO_ROW, header.line)
    return parsed


def read_csv(text: str) -> ParsedFile:
    """Return the sheets of a CSV, between commas, semicolons, tabs or bars. Raises UnreadableFile."""
    return read_rows(*open_csv(text, SHEET_COLUMNS))


def read_workbook(data: bytes, expected: Expected) -> ParsedFile:
    """Return the sheets of the first worksheet of a workbook whose header fits. Raises UnreadableFile."""
    return read_rows(*open_workbook(data, SHEET_COLUMNS, expected))
