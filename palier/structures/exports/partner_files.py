"""The files around an import: the model to fill in, and the refused lines to correct and send again."""

from collections.abc import Callable, Iterable, Sequence

from palier.documents.tables import Cell, Column
from palier.structures.importing.partner_columns import COLUMNS, HEADERS
from palier.structures.importing.partners import EXAMPLE, PartnerLine
from palier.structures.partner_drafts import Refusal

Cells = dict[str, str]
_REASON = "reason"
TITLE = "Partenaires"
EXAMPLES: tuple[Cells, ...] = (
    {
        "name": f"{EXAMPLE}Bailleur des Trois-Paliers",
        "kind": "Bailleur social",
        "themes": "Logement | Cadre de vie",
        "usual_delay": "15",
        "address": "2 rue des Marches, Valbrune-sur-Isère",
        "website": "https://bailleur.example",
        "contact": "Odette Vauclin",
        "job": "Chargée de secteur",
        "email": "odette.vauclin@bailleur.example",
        "phone": "04 00 00 00 00",
        "consented_on": "2026-03-12",
        "consent_note": "De vive voix, en réunion de quartier",
    },
    {"name": f"{EXAMPLE}Mairie de Valbrune", "kind": "Commune", "themes": "Tranquillité", "usual_delay": "30"},
)


def _cell(key: str) -> Callable[[Cells], Cell]:
    return lambda cells: cells.get(key, "")


MODEL_COLUMNS = [Column(column.header, _cell(column.key)) for column in COLUMNS if column.key != _REASON]


def refused_table(lines: Sequence[PartnerLine], refusals: Iterable[Refusal]) -> tuple[list[Column[Cells]], list[Cells]]:
    """Return the refused lines as they came, every column kept, each with the reasons in a last column."""
    reasons: dict[int, list[str]] = {}
    for refusal in refusals:
        reasons.setdefault(refusal.line, []).append(f"{refusal.column} : {refusal.reason}")
    rows = [{**cells, _REASON: " ".join(reasons[line])} for line, cells in lines if line in reasons]
    present = {key for cells in rows for key in cells}
    others = list(dict.fromkeys(key for cells in rows for key in cells if key not in HEADERS))
    keys = [column.key for column in COLUMNS if column.key in present and column.key != _REASON]
    columns = [Column(HEADERS.get(key, key), _cell(key)) for key in [*keys, *others, _REASON]]
    return columns, rows
