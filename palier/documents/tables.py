"""Rows to CSV, XLSX and JSON lines, as they come: nothing holds the whole table, no cell starts a formula."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Generic, TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from palier.documents.typography import clean_text

Row = TypeVar("Row")
Cell = str | int | float | Decimal | date | datetime | bool | None
YES, NO = "oui", "non"
BOM = "\ufeff"
CHUNK_ROWS = 500

# A text that a spreadsheet may take for a formula: = + - @ or their wide forms, even after blanks or quotes,
# or a leading tab or line end (OWASP, "CSV injection").
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠﹢﹣﹦]|['\"]*[\t\r\n]")

# Limits of the format (Excel specifications): characters a cell, in UTF-16 units; rows a sheet; exact digits.
CELL_LIMIT = 32_767
SHEET_ROWS = 1_048_576
EXACT_INTEGER = 10**15
CUT_MARK = " … [texte coupé]"
FIRST_YEAR = 1900
SHEET_NAME = re.compile(r"[\[\]:*?/\\]+")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its header, how to read its cell from a row, its XLSX width in characters."""

    header: str
    value: Callable[[Row], Cell]
    width: float | None = None


@dataclass(frozen=True, slots=True)
class CutCell:
    """A text that did not fit in its XLSX cell: data row from 1, header, and how many characters it had."""

    row: int
    header: str
    length: int


def guarded(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet could run it; ``unguarded`` undoes it."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def csv_chunks(columns: Sequence[Column[Row]], rows: Iterable[Row], *, separator: str = ";") -> Iterator[bytes]:
    """Yield the CSV in pieces of 500 rows: UTF-8 with its mark, CRLF, ";", as French spreadsheets expect.

    With ";" decimals have a comma ("12,5"), otherwise a point. Dates are ISO; an aware time keeps its own
    clock. A text that could start a formula gets an apostrophe (``guarded``); numbers are never changed.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    comma = separator == ";"
    buffer.write(BOM)
    writer.writerow([csv_cell(column.header, comma) for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([csv_cell(column.value(row), comma) for column in columns])
        if number % CHUNK_ROWS == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_cell(cell: Cell, comma: bool) -> str:
    """Return the cell as CSV text; ``comma`` is the decimal sign."""
    match cell:
        case str():
            return guarded(clean_text(cell))
        case None:
            return ""
        case bool():
            return YES if cell else NO
        case datetime():
            return cell.replace(tzinfo=None).isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case float() | Decimal() if not math.isfinite(cell):
            return ""
    number = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    return number.replace(".", ",") if comma else number


def json_lines(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield one JSON object a row, keyed by header. Decimals are exact strings, dates ISO, infinity null."""
    for row in rows:
        record = {column.header: json_cell(column.value(row)) for column in columns}
        yield f"{json.dumps(record, ensure_ascii=False)}\n".encode()


def json_cell(cell: Cell) -> str | int | float | bool | None:
    """Return the cell as JSON knows it."""
    match cell:
        case str():
            return clean_text(cell)
        case float() if not math.isfinite(cell):
            return None
        case Decimal():
            return format(cell, "f")
        case date():
            return cell.isoformat()
    return cell


def write_xlsx(
    target: BinaryIO, columns: Sequence[Column[Row]], rows: Iterable[Row], *, title: str, day: date
) -> list[CutCell]:
    """Write a workbook to ``target``, and return the cells whose text was cut ("… [texte coupé]").

    Texts stay texts, dates and numbers are real ones; integers past 15 digits and dates before 1900 become
    text. Past 1,048,576 rows the table goes on in a further sheet. Equal inputs give equal bytes.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    cut: list[CutCell] = []
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": clean_text(title), "created": datetime.combine(day, datetime.min.time())})
        sheets = SheetWriter(book, SHEET_NAME.sub(" ", clean_text(title)).strip(" '") or "Données", columns)
        for number, row in enumerate(rows, start=1):
            sheets.next_row()
            for index, column in enumerate(columns):
                length = sheets.write(index, column.value(row))
                if length:
                    cut.append(CutCell(number, column.header, length))
        sheets.finish()
    return cut


class SheetWriter(Generic[Row]):
    """Writes rows one after the other, opening a further sheet when one is full."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[Column[Row]]) -> None:
        self.book, self.name, self.columns = book, name, columns
        self.header = book.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#17604F",
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.plain = book.add_format({"valign": "top"})
        self.day = book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"valign": "top", "num_format": "dd/mm/yyyy hh:mm"})
        self.count = 0
        self.open_sheet()

    def open_sheet(self) -> None:
        """Start a sheet: header frozen, columns sized."""
        self.count += 1
        suffix = f" {self.count}" if self.count > 1 else ""
        self.sheet: Worksheet = self.book.add_worksheet(f"{self.name[: 31 - len(suffix)].strip()}{suffix}")
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_paper(9)  # A4
        for index, column in enumerate(self.columns):
            width = column.width or max(12, min(len(column.header) + 4, 40))
            self.sheet.set_column(index, index, width)
            self.sheet.write_string(0, index, xlsx_text(column.header)[0], self.header)
        self.row = 0

    def next_row(self) -> None:
        """Go to the next row, in a further sheet if this one is full."""
        if self.row + 1 >= SHEET_ROWS:
            self.finish()
            self.open_sheet()
        self.row += 1

    def finish(self) -> None:
        """Put the filter on the whole sheet."""
        if self.columns:
            self.sheet.autofilter(0, 0, self.row, len(self.columns) - 1)

    def write(self, index: int, cell: Cell) -> int:
        """Write a cell; return the length of its text if it was cut, else 0."""
        match cell:
            case None:
                return 0
            case bool():
                return self.write_text(index, YES if cell else NO, self.plain)
            case datetime() if cell.year >= FIRST_YEAR:
                self.sheet.write_datetime(self.row, index, cell.replace(tzinfo=None), self.moment)
            case date() if not isinstance(cell, datetime) and cell.year >= FIRST_YEAR:
                self.sheet.write_datetime(self.row, index, cell, self.day)
            case int() if abs(cell) < EXACT_INTEGER:
                self.sheet.write_number(self.row, index, cell, self.plain)
            case float() | Decimal():
                if math.isfinite(cell):
                    self.sheet.write_number(self.row, index, cell, self.plain)
            case _:
                return self.write_text(index, str(cell), self.text)
        return 0

    def write_text(self, index: int, text: str, look: Format) -> int:
        """Write a text as a text, whatever it looks like; return its length if it was cut, else 0."""
        kept, length = xlsx_text(text)
        if kept:
            self.sheet.write_string(self.row, index, kept, look)
        return length


def xlsx_text(text: str) -> tuple[str, int]:
    """Return the text as a cell can hold it, and its length in characters if it had to be cut, else 0."""
    text = clean_text(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text, 0
    kept = units[: 2 * (CELL_LIMIT - len(CUT_MARK))].decode("utf-16-le", "ignore")
    return kept + CUT_MARK, len(text)
