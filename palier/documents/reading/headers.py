"""The header of a table: which column holds what, whatever the exact words of the person who made it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from palier.documents.reading.characters import clean_line
from palier.documents.reading.folding import loose
from palier.documents.tables import unguarded

# The line in the file, counted from 1, and the texts of the cells.
Row = tuple[int, list[str]]
# Rows of a title or a notice may stand above the header.
_HEADER_WITHIN = 10


class Header:
    """The header of a table: the key of each column ("" when unknown) and its words."""

    def __init__(self, line: int, cells: list[str], columns: "Columns") -> None:
        self.line = line
        self.names = [clean_line(unguarded(cell)) for cell in cells]
        self.keys = [columns.key_of(name) if name else "" for name in self.names]

    @property
    def known(self) -> int:
        """Return how many columns are known."""
        return sum(bool(key) for key in self.keys)

    @property
    def unknown(self) -> list[str]:
        """Return the words of the columns that are not known."""
        return [name for name, key in zip(self.names, self.keys, strict=True) if name and not key]

    def key(self, place: int) -> str:
        """Return the key of a column, or "" when it is unknown or past the header."""
        return self.keys[place] if place < len(self.keys) else ""

    def name(self, place: int) -> str:
        """Return the words of a column, or its number."""
        words = self.names[place] if place < len(self.names) else ""
        return words or f"Colonne {place + 1}"

    def has(self, *keys: str) -> bool:
        """Tell whether the row names these columns, and more than one column when there are others.

        "Nom;Prénom" is a list of people: a lone known word beside others makes no header.
        """
        named = sum(bool(name) for name in self.names)
        return set(keys) <= set(self.keys) and (self.known > 1 or self.known == named == 1)


class Columns(Protocol):
    """The columns that a reader knows."""

    @property
    def no_header(self) -> str:
        """Return the French message for a table without a header that fits."""

    def key_of(self, name: str) -> str:
        """Return the key of the column that these words name, or ""."""

    def fits(self, header: Header) -> bool:
        """Tell whether the row is the header looked for."""


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column: its key, its French header, the other ways to name it; a header without a required one does not fit."""

    key: str
    header: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


class KnownColumns:
    """Columns known by their header, a synonym or their key, whatever the case, accents, hyphens and plurals."""

    def __init__(self, columns: Sequence[KnownColumn]) -> None:
        self._required = [column.key for column in columns if column.required]
        self._keys: dict[str, str] = {}
        for column in columns:
            self._keys[loose(column.header)] = column.key
        for column in columns:
            for name in (column.key, *column.synonyms):
                self._keys.setdefault(loose(name), column.key)
        self.no_header = no_header_message(
            [column.header for column in columns if column.required], [column.header for column in columns]
        )

    def key_of(self, name: str) -> str:
        """Return the key of the column that these words name, or ""."""
        return self._keys.get(loose(name), "")

    def fits(self, header: Header) -> bool:
        """Tell whether the row names every required column."""
        return header.has(*self._required)


def no_header_message(required: Sequence[str], expected: Sequence[str]) -> str:
    """Return the French message for a table whose header was not found: what it must have, what it may have."""
    needed = " et ".join(f"« {name} »" for name in required) or "une des colonnes attendues"
    article = "" if not required else "la colonne " if len(required) == 1 else "les colonnes "
    listed = ", ".join(f"« {name} »" for name in expected[:6]) + ("…" if len(expected) > 6 else ".")
    return (
        f"Aucune ligne d'en-tête reconnue : il faut au moins {article}{needed}. Colonnes attendues : {listed} "
        "Donnez ces noms aux colonnes sur la première ligne."
    )


def find_header(rows: Iterator[Row], columns: Columns) -> Header | None:
    """Consume the rows up to the header and return it, or None when none of the first rows is one."""
    seen = 0
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        header = Header(line, cells, columns)
        if columns.fits(header):
            return header
        seen += 1
        if seen >= _HEADER_WITHIN:
            break
    return None
