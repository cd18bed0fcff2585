"""Reading a file of action sheets: its limits, the guess of its format, the identifiers two sheets share."""

import dataclasses
import os
import re
import stat
from pathlib import Path

from palier.library.drafts import Notice, ParsedFile, SheetDraft
from palier.library.importing.cleaning import CONTROL
from palier.library.importing.encodings import BINARY, decode
from palier.library.importing.errors import UnreadableFile
from palier.library.importing.json_file import read_json
from palier.library.importing.tables import find_delimiter, read_csv
from palier.library.importing.text import read_text
from palier.library.importing.workbooks import BROKEN, read_workbook

FORMATS = ("auto", "text", "csv", "xlsx", "json")
DEFAULT_LIMIT = 50 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_EXPECTED = "Choisissez un fichier .txt, .csv, .xlsx ou .json qui contient des fiches d'action."
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
_JSON_START = re.compile(r"\s*[\[{]\s*(?:[\[{\"\]}]|\Z)")
_SAMPLE = 20_000


def _read_bytes(path: Path, limit: int) -> bytes:
    """Return the content of a regular file; its size is looked at before it is read."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableFile(f"C'est un dossier, pas un fichier. {_EXPECTED}")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(f"Ce n'est pas un fichier ordinaire. {_EXPECTED}")
        if state.st_size > limit:
            raise UnreadableFile(_too_large(limit, state.st_size))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableFile("Ce fichier n'existe pas : vérifiez son nom et son dossier.") from error
    except PermissionError as error:
        raise UnreadableFile("La lecture de ce fichier n'est pas permise : demandez-en l'accès.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile("Ce fichier ne peut pas être ouvert : vérifiez son nom et le disque.") from error
    if len(data) > limit:
        raise UnreadableFile(_too_large(limit, len(data)))
    return data


def _too_large(limit: int, size: int) -> str:
    most, found = (max(1, count // (1024 * 1024)) for count in (limit, size))
    return f"Ce fichier est trop gros ({found} Mo, pour {most} Mo au plus) : coupez-le en plusieurs fichiers."


def _refuse_known_kinds(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(_OLD_WORKBOOK)
    for start, kind in _KNOWN_KINDS:
        if data.startswith(start):
            raise UnreadableFile(f"Ce fichier est {kind}, pas des fiches d'action. {_EXPECTED}")


def _guess(text: str, name: str) -> str:
    """Return "json", "csv" or "text": the extension when it tells, otherwise what the text looks like."""
    suffix = os.path.splitext(name)[1].casefold()
    if suffix in (".json", ".csv", ".tsv"):
        return "json" if suffix == ".json" else "csv"
    if _JSON_START.match(text):
        return "json"
    sample = text[:_SAMPLE]
    found = find_delimiter(sample[: sample.rfind("\n") + 1] or sample)
    return "csv" if found is not None and sum(bool(key) for key in found[1].keys) > 1 else "text"


def read_file(path: Path, *, file_format: str = "auto", name: str = "", limit: int = DEFAULT_LIMIT) -> ParsedFile:
    """Return what a file of action sheets holds.

    ``file_format`` is one of FORMATS; ``name`` the file's own name when ``path`` is a temporary copy (its
    extension helps to guess the format); ``limit`` the largest size in bytes. Raises UnreadableFile when
    nothing of the file can be taken; a sheet that cannot be taken alone is in ``refused``.
    """
    if file_format not in FORMATS:
        raise UnreadableFile(f"Format inconnu : « {file_format} ». Formats possibles : {', '.join(FORMATS)}.")
    path = Path(path)
    data = _read_bytes(path, limit)
    if not data.strip():
        raise UnreadableFile(f"Ce fichier est vide. {_EXPECTED}")
    if file_format == "xlsx" or (file_format == "auto" and data.startswith(_ZIP)):
        if not data.startswith(_ZIP):
            _refuse_known_kinds(data)
            raise UnreadableFile(BROKEN)
        parsed = read_workbook(data)
    else:
        parsed = _read_decoded(data, file_format, name or path.name)
    _refuse_conflicts(parsed)
    return parsed


def _read_decoded(data: bytes, file_format: str, name: str) -> ParsedFile:
    _refuse_known_kinds(data)
    if data.startswith(_ZIP):
        raise UnreadableFile(BINARY)
    if os.path.splitext(name)[1].casefold() == ".xlsx" and file_format == "auto":
        raise UnreadableFile(BROKEN)
    text = decode(data)
    if not text.strip():
        raise UnreadableFile(f"Ce fichier est vide. {_EXPECTED}")
    chosen = _guess(text, name) if file_format == "auto" else file_format
    parsed = {"json": read_json, "csv": read_csv, "text": read_text}[chosen](text)
    control = CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        message = "Des caractères de contrôle, invisibles, ont été retirés à partir d'ici."
        parsed.warnings.append(Notice("", line, "", message))
    return parsed


def _same(first: SheetDraft, second: SheetDraft) -> bool:
    return dataclasses.replace(first, line=0) == dataclasses.replace(second, line=0)


def _refuse_conflicts(parsed: ParsedFile) -> None:
    """Refuse the sheets that share an identifier and differ: nobody can tell which is right.

    Sheets that are the same stay: the import reports the second one as identical.
    """
    groups: dict[tuple[str, str], list[SheetDraft]] = {}
    for draft in parsed.drafts:
        if draft.source_id:
            groups.setdefault((draft.source, draft.source_id), []).append(draft)
    refused: set[int] = set()
    for (_source, identifier), drafts in groups.items():
        if all(_same(drafts[0], other) for other in drafts[1:]):
            continue
        lines = " et ".join(str(draft.line) for draft in drafts)
        reason = (
            f"L'identifiant « {identifier} » est celui de fiches différentes (lignes {lines}) : aucune n'est "
            "prise. Corrigez l'identifiant, ou gardez une seule de ces fiches."
        )
        for draft in drafts:
            refused.add(id(draft))
            parsed.refused.append(Notice(draft.title, draft.line, "source_id", reason))
    parsed.drafts = [draft for draft in parsed.drafts if id(draft) not in refused]
