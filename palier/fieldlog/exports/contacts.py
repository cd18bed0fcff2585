"""The contacts as a table: a row for each person met, each greeting, each refusal; what was taken back is deducted.

Hundreds of thousands of rows say few different things: what an outing says, what a cell says. Each is written once,
and the rows are put together from them.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from palier.documents.tables import BOM, Column, csv_cell
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.exports.outings import NOTICE, PLACE_COLUMNS
from palier.fieldlog.queries.tables import Cell, CountedOuting, ExportedOuting

SEPARATOR, LINE_END = ";", "\r\n"
_LISTS = (Age, Gender, Acquaintance, Contact)
_WORDS = [dict(choices.choices) for choices in _LISTS]


@dataclass(frozen=True, slots=True)
class CountedCell:
    """One contact of a cell of an outing, as a row says it."""

    outing: ExportedOuting
    cell: Cell


def _word(cell: Cell, number: int) -> str:
    return str(_WORDS[number].get(cell[number], cell[number]))


CELL_COLUMNS: tuple[Column[Cell], ...] = (
    Column("Âge", lambda cell: _word(cell, 0), 20),
    Column("Genre", lambda cell: _word(cell, 1), 16),
    Column("Connaissance", lambda cell: _word(cell, 2), 20),
    Column("Contact", lambda cell: _word(cell, 3), 14),
)


def _of_outing(column: Column[ExportedOuting]) -> Column[CountedCell]:
    return Column(column.header, lambda row: column.value(row.outing), column.width)


def _of_cell(column: Column[Cell]) -> Column[CountedCell]:
    return Column(column.header, lambda row: column.value(row.cell), column.width)


CONTACT_COLUMNS: tuple[Column[CountedCell], ...] = (
    *(_of_outing(column) for column in PLACE_COLUMNS),
    *(_of_cell(column) for column in CELL_COLUMNS),
    Column(NOTICE, lambda _: None, 40),
)


def contacts(chunks: Iterable[list[CountedOuting]]) -> Iterator[CountedCell]:
    """Yield each cell as many times as it has contacts."""
    for chunk in chunks:
        for counted in chunk:
            for cell, people in counted.cells:
                yield from repeat(CountedCell(counted.outing, cell), people)


def contacts_csv(chunks: Iterable[list[CountedOuting]]) -> Iterator[bytes]:
    """Yield the CSV of the contacts, a piece for each chunk; the same bytes as ``documents.tables.csv_chunks``."""
    yield (BOM + _written([column.header for column in CONTACT_COLUMNS]) + LINE_END).encode()
    cell_text = cache(_cell_text)
    for chunk in chunks:
        lines: list[str] = []
        for counted in chunk:
            prefix = _outing_text(counted.outing)
            lines += [(prefix + cell_text(cell)) * people for cell, people in counted.cells]
        yield "".join(lines).encode()


def _outing_text(outing: ExportedOuting) -> str:
    return _written([csv_cell(column.value(outing), comma=True) for column in PLACE_COLUMNS]) + SEPARATOR


def _cell_text(cell: Cell) -> str:
    # The column of the notice is empty.
    return _written([*(csv_cell(column.value(cell), comma=True) for column in CELL_COLUMNS), ""]) + LINE_END


def _written(cells: list[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=SEPARATOR, lineterminator="").writerow(cells)
    return buffer.getvalue()
