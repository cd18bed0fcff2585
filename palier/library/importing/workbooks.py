"""XLSX workbooks: checked piece by piece before they are opened, so that none can fill the memory.

A workbook is a zip of XML files. The sizes it declares may lie, a few bytes may unfold into gigabytes, and
one cell at the far corner of a sheet makes a reader allocate the whole rectangle: all three are looked at
first.
"""

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from palier.library.drafts import ParsedFile
from palier.library.importing.errors import UnreadableFile
from palier.library.importing.tables import NO_HEADER, Row, find_header, read_table

UNFOLDED_LIMIT = 300 * 1024 * 1024
PARTS_LIMIT = 2000
CELLS_LIMIT = 5_000_000
_CHUNK = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_OVERLAP = 64
BROKEN = (
    "Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le de nouveau en .xlsx "
    "(ou en CSV), puis réessayez."
)
TOO_LARGE = (
    "Ce classeur, une fois déplié, est démesuré : par prudence il n'est pas ouvert. Gardez seulement la "
    "feuille des fiches et enregistrez-la en CSV."
)
NOT_A_WORKBOOK = (
    "Cette archive n'est pas un classeur Excel. Enregistrez le tableau au format .xlsx ou CSV ; pour un "
    "document de texte, copiez son contenu dans un fichier .txt."
)
LOCKED = "Ce classeur est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unfold(data: bytes, part: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Yield the real content of a part, whatever it declares. Raises UnreadableFile past ``limit`` bytes."""
    header = data[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableFile(BROKEN)
    _mark, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    folded = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield folded
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFile(BROKEN)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    while folded and not inflater.eof:
        chunk = inflater.decompress(folded, _CHUNK)
        folded = inflater.unconsumed_tail
        total += len(chunk)
        if total > limit:
            raise UnreadableFile(TOO_LARGE)
        yield chunk
    if not inflater.eof:
        raise UnreadableFile(BROKEN)


def _check_part(data: bytes, part: zipfile.ZipInfo, limit: int) -> int:
    """Return the real size of a part; refuse one that lies about it, or a sheet with a cell too far away."""
    size = rows = columns = 0
    is_sheet = part.filename.casefold().startswith("xl/worksheets/")
    tail = b""
    for chunk in _unfold(data, part, limit):
        size += len(chunk)
        if is_sheet:
            for letters, digits in _REFERENCE.findall(tail + chunk):
                rows = max(rows, int(digits))
                columns = max(columns, _column_number(letters))
            tail = chunk[-_OVERLAP:]
    if rows * columns > CELLS_LIMIT:
        raise UnreadableFile(TOO_LARGE)
    if size != part.file_size:
        raise UnreadableFile(BROKEN)
    return size


def check_archive(data: bytes) -> None:
    """Raise UnreadableFile unless ``data`` is a whole workbook of reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableFile(BROKEN) from error
    names = {part.filename.casefold() for part in parts}
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(NOT_A_WORKBOOK)
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNFOLDED_LIMIT:
        raise UnreadableFile(TOO_LARGE)
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile(LOCKED)
    left = UNFOLDED_LIMIT
    try:
        for part in parts:
            left -= _check_part(data, part, left)
    except zlib.error as error:
        raise UnreadableFile(BROKEN) from error


def _cell_text(value: object) -> str:
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


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for line, cells in enumerate(sheet.to_python(skip_empty_area=True), first):
        yield line, [_cell_text(cell) for cell in cells]


def read_workbook(data: bytes) -> ParsedFile:
    """Return the sheets of the first worksheet whose header fits. Raises UnreadableFile."""
    check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        tables = [workbook.get_sheet_by_name(name) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(BROKEN) from error
    for table in tables:
        rows = _rows(table)
        header = find_header(rows)
        if header is not None:
            return read_table(header, rows)
    raise UnreadableFile(NO_HEADER)
