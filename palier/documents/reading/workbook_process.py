"""A process of its own that reads a workbook from its input and writes its cells as lines of JSON.

The reader of workbooks is native code: a damaged or hostile file can make it ask for a hundred gigabytes, and
then the system ends the process at once. So it is never the process of the site: this one has a ceiling of
memory and may die alone. It is run by its path, and imports nothing of Palier.

Each line of the output is a list: ``["sheet", name]``, or ``["row", number from 1, [texts]]``.
"""

import datetime
import io
import json
import sys

from python_calamine import CalamineWorkbook, SheetTypeEnum

MEMORY_LIMIT = 3 * 1024**3


def limit_memory() -> None:
    """Put the ceiling, where the system has one to put (Windows has none)."""
    try:
        import resource  # noqa: PLC0415 (absent from Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell_text(value: object) -> str:
    """Return a cell as a person reads it: "3" for 3.0, "14/11/2018" for a date, "Oui" for a true."""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y" if value.time() == datetime.time() else "%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def main() -> None:
    """Read the input, write the rows of each worksheet in order."""
    limit_memory()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        print(json.dumps(["sheet", name]))
        first = sheet.start[0] + 1 if sheet.start else 1
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), first):
            print(json.dumps(["row", number, [cell_text(value) for value in row]]))


if __name__ == "__main__":
    main()
