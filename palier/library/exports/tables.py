"""Sheets as CSV, XLSX and JSON: the columns that an import reads back."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from operator import itemgetter
from typing import Any

from palier.documents.tables import Column, unguarded
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


def sheet_rows(sheets: Iterable[ActionSheet], *, file_format: str) -> Iterator[list[str]]:
    """Yield the cells of each sheet, as the writer of that format, "csv" or "xlsx", expects them."""
    for sheet in sheets:
        cells = cells_of(draft_of(sheet))
        # The writer of CSV guards the cells itself: a second apostrophe would stay in the texts that come back.
        yield [unguarded(cell) for cell in cells] if file_format == "csv" else cells


def sheets_json(sheets: Iterable[ActionSheet]) -> Iterator[bytes]:
    """Yield ``{"sheets": [...]}``, one sheet at a time."""
    yield b'{"sheets": ['
    for number, sheet in enumerate(sheets):
        separator = b",\n" if number else b"\n"
        yield separator + json.dumps(sheet_data(sheet), ensure_ascii=False).encode()
    yield b"\n]}\n"
