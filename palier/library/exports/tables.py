"""Sheets as CSV, XLSX and JSON: the columns that an import reads back."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from operator import itemgetter
from typing import Any, BinaryIO

from palier.documents.tables import Column, CutCell, csv_chunks, unguarded, write_xlsx
from palier.library.importing import COLUMNS, cells_of
from palier.library.models import ActionSheet
from palier.library.queries.reading import draft_of

TITLE = "Fiches d'action"


def sheet_data(sheet: ActionSheet) -> dict[str, Any]:
    """Return the sheet as JSON data; its keys are the columns an import knows."""
    data = asdict(draft_of(sheet))
    del data["line"]
    data["amounts"] = sheet.amounts
    return data


def _cell(place: int) -> Callable[[list[str]], str]:
    return itemgetter(place)


COLUMNS_OUT = [Column(header, _cell(place)) for place, (_, header) in enumerate(COLUMNS)]


def sheets_csv(sheets: Iterable[ActionSheet]) -> Iterator[bytes]:
    """Yield the CSV of the sheets, a few hundred rows at a time."""
    # The writer of CSV guards the cells itself: a second apostrophe would stay in the texts that come back.
    rows = ([unguarded(cell) for cell in cells_of(draft_of(sheet))] for sheet in sheets)
    return csv_chunks(COLUMNS_OUT, rows)


def sheets_xlsx(target: BinaryIO, sheets: Iterable[ActionSheet], *, day: date) -> list[CutCell]:
    """Write the workbook of the sheets into ``target``; returns the texts that a cell could not hold whole."""
    return write_xlsx(target, COLUMNS_OUT, (cells_of(draft_of(sheet)) for sheet in sheets), title=TITLE, day=day)


def sheets_json(sheets: Iterable[ActionSheet]) -> Iterator[bytes]:
    """Yield ``{"sheets": [...]}``, one sheet at a time."""
    yield b'{"sheets": ['
    for number, sheet in enumerate(sheets):
        separator = b",\n" if number else b"\n"
        yield separator + json.dumps(sheet_data(sheet), ensure_ascii=False).encode()
    yield b"\n]}\n"
