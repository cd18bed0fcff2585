"""The départements, and the end of a structure's line that names one."""

import csv
import re
from pathlib import Path

from palier.library.importing.labels import fold

_SEPARATOR = re.compile(r"\s+[-–—]\s+")
_OTHER_NAMES = {
    "Réunion": "974",
    "Métropole de Lyon": "69",
    "Territoire Belfort": "90",
    "Corse du Nord": "2B",
}


def _read() -> dict[str, str]:
    path = Path(__file__).with_name("departements.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


NAMES = _read()
_CODES = {fold(name): code for code, name in NAMES.items()} | {fold(k): v for k, v in _OTHER_NAMES.items()}


def code_of(text: str) -> str:
    """Return the code ("38", "2A", "974") of a département given by name or by code, or ""."""
    candidate = text.strip().upper()
    if len(candidate) == 1 and candidate.isdigit():
        candidate = "0" + candidate  # a spreadsheet takes the zero of "01" away
    return candidate if candidate in NAMES else _CODES.get(fold(text), "")


def split_structure(line: str) -> tuple[str, str]:
    """Return the name and the département's code of "NAME - Département".

    The last " - " counts, and only when what follows is a département; otherwise the whole line is the name.
    """
    cuts = list(_SEPARATOR.finditer(line))
    if cuts and (code := code_of(line[cuts[-1].end() :])):
        return line[: cuts[-1].start()].strip(), code
    return line, ""
