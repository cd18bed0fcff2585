"""The columns of a table of action sheets, to write and to read it: what is written comes back the same.

In a cell, several values stand between " | "; where a value may itself hold a bar, it is written ``\\|`` (and
a backslash ``\\\\``). A cell that a spreadsheet would take for a formula ("=", "+", "-", "@" first) has one
more apostrophe before it, taken away when read.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from palier.documents.reading.folding import fold
from palier.documents.tables import guarded
from palier.library.drafts import PeopleCount, SheetDraft
from palier.library.importing.labels import EXTRA_COLUMNS, LABELS
from palier.library.importing.people_words import KINDS
from palier.library.importing.structure_lines import split_structure
from palier.library.importing.values import CHOICES, SINGLE
from palier.structures.queries.departements import DEPARTEMENTS

# (identifier in SheetDraft, French header), in the order of the national base.
COLUMNS: list[tuple[str, str]] = [
    *((label.key, label.name) for label in LABELS if label.key != "partners"),
    *EXTRA_COLUMNS.items(),
]
KIND_NAMES = dict(
    zip(KINDS, ("professionnel·les", "bénévoles", "participant·es", "personnes non précisées"), strict=True)
)
_KINDS = {fold(name): kind for kind, name in KIND_NAMES.items()} | {kind: kind for kind in KINDS}
_PART = re.compile(r"(?:\\.|[^\\|]|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\|:])")
_COLON = re.compile(r"(?<!\\)(?:\\\\)* : ")
_PEOPLE = re.compile(r"\s*(?P<kind>[^:]+?)\s*:\s*(?P<low>\d{1,9})(?:\s*(?:à|-)\s*(?P<high>\d{1,9}))?\s*")


def _escape(text: str, marks: str = "\\|") -> str:
    return "".join("\\" + character if character in marks else character for character in text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def join_values(values: Iterable[str]) -> str:
    """Return several free values in one cell."""
    return " | ".join(_escape(value) for value in values)


def split_values(cell: str) -> list[str]:
    """Return the free values of a cell: between bars, or one a line."""
    parts = [line for part in _PART.findall(cell) for line in part.split("\n")]
    return [_unescape(part.strip()) for part in parts if part.strip()]


def write_unmapped(unmapped: dict[str, str]) -> str:
    """Return, in one cell, the texts without a place: "label : text", between bars."""
    entries = (_escape(label, "\\|:") + " : " + _escape(text) for label, text in unmapped.items())
    return " | ".join(entries)


def read_unmapped(cell: str) -> dict[str, str] | None:
    """Return what ``write_unmapped`` wrote, or None when the cell is something else."""
    found: dict[str, str] = {}
    for part in _PART.findall(cell):
        cut = _COLON.search(part)
        if cut is None:
            return None
        label, text = _unescape(part[: cut.end() - 3]).strip(), _unescape(part[cut.end() :]).strip()
        if not label or label in found:
            return None
        found[label] = text
    return found


def write_people(people: Iterable[PeopleCount]) -> str:
    """Return counts in one cell: "bénévoles : 25 à 35"."""
    return " | ".join(
        f"{KIND_NAMES[count.kind]} : {count.low}" + (f" à {count.high}" if count.high != count.low else "")
        for count in people
    )


def read_people(cell: str) -> list[PeopleCount] | None:
    """Return what ``write_people`` wrote, or None when the cell is something else."""
    found: list[PeopleCount] = []
    for part in cell.split("|"):
        match = _PEOPLE.fullmatch(part)
        kind = _KINDS.get(fold(match["kind"])) if match else None
        if match is None or kind is None:
            return None
        found.append(PeopleCount(kind, int(match["low"]), int(match["high"] or match["low"])))
    return found


def read_amounts(cell: str) -> list[Decimal] | None:
    """Return amounts in euros ("1500 | 244.97"), or None when the cell is something else."""
    try:
        amounts = [Decimal(re.sub(r"[\s€]", "", part).replace(",", ".")) for part in cell.split("|")]
    except InvalidOperation:
        return None
    return amounts if all(amount.is_finite() for amount in amounts) else None


def _structure_cell(draft: SheetDraft) -> str:
    """Return the name; a name that ends by its département says it twice, for reading takes one away."""
    code = split_structure(draft.structure_name)[1]
    again = f" - {DEPARTEMENTS[code]}" if code and code == draft.departement else ""
    return draft.structure_name + again


def _cell(draft: SheetDraft, name: str) -> str:
    value = getattr(draft, name)
    if name in CHOICES:
        labels = dict(CHOICES[name].choices)
        slugs = [value] if name in SINGLE else value
        return " | ".join(str(labels.get(slug, slug)) for slug in slugs if slug)
    writers = {
        "structure_name": lambda: _structure_cell(draft),
        "year": lambda: "" if value is None else str(value),
        "attachments": lambda: join_values(value),
        "amounts": lambda: " | ".join(str(amount) for amount in value),
        "people": lambda: write_people(value),
        "unmapped": lambda: write_unmapped(value),
    }
    return writers[name]() if name in writers else str(value)


def cells_of(draft: SheetDraft) -> list[str]:
    """Return the cells of a sheet in the order of COLUMNS, safe for a spreadsheet, read back as they were."""
    return [guarded(_cell(draft, name)) for name, _header in COLUMNS]
