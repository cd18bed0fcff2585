"""The bytes of a file: its size looked at before it is read, its kind told by its first bytes."""

import os
import stat
from pathlib import Path
from typing import Protocol

from palier.documents.reading.encodings import decode, not_a_text
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.workbooks import BROKEN

DEFAULT_LIMIT = 50 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_KNOWN_KINDS = (
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"%PDF", "un PDF"),
    (b"\x7fELF", "un programme"),
    (b"MZ\x90", "un programme"),
    (b"\x1f\x8b", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"{\\rtf", "un document RTF"),
    (b"SQLite format 3\0", "une base de données"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OLD_WORKBOOK = (
    "Ce fichier est un ancien document Office (.xls, .doc) ou un classeur protégé par un mot de passe : "
    "enregistrez-le en .xlsx sans mot de passe, ou en CSV."
)


class Readable(Protocol):
    """An open file of bytes, as an upload is."""

    def read(self, size: int, /) -> bytes: ...


def read_bytes(source: Path | Readable, expected: Expected, *, limit: int = DEFAULT_LIMIT) -> bytes:
    """Return the content of a regular file, or of an open one, of ``limit`` bytes at most. Raises UnreadableFile."""
    data = _read_path(source, limit, expected) if isinstance(source, Path) else source.read(limit + 1)
    if len(data) > limit:
        raise UnreadableFile(_too_large(limit, len(data)))
    if not data.strip():
        raise UnreadableFile(_empty(expected))
    return data


def _read_path(path: Path, limit: int, expected: Expected) -> bytes:
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableFile(f"C'est un dossier, pas un fichier. {expected.advice}")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(f"Ce n'est pas un fichier ordinaire. {expected.advice}")
        if state.st_size > limit:
            raise UnreadableFile(_too_large(limit, state.st_size))
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableFile("Ce fichier n'existe pas : vérifiez son nom et son dossier.") from error
    except PermissionError as error:
        raise UnreadableFile("La lecture de ce fichier n'est pas permise : demandez-en l'accès.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile("Ce fichier ne peut pas être ouvert : vérifiez son nom et le disque.") from error


def _too_large(limit: int, size: int) -> str:
    most, found = (max(1, count // (1024 * 1024)) for count in (limit, size))
    return f"Ce fichier est trop gros ({found} Mo, pour {most} Mo au plus) : coupez-le en plusieurs fichiers."


def _empty(expected: Expected) -> str:
    return f"Ce fichier est vide. {expected.advice}"


def is_archive(data: bytes) -> bool:
    """Tell whether the file is a zip, as an XLSX workbook is."""
    return data.startswith(_ZIP)


def suffix_of(name: str) -> str:
    """Return the extension of a file's name, in lower case, with its point; "" when there is none."""
    return os.path.splitext(name)[1].casefold()


def refuse_known_kinds(data: bytes, expected: Expected) -> None:
    """Raise UnreadableFile, naming its kind, when the file is an image, a PDF, a program..."""
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(_OLD_WORKBOOK)
    for start, kind in _KNOWN_KINDS:
        if data.startswith(start):
            raise UnreadableFile(f"Ce fichier est {kind}, pas {expected.content}. {expected.advice}")


def text_of(data: bytes, expected: Expected, *, name: str = "") -> str:
    """Return the text of a file that is no workbook. Raises UnreadableFile when it is no text.

    ``name``: the file's own; one that ends by ".xlsx" is said to be damaged.
    """
    refuse_known_kinds(data, expected)
    if is_archive(data):
        raise UnreadableFile(not_a_text(expected))
    if suffix_of(name) == ".xlsx":
        raise UnreadableFile(BROKEN)
    text = decode(data, expected)
    if not text.strip():
        raise UnreadableFile(_empty(expected))
    return text
