"""The lists beside the map: hundreds of lines, of which a page shows a name and a few words."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Lower
from django.urls import reverse

from palier.territory.enums import PlaceKind
from palier.territory.models import Place, PlaceZone
from palier.territory.queries.zones import KIND_ORDER, zones_listed

_NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class MapLine:
    """``detail`` are French words; ``point`` is what the map calls it, "" when it is not on the map."""

    name: str
    url: str
    detail: str
    point: str


def place_lines() -> list[MapLine]:
    """Return the places in use by name, with their kind and their zones, in two queries."""
    zones: dict[UUID, list[str]] = defaultdict(list)
    of_places = PlaceZone.objects.filter(place__archived_at=None).order_by("zone__kind", "zone__name")
    for place_id, zone in of_places.values_list("place_id", "zone__name"):
        zones[place_id].append(zone)
    address, labels = _addresses("territory:place-detail"), dict(PlaceKind.choices)
    lines = []
    places = Place.objects.filter(archived_at=None).order_by(Lower("name"), "pk")
    for pk, name, kind, latitude in places.values_list("pk", "name", "kind", "latitude"):
        somewhere = latitude is not None
        words = [labels[kind], *zones[pk], *([] if somewhere else ["pas encore sur la carte"])]
        lines.append(MapLine(name, address(pk), " · ".join(map(str, words)), str(pk) if somewhere else ""))
    return lines


def zone_lines() -> list[tuple[str, list[MapLine]]]:
    """Return the zones under the words of their kind, each with how many places lie there, in one query."""
    address = _addresses("territory:zone-detail")
    lines: dict[str, list[MapLine]] = defaultdict(list)
    columns = ("kind", "pk", "name", "place_count")
    rows = zones_listed().values_list(*columns)
    for kind, pk, name, places in rows:
        lines[kind].append(MapLine(name, address(pk), _count(places), str(pk)))
    return [(kind.label, lines[kind.value]) for kind in KIND_ORDER if kind.value in lines]


def _count(places: int) -> str:
    return f"{places} lieu{'x' if places > 1 else ''}" if places else ""


def _addresses(name: str) -> Callable[[UUID], str]:
    """Return what gives the address of a row: asking Django for it hundreds of times takes longer than the queries."""
    sample = reverse(name, args=[_NOWHERE])
    return lambda pk: sample.replace(str(_NOWHERE), str(pk))
