"""The lines of a file of structures, read one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from palier.documents.reading.characters import clean_line
from palier.documents.reading.errors import Expected
from palier.documents.reading.files import Readable
from palier.documents.reading.headers import KnownColumn, KnownColumns
from palier.documents.reading.tables import TableRow, read_table
from palier.structures.enums import StructureKind
from palier.structures.importing.kinds import kind_guessed, kind_said
from palier.structures.queries.communes import commune_meant
from palier.structures.queries.departements import departement_code
from palier.structures.siret import NotSiret, read_siret

COLUMNS = KnownColumns(
    [
        KnownColumn("name", "Nom", ("Raison sociale", "Structure", "Nom de la structure", "Dénomination"), True),
        KnownColumn("public_name", "Nom public", ("Nom d'usage", "Enseigne")),
        KnownColumn("kind", "Type", ("Type de structure", "Catégorie", "Nature", "Statut")),
        KnownColumn("siret", "SIRET", ("Numéro SIRET", "N° SIRET")),
        KnownColumn("address", "Adresse", ("Adresse postale", "Rue", "Voie")),
        KnownColumn("postal_code", "Code postal", ("CP",)),
        KnownColumn("commune", "Commune", ("Ville", "Nom de la commune", "Localité")),
        KnownColumn("commune_code", "Code Insee", ("Code commune", "Code Insee de la commune", "Insee")),
        KnownColumn("departement", "Département", ("Code département", "Dép")),
    ]
)
EXPECTED = Expected("un tableau de structures")
# What programs write where there is nothing.
_NOTHING = {"0", "null", "none", "nan", "n/a", "na", "nc", "nr", "-", "."}
# The longest text that each column of the table takes (models/structure.py), in characters.
_LONGEST = {
    "name": ("Nom", 200),
    "public_name": ("Nom public", 200),
    "address": ("Adresse", 200),
    "commune": ("Commune", 80),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say of a line (from 1): the name on it, and a French sentence."""

    line: int
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What one line says of a structure: only what is written, so that a blank cell erases nothing.

    ``guessed_kind`` serves for a new structure when the line names no kind of ours.
    """

    line: int
    values: dict[str, str]
    guessed_kind: StructureKind
    warnings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the structure."""
        return self.values["name"]

    @property
    def siret(self) -> str:
        """The SIRET, or ""."""
        return self.values.get("siret", "")

    @property
    def commune_code(self) -> str:
        """The INSEE code of the commune, or ""."""
        return self.values.get("commune_code", "")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A whole file: what its lines say, those that are refused, the columns that nobody here knows."""

    drafts: list[Draft]
    refused: list[Notice]
    unknown_columns: list[str]


class LineRefused(Exception):  # noqa: N818 (the name says what happened)
    """A line cannot be a structure. The message is French."""


def read_structures(source: Path | Readable, *, name: str = "", limit: int) -> ReadFile:
    """Return what a CSV or XLSX file of ``limit`` bytes at most says. Raises UnreadableFile."""
    table = read_table(source, COLUMNS, name=name, limit=limit, expected=EXPECTED)
    return ReadFile(*_drafts(table.rows), unknown_columns=table.header.unknown)


def _drafts(rows: Iterable[TableRow]) -> tuple[list[Draft], list[Notice]]:
    drafts, refused = [], []
    for row in rows:
        cells = {key: _cell(text) for key, text in row.cells.items()}
        try:
            drafts.append(_draft(row.line, cells))
        except LineRefused as refusal:
            refused.append(Notice(row.line, cells.get("name", ""), str(refusal)))
    return drafts, refused


def _cell(text: str) -> str:
    line = clean_line(text)
    return "" if line.casefold() in _NOTHING else line


def _draft(line: int, cells: dict[str, str]) -> Draft:
    """Return what a line says. Raises LineRefused."""
    warnings: list[str] = []
    if not cells.get("name"):
        raise LineRefused("Il manque le nom de la structure.")
    values = {key: cells[key] for key in ("name", "public_name") if cells.get(key)}
    try:
        values["siret"] = read_siret(cells.get("siret", ""))
    except NotSiret as refusal:
        raise LineRefused(f"{refusal} (« {cells['siret']} »)") from refusal
    said = kind_said(cells.get("kind", ""))
    if said == StructureKind.FEDERATION:
        raise LineRefused("Une fédération n'entre pas dans une autre fédération.")
    if said is not None:
        values["kind"] = said.value
    values |= _place(cells, warnings)
    if not values["siret"] and not values.get("commune_code"):
        raise LineRefused("Sans SIRET ni commune reconnue, rien ne distingue cette structure d'une autre.")
    _check_lengths(values)
    guessed = kind_guessed(values["name"], cells.get("kind", ""))
    return Draft(line, {key: text for key, text in values.items() if text}, guessed, warnings)


def _place(cells: dict[str, str], warnings: list[str]) -> dict[str, str]:
    """Return the address, the postal code and the commune of a line, with the warnings they deserve."""
    postal_code, town = cells.get("postal_code", "").replace(" ", ""), cells.get("commune", "")
    if postal_code.isascii() and postal_code.isdigit() and len(postal_code) == 4:
        postal_code = f"0{postal_code}"  # a spreadsheet takes the zero of "01000" away
    if postal_code and not (postal_code.isascii() and postal_code.isdigit() and len(postal_code) == 5):
        warnings.append(f"Code postal illisible, laissé vide : « {postal_code} ».")
        postal_code = ""
    address, _, tail = cells.get("address", "").rpartition(", ")
    if not address or not postal_code or not tail.startswith(f"{postal_code} "):
        address = cells.get("address", "")
    commune = commune_meant(cells.get("commune_code", ""), town, postal_code)
    if commune is not None:
        place = {"commune": commune.name, "commune_code": commune.code, "departement": commune.departement}
    else:
        place = {"commune": town, "departement": departement_code(cells.get("departement", ""))}
        warnings.append(f"Commune inconnue de l'Insee, écrite telle quelle : « {town} »." if town else "Sans commune.")
    return {"address": address, "postal_code": postal_code, **place}


def _check_lengths(values: dict[str, str]) -> None:
    for key, (label, longest) in _LONGEST.items():
        if len(values.get(key, "")) > longest:
            raise LineRefused(f"« {label} » dépasse {longest} caractères.")
