"""The three tables of the log as files, written as they are read: nothing holds a whole table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, BinaryIO
from uuid import UUID

from palier.documents.tables import Column, csv_chunks, write_xlsx
from palier.fieldlog.exports.contacts import CONTACT_COLUMNS, contacts, contacts_csv
from palier.fieldlog.exports.lines import LINE_COLUMNS
from palier.fieldlog.exports.outings import OUTING_COLUMNS
from palier.fieldlog.queries.tables import CHUNK, counted_cells, exported_lines, exported_outings

# Told how many more outings are read.
Tell = Callable[[int], object]
Chunks = Iterator[list[Any]]


@dataclass(frozen=True, slots=True)
class LogTable:
    """One of the tables: the name of its file, its title, its columns, how to read it.

    ``read`` yields lists, one for each CHUNK of outings; ``spread`` turns them into rows; ``as_csv`` is a quicker way
    to the same bytes, if there is one.
    """

    name: str
    title: str
    columns: Sequence[Column[Any]]
    read: Callable[[Sequence[UUID]], Chunks]
    spread: Callable[[Iterable[list[Any]]], Iterable[Any]] = chain.from_iterable
    as_csv: Callable[[Iterable[list[Any]]], Iterator[bytes]] | None = None


OUTINGS = LogTable("sorties-usage-interne", "Sorties du carnet", OUTING_COLUMNS, exported_outings)
CONTACTS = LogTable("contacts-usage-interne", "Contacts", CONTACT_COLUMNS, counted_cells, contacts, contacts_csv)
LINES = LogTable("lignes-usage-interne", "Lignes du carnet", LINE_COLUMNS, exported_lines)


def csv_of(table: LogTable, outings: Sequence[UUID], tell: Tell | None = None) -> Iterator[bytes]:
    """Yield the CSV of a table about these outings; read it inside the scope of their structure."""
    chunks = _told(table.read(outings), len(outings), tell)
    return table.as_csv(chunks) if table.as_csv else csv_chunks(table.columns, table.spread(chunks))


def xlsx_of(table: LogTable, outings: Sequence[UUID], target: BinaryIO, *, day: date, tell: Tell | None = None) -> None:
    """Write the workbook of a table about these outings to ``target``."""
    chunks = _told(table.read(outings), len(outings), tell)
    write_xlsx(target, table.columns, table.spread(chunks), title=table.title, day=day)


def _told(chunks: Chunks, total: int, tell: Tell | None) -> Chunks:
    left = total
    for chunk in chunks:
        yield chunk
        if tell is not None:
            tell(min(CHUNK, left))
        left -= CHUNK
