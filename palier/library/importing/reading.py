"""Reading a file of action sheets: its limits, the guess of its format, the identifiers two sheets share."""

import dataclasses
import re
from pathlib import Path

from palier.documents.reading.characters import CONTROL
from palier.documents.reading.delimited import find_delimiter
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.files import DEFAULT_LIMIT, is_archive, read_bytes, refuse_known_kinds, suffix_of, text_of
from palier.documents.reading.workbooks import BROKEN
from palier.library.drafts import Notice, ParsedFile, SheetDraft
from palier.library.importing.json_file import read_json
from palier.library.importing.tables import SHEET_COLUMNS, read_csv, read_workbook
from palier.library.importing.text import read_text

FORMATS = ("auto", "text", "csv", "xlsx", "json")
EXPECTED = Expected("des fiches d'action", ".txt, .csv, .xlsx ou .json")
_JSON_START = re.compile(r"\s*[\[{]\s*(?:[\[{\"\]}]|\Z)")
_SAMPLE = 20_000


def _guess(text: str, name: str) -> str:
    """Return "json", "csv" or "text": the extension when it tells, otherwise what the text looks like."""
    suffix = suffix_of(name)
    if suffix in (".json", ".csv", ".tsv"):
        return "json" if suffix == ".json" else "csv"
    if _JSON_START.match(text):
        return "json"
    sample = text[:_SAMPLE]
    found = find_delimiter(sample[: sample.rfind("\n") + 1] or sample, SHEET_COLUMNS)
    return "csv" if found is not None and found[1].known > 1 else "text"


def read_file(path: Path, *, file_format: str = "auto", name: str = "", limit: int = DEFAULT_LIMIT) -> ParsedFile:
    """Return what a file of action sheets holds.

    ``file_format`` is one of FORMATS; ``name`` the file's own name when ``path`` is a temporary copy (its
    extension helps to guess the format); ``limit`` the largest size in bytes. Raises UnreadableFile when
    nothing of the file can be taken; a sheet that cannot be taken alone is in ``refused``.
    """
    if file_format not in FORMATS:
        raise UnreadableFile(f"Format inconnu : « {file_format} ». Formats possibles : {', '.join(FORMATS)}.")
    path = Path(path)
    data = read_bytes(path, EXPECTED, limit=limit)
    if file_format == "xlsx" or (file_format == "auto" and is_archive(data)):
        if not is_archive(data):
            refuse_known_kinds(data, EXPECTED)
            raise UnreadableFile(BROKEN)
        parsed = read_workbook(data, EXPECTED)
    else:
        parsed = _read_decoded(data, file_format, name or path.name)
    _refuse_conflicts(parsed)
    return parsed


def _read_decoded(data: bytes, file_format: str, name: str) -> ParsedFile:
    text = text_of(data, EXPECTED, name=name if file_format == "auto" else "")
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
