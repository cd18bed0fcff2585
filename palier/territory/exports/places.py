"""Places as a table, under the columns that the import knows; and the examples of its model."""

from collections.abc import Callable

from palier.documents.reading.imports import Cells
from palier.documents.tables import Cell, Column
from palier.territory.enums import PlaceKind
from palier.territory.importing.place_columns import COLUMNS, hours_text
from palier.territory.importing.places import EXAMPLE
from palier.territory.models import Place

TITLE = "Lieux"
SEPARATOR = " | "
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
