"""Reading a table, CSV or XLSX, whose columns are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from palier.documents.reading.characters import clean_lines
from palier.documents.reading.delimited import open_csv
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.files import DEFAULT_LIMIT, Readable, is_archive, read_bytes, text_of
from palier.documents.reading.headers import Columns, Header, Row
from palier.documents.reading.workbooks import open_workbook
from palier.documents.tables import unguarded

NO_ROW = "Le tableau a un en-tête mais aucune ligne dessous : ajoutez-en une par élément."
MOST_ROWS = 50_000
_TABLE = Expected()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its ``line`` in the file, from 1; the texts of its known columns by key, and of the others by their words.

    Every known column of the header is in ``cells``, "" when the cell is empty; ``others`` holds what is not empty.
    Texts are clean: no invisible character, single spaces, "\\n" between the lines of a cell.
    """

    line: int
    cells: dict[str, str]
    others: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header, and its rows but the blank ones, in order; at least one."""

    header: Header
    rows: list[TableRow]


def read_table(
    source: Path | Readable,
    columns: Columns,
    *,
    name: str = "",
    limit: int = DEFAULT_LIMIT,
    most_rows: int = MOST_ROWS,
    expected: Expected = _TABLE,
) -> Table:
    """Return the table of a CSV or XLSX file; of a workbook, its first sheet whose header fits.

    ``source`` is a path or an upload; ``name`` the file's own name when it is not the path's; ``limit`` the largest
    size in bytes, ``most_rows`` the most rows that are not blank; ``expected`` what the messages ask for. Raises
    UnreadableFile, in French, with the line when one is at fault: nothing is read by halves.
    """
    data = read_bytes(source, expected, limit=limit)
    if is_archive(data):
        header, rows = open_workbook(data, columns, expected)
    else:
        own = name or (source.name if isinstance(source, Path) else "")
        header, rows = open_csv(text_of(data, expected, name=own), columns)
    return _table(header, rows, most_rows)


def _table(header: Header, rows: Iterable[Row], most_rows: int) -> Table:
    kept: list[TableRow] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(kept) == most_rows:
            raise UnreadableFile(f"Ce tableau a plus de {most_rows} lignes : coupez-le en plusieurs fichiers.", line)
        kept.append(_row(header, line, cells))
    if not kept:
        raise UnreadableFile(NO_ROW, header.line)
    return Table(header, kept)


def _row(header: Header, line: int, cells: list[str]) -> TableRow:
    """Return a row by its header; of two columns with one key, the first that is not empty holds it."""
    row = TableRow(line, {key: "" for key in header.keys if key})
    for place, cell in enumerate(cells):
        key, text = header.key(place), clean_lines(unguarded(cell))
        if key and not row.cells[key]:
            row.cells[key] = text
        elif text:
            words = header.name(place)
            row.others[words] = f"{row.others[words]}\n{text}" if words in row.others else text
    return row
