"""In which zones a point lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import shapely
from shapely import STRtree
from shapely.geometry import Point

from palier.structures.models import Structure
from palier.territory.geometry import to_shape
from palier.territory.models import Zone


class ZoneIndex:
    """Zones in a tree of rectangles: finding those of a point takes some microseconds, whatever their number."""

    def __init__(self, zones: Iterable[tuple[UUID, Mapping[str, Any]]]) -> None:
        listed = list(zones)
        self._ids = [zone_id for zone_id, _ in listed]
        shapes = [to_shape(contour) for _, contour in listed]
        # Prepared once: each question about the inside of a contour is then much quicker.
        shapely.prepare(shapes)
        self._tree = STRtree(shapes)

    def zones_of(self, longitude: float, latitude: float) -> list[UUID]:
        """Return the ids of the zones that hold the point, in no order; on an edge, the zones of both sides."""
        return [self._ids[place] for place in self._tree.query(Point(longitude, latitude), predicate="intersects")]

    def zones_of_each(self, points: Sequence[tuple[float, float]]) -> list[list[UUID]]:
        """Return, for each (longitude, latitude), the ids of the zones that hold it."""
        found: list[list[UUID]] = [[] for _ in points]
        if points:
            numbers, places = self._tree.query(shapely.points(points), predicate="intersects")
            for number, place in zip(numbers, places, strict=True):
                found[number].append(self._ids[place])
        return found


def zone_index(structure: Structure) -> ZoneIndex:
    """Return the index of the zones of a structure."""
    return ZoneIndex(Zone.objects.filter(structure=structure).values_list("pk", "contour"))
