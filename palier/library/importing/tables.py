"""Tables of sheets, one a row: what CSV and XLSX have in common, and CSV itself."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from palier.documents.tables import unguarded
from palier.library.drafts import Notice, ParsedFile
from palier.library.importing.cleaning import clean_line, to_lines
from palier.library.importing.columns import (
    COLUMNS,
    read_amounts,
    read_people,
    read_unmapped,
    split_values,
)
from palier.library.importing.errors import UnreadableFile
from palier.library.importing.labels import EXTRA_COLUMNS, find_column
from palier.library.importing.sheets import RawSheet, Rubric, assemble
from palier.library.importing.values import CHOICES

Row = tuple[int, list[str]]
# Rows of a title or a notice may stand above the header.
_HEADER_WITHIN = 10
LIST_SEPARATORS = re.compile(r"[|;\n]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_DELIMITERS = ";,\t|"
_EXPECTED = ", ".join(f"« {header} »" for _name, header in COLUMNS[:6])
NO_HEADER = (
    f"Aucune ligne d'en-tête reconnue : il faut au moins la colonne « Titre ». Colonnes attendues : "
    f"{_EXPECTED}… Donnez ces noms aux colonnes sur la première ligne."
)
NO_ROW = "Le tableau a un en-tête mais aucune fiche dessous : ajoutez une ligne par fiche."


class Header:
    """The header of a table: the key of each column ("" when unknown) and its words."""

    def __init__(self, line: int, cells: list[str]) -> None:
        self.line = line
        self.names = [clean_line(unguarded(cell)) for cell in cells]
        self.keys = [find_column(name) or "" if name else "" for name in self.names]

    @property
    def fits(self) -> bool:
        """Tell whether the row names the columns of sheets: a title, and more than a title when there are others.

        "Nom;Prénom" is a list of people, not of actions.
        """
        known = sum(bool(key) for key in self.keys)
        return "title" in self.keys and (known > 1 or sum(bool(name) for name in self.names) == 1)

    def name(self, place: int) -> str:
        """Return the words of a column, or its number."""
        words = self.names[place] if place < len(self.names) else ""
        return words or f"Colonne {place + 1}"


def find_header(rows: Iterator[Row]) -> Header | None:
    """Consume the rows up to the header and return it, or None when none of the first rows is one."""
    seen = 0
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        header = Header(line, cells)
        if header.fits:
            return header
        seen += 1
        if seen >= _HEADER_WITHIN:
            break
    return None


def raw_sheet(header: Header, line: int, cells: list[str]) -> RawSheet:
    """Return one row as a sheet of which nothing is understood yet."""
    raw = RawSheet(line, "")
    for place, cell in enumerate(cells):
        text = unguarded(cell)
        if text.strip() or (place < len(header.keys) and header.keys[place] == "departement"):
            key = header.keys[place] if place < len(header.keys) else ""
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


def read_table(header: Header, rows: Iterable[Row]) -> ParsedFile:
    """Return the sheets of the rows below a header. Raises UnreadableFile when there is none."""
    parsed = ParsedFile()
    unknown = [name for name, key in zip(header.names, header.keys, strict=True) if name and not key]
    if unknown:
        names = ", ".join(f"« {name[:40]} »" for name in unknown[:10])
        message = f"Colonne(s) inconnue(s) : {names}. Leur contenu est gardé en texte."
        parsed.warnings.append(Notice("", header.line, "", message))
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            assemble(raw_sheet(header, line, cells), parsed)
    if not parsed.drafts and not parsed.refused:
        raise UnreadableFile(NO_ROW, header.line)
    return parsed


def _csv_rows(text: str, delimiter: str, first: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = first
    try:
        for cells in reader:
            yield line, cells
            line = first + reader.line_num
    except csv.Error as error:
        message = (
            "Ce CSV est mal formé à partir d'ici : un guillemet ouvert n'est pas refermé, ou un texte est "
            "trop long. Corrigez la ligne, ou enregistrez de nouveau le tableau depuis votre tableur."
        )
        raise UnreadableFile(message, line) from error


def find_delimiter(text: str) -> tuple[str, Header] | None:
    """Return the delimiter under which the first rows name the columns of sheets best, and that header."""
    best: tuple[int, str, Header] | None = None
    for delimiter in _DELIMITERS:
        try:
            header = find_header(_csv_rows(text, delimiter, 1))
        except UnreadableFile:
            continue
        known = sum(bool(key) for key in header.keys) if header else 0
        if header and (best is None or known > best[0]):
            best = (known, delimiter, header)
    return None if best is None else (best[1], best[2])


def read_csv(text: str) -> ParsedFile:
    """Return the sheets of a CSV, between commas, semicolons, tabs or bars. Raises UnreadableFile."""
    stated = _SEPARATOR_LINE.match(text)
    first = 2 if stated else 1
    body = text[stated.end() :] if stated else text
    found = find_delimiter(body)
    if found is None:
        raise UnreadableFile(NO_HEADER, first)
    rows = _csv_rows(body, found[0], first)
    header = find_header(rows)
    if header is None:
        raise UnreadableFile(NO_HEADER, first)
    return read_table(header, rows)
