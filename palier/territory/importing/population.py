"""Read a table of inhabitants, one zone a line: the age bands of Insee's files, or a total alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.files import Readable
from palier.documents.reading.folding import fold, loose
from palier.documents.reading.headers import Header, no_header_message
from palier.documents.reading.tables import Table, TableRow, read_table

FILE_LIMIT = 15 * 1024 * 1024
MOST_INHABITANTS = 10_000_000
CODE, TOTAL, _AGE = "code", "total", "age:"
_EXPECTED = Expected("les habitant·es de zones")
_CODES = {
    loose(name)
    for name in (*("iris", "code iris", "code_qp", "code qp", "code qpv", "qpv", "code commune"), "code insee", "code")
}
_TOTALS = {
    loose(name)
    for name in (*("pop_mun", "population", "population municipale", "population totale"), "habitants", "pop", "total")
}
# P16_POP0014, P21_POP75P: the census of 2016, people of 0 to 14 years; of 2021, of 75 years and more. P16_POP: all.
_CENSUS = re.compile(r"p(\d\d) pop(?:(\d\d)(\d\d|p))?")
_BAND = re.compile(r"(?:de )?(\d{1,3}) (?:a |ans a )?(\d{1,3})(?: ans)?")
_FROM = re.compile(r"(\d{1,3}) (?:ans )?(?:et |ou )?plu|plu de (\d{1,3})(?: ans)?")
_UNDER = re.compile(r"moin de (\d{1,3})(?: ans)?")
_HIDDEN = {"", "nd", "n d", "ns", "s", "na", "nc", "secret"}


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """What a line says of one zone: its code, people by age band (in order), and how many in all."""

    line: int
    code: str
    bands: dict[str, int]
    total: int


@dataclass(slots=True)
class PopulationFile:
    """A table read: what it says by code, the lines refused with their reason, the year of the census or ""."""

    by_code: dict[str, Inhabitants] = field(default_factory=dict)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    year: str = ""


class PopulationColumns:
    """The columns of such a table: a code, a total, bands of ages."""

    no_header = no_header_message(["code"], ["code", "population", "0-14 ans", "75 ans et plus"])

    def key_of(self, name: str) -> str:
        """Return "code", "total", "age:0-14", "age:75-" for the words of a column, "" for any other."""
        words = loose(name)
        if words in _CODES:
            return CODE
        census = _CENSUS.fullmatch(fold(name))
        if words in _TOTALS or (census and not census[2]):
            return TOTAL
        return _AGE + _band(words, census) if _band(words, census) else ""

    def fits(self, header: Header) -> bool:
        """Tell whether the row names a code, and people."""
        return CODE in header.keys and any(key and key != CODE for key in header.keys)


def _band(words: str, census: re.Match[str] | None) -> str:
    """Return "0-14" or "75-" (and more), "" when the words are no age."""
    if census:
        return f"{int(census[2])}-{'' if census[3].upper() == 'P' else int(census[3])}"
    if older := _FROM.fullmatch(words):
        return f"{int(older[1] or older[2])}-"
    if under := _UNDER.fullmatch(words):
        return f"0-{int(under[1]) - 1}"
    band = _BAND.fullmatch(words)
    return f"{int(band[1])}-{int(band[2])}" if band and int(band[1]) < int(band[2]) else ""


def band_label(key: str) -> str:
    """Return "0 à 14 ans" for "0-14", "75 ans et plus" for "75-"."""
    first, _, last = key.partition("-")
    return f"{first} à {last} ans" if last else f"{first} ans et plus"


def read_population(source: Readable, *, name: str) -> PopulationFile:
    """Return the inhabitants of a CSV or XLSX table. Raises UnreadableFile, in French."""
    table = read_table(source, PopulationColumns(), name=name, limit=FILE_LIMIT, expected=_EXPECTED)
    read = PopulationFile(year=_year(table))
    bands = _bands_of(table)
    for row in table.rows:
        code = row.cells[CODE].upper().replace(" ", "")
        if not code:
            read.refusals.append((row.line, "", "Le code de la zone manque."))
            continue
        known = read.by_code.get(code)
        if known:
            read.refusals.append((row.line, code, f"Ce code est déjà à la ligne {known.line}."))
            continue
        try:
            read.by_code[code] = _inhabitants(row, code, bands)
        except ValueError as error:
            read.refusals.append((row.line, code, str(error)))
    if not read.by_code:
        raise UnreadableFile("Aucune ligne de ce tableau ne donne d'habitant·es : vérifiez ses colonnes.")
    return read


def _year(table: Table) -> str:
    years = {match[1] for name in table.header.names if (match := _CENSUS.fullmatch(fold(name)))}
    return f"20{years.pop()}" if len(years) == 1 else ""


def _bands_of(table: Table) -> list[str]:
    """Return the keys of the bands, by age."""
    found = {key.removeprefix(_AGE) for key in table.header.keys if key.startswith(_AGE)}
    return sorted(found, key=lambda key: int(key.partition("-")[0]))


def _inhabitants(row: TableRow, code: str, bands: Sequence[str]) -> Inhabitants:
    """Return what a line says. Raises ValueError, in French, for a number that is none."""
    exact = {band: value for band in bands if (value := read_count(row.cells[_AGE + band])) is not None}
    total = read_count(row.cells.get(TOTAL, ""))
    if total is None:
        if not exact or len(exact) < len(bands):
            raise ValueError("Aucun nombre d'habitant·es, ou seulement d'une partie des âges (secret statistique ?).")
        total = sum(exact.values())
    return Inhabitants(row.line, code, {band_label(band): round(value) for band, value in exact.items()}, round(total))


def read_count(text: str) -> float | None:
    """Return the number of a cell, None when it is empty or kept secret. Raises ValueError, in French."""
    if fold(text) in _HIDDEN:
        return None
    try:
        number = float(text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        raise ValueError(f"« {text[:30]} » n'est pas un nombre d'habitant·es.") from None
    if not isfinite(number) or not 0 <= number <= MOST_INHABITANTS:
        raise ValueError(f"« {text[:30]} » n'est pas un nombre d'habitant·es.")
    return number
