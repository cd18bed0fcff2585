"""Places as a table, under the columns that the import knows; and the files around an import."""

from collections.abc import Callable, Iterable, Sequence

from palier.documents.tables import Cell, Column
from palier.territory.drafts import Refusal
from palier.territory.enums import PlaceKind
from palier.territory.importing.place_columns import COLUMNS, HEADERS, NOT_TYPED, hours_text
from palier.territory.importing.places import EXAMPLE, PlaceLine
from palier.territory.models import Place

TITLE = "Lieux"
SEPARATOR = " | "
Cells = dict[str, str]
EXAMPLES: tuple[Cells, ...] = (
    {
        "name": f"{EXAMPLE}Marché du jeudi",
        "kind": "Marché",
        "address": "Place des Tilleuls",
        "postal_code": "93140",
        "commune": "Bondy",
        "latitude": "48.9012",
        "longitude": "2.4833",
        "hours": "jeudi 08:00-12:30",
        "note": "Près de la fontaine, à l'abri du vent.",
    },
    {"name": f"{EXAMPLE}Sortie de l'école des Marches", "kind": "École", "hours": "lundi 16:15-17:00"},
)


def refused_table(lines: Sequence[PlaceLine], refusals: Iterable[Refusal]) -> tuple[list[Column[Cells]], list[Cells]]:
    """Return the refused lines as they came, every column kept, each with the reasons in a last column."""
    reasons: dict[int, list[str]] = {}
    for refusal in refusals:
        reasons.setdefault(refusal.line, []).append(f"{refusal.column} : {refusal.reason}")
    rows = [{**cells, "reason": " ".join(reasons[line])} for line, cells in lines if line in reasons]
    present = list(dict.fromkeys(key for cells in rows for key in cells if key != "reason"))
    return [Column(HEADERS.get(key, key), _cell(key)) for key in [*present, "reason"]], rows


def _cell(key: str) -> Callable[[Cells], Cell]:
    return lambda cells: cells.get(key, "")


def _of_place(name: str) -> Callable[[Place], Cell]:
    return lambda place: getattr(place, name)


VALUES: dict[str, Callable[[Place], Cell]] = {
    **{name: _of_place(name) for name in ("name", "address", "postal_code", "commune", "note")},
    # As text: with a decimal comma the two numbers of a point could not be told apart.
    "latitude": lambda place: "" if place.latitude is None else str(place.latitude),
    "longitude": lambda place: "" if place.longitude is None else str(place.longitude),
    "kind": lambda place: PlaceKind(place.kind).label,
    "hours": lambda place: hours_text(place.hours),
    "partner": lambda place: str(place.partner or ""),
    "zones": lambda place: SEPARATOR.join(zone.name for zone in place.zones.all()),
}
COLUMNS_OUT = [Column(column.header, VALUES[column.key]) for column in COLUMNS if column.key in VALUES]
MODEL_COLUMNS = [Column(column.header, _cell(column.key)) for column in COLUMNS if column.key not in NOT_TYPED]
