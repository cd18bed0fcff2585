"""XLSX workbooks: checked piece by piece before they are opened, so that none can fill the memory.

A workbook is a zip of XML files. The sizes it declares may lie, a few bytes may unfold into gigabytes, and
one cell at the far corner of a sheet makes a reader allocate the whole rectangle: all three are looked at
first.
"""

import io
import json
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.headers import Columns, Header, Row, find_header

UNFOLDED_LIMIT = 300 * 1024 * 1024
PARTS_LIMIT = 2000
CELLS_LIMIT = 5_000_000
_CHUNK = 1024 * 1024
_PROCESS = Path(__file__).with_name("workbook_process.py")
_TIME_LIMIT = 120
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_OVERLAP = 64
BROKEN = (
    "Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le de nouveau en .xlsx "
    "(ou en CSV), puis réessayez."
)
TOO_LARGE = (
    "Ce classeur, une fois déplié, est démesuré : par prudence il n'est pas ouvert. Gardez seulement la "
    "feuille utile et enregistrez-la en CSV."
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


def check_archive(data: bytes, expected: Expected) -> None:
    """Raise UnreadableFile unless ``data`` is a whole workbook of reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableFile(BROKEN) from error
    names = {part.filename.casefold() for part in parts}
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(f"Cette archive n'est pas un classeur Excel. {expected.advice}")
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


def _extract(data: bytes) -> list[str]:
    """Return the lines that the process apart writes. Raises UnreadableFile when it fails."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "RUST_BACKTRACE": "0",
    }
    try:
        done = subprocess.run(  # noqa: S603 (our own file, no shell)
            [sys.executable, "-P", str(_PROCESS)],
            input=data,
            capture_output=True,
            env=environment,
            timeout=_TIME_LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(TOO_LARGE) from error
    except subprocess.CalledProcessError as error:
        raise UnreadableFile(BROKEN) from error
    return done.stdout.decode("ascii").splitlines()


def _tables(lines: list[str]) -> list[list[Row]]:
    tables: list[list[Row]] = []
    for line in lines:
        kind, *content = json.loads(line)
        if kind == "sheet":
            tables.append([])
        else:
            number, cells = content
            tables[-1].append((number, cells))
    return tables


def open_workbook(data: bytes, columns: Columns, expected: Expected) -> tuple[Header, Iterator[Row]]:
    """Return the first header that fits in a workbook, and the rows below it. Raises UnreadableFile."""
    check_archive(data, expected)
    for table in _tables(_extract(data)):
        rows = iter(table)
        header = find_header(rows, columns)
        if header is not None:
            return header, rows
    raise UnreadableFile(columns.no_header)
