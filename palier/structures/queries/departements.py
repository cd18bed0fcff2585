"""The départements of France: names, codes, and the list for a select. Source: palier/structures/communes/README.md."""

import csv
from pathlib import Path

from palier.documents.reading.folding import fold

_OTHER_NAMES = {
    "Réunion": "974",
    "Métropole de Lyon": "69",
    "Territoire Belfort": "90",
    "Corse du Nord": "2B",
}


def _read() -> dict[str, str]:
    path = Path(__file__).parents[1] / "communes" / "departements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


# code -> name, in the order of the codes: {"01": "Ain", ..., "2A": "Corse-du-Sud", ..., "974": "La Réunion", ...}
DEPARTEMENTS = _read()
_CODES = {fold(name): code for code, name in DEPARTEMENTS.items()}
_CODES |= {fold(name): code for name, code in _OTHER_NAMES.items()}


def departement_name(code: str) -> str:
    """Return the name of a département or overseas collectivity, or "" when the code is none of theirs."""
    return DEPARTEMENTS.get(code, "")


def departement_code(text: str) -> str:
    """Return the code ("38", "2A", "974") of a département given by name or by code, or ""."""
    candidate = text.strip().upper()
    if len(candidate) == 1 and candidate.isdigit():
        candidate = "0" + candidate  # a spreadsheet takes the zero of "01" away
    return candidate if candidate in DEPARTEMENTS else _CODES.get(fold(text), "")


def departement_choices() -> list[tuple[str, str]]:
    """Return what a select offers: ("01", "01 Ain"), ("02", "02 Aisne")..."""
    return [(code, f"{code} {name}") for code, name in DEPARTEMENTS.items()]
