"""CSV, between commas, semicolons, tabs or bars: the delimiter is the one under which the header is best known."""

import csv
import io
import re
from collections.abc import Iterator

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.headers import Columns, Header, Row, find_header

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_DELIMITERS = ";,\t|"


def _rows(text: str, delimiter: str, first: int) -> Iterator[Row]:
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


def find_delimiter(text: str, columns: Columns) -> tuple[str, Header] | None:
    """Return the delimiter under which the first rows name the known columns best, and that header."""
    best: tuple[str, Header] | None = None
    for delimiter in _DELIMITERS:
        try:
            header = find_header(_rows(text, delimiter, 1), columns)
        except UnreadableFile:
            continue
        if header and (best is None or header.known > best[1].known):
            best = (delimiter, header)
    return best


def open_csv(text: str, columns: Columns) -> tuple[Header, Iterator[Row]]:
    """Return the header of a CSV and the rows below it, read as they are asked for.

    Raises UnreadableFile: at once when no header fits, from the rows when one is malformed.
    """
    stated = _SEPARATOR_LINE.match(text)
    first = 2 if stated else 1
    body = text[stated.end() :] if stated else text
    found = find_delimiter(body, columns)
    if found is None:
        raise UnreadableFile(columns.no_header, first)
    rows = _rows(body, found[0], first)
    header = find_header(rows, columns)
    if header is None:
        raise UnreadableFile(columns.no_header, first)
    return header, rows
