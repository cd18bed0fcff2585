"""In which zones a point lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy
import shapely
from shapely import STRtree

from palier.structures.models import Structure
from palier.territory.geometry import to_shape
from palier.territory.models import Zone

# Degrees, twenty to thirty metres: by how much a contour drawn along a street and a point put there may differ.
MARGIN = 0.0003


class ZoneIndex:
    """Zones in a tree of rectangles: finding those of a point takes some microseconds, whatever their number.

    A zone holds the points inside it and on its edge. A point that no zone of a kind holds goes to the nearest one of
    this kind, if its edge is no farther than the other side of the street (MARGIN).
    """

    def __init__(self, zones: Iterable[tuple[UUID, str, Mapping[str, Any]]]) -> None:
        listed = list(zones)
        self._ids = [zone_id for zone_id, _, _ in listed]
        self._kinds = [kind for _, kind, _ in listed]
        self._shapes = numpy.array([to_shape(contour) for _, _, contour in listed], dtype=object)
        # Prepared once: each question about a contour is then much quicker.
        shapely.prepare(self._shapes)
        self._tree = STRtree(self._shapes)

    def zones_of(self, longitude: float, latitude: float) -> list[UUID]:
        """Return the ids of the zones of the point, in no order; on a common edge, the zones of both sides."""
        return self.zones_of_each([(longitude, latitude)])[0]

    def zones_of_each(self, points: Sequence[tuple[float, float]]) -> list[list[UUID]]:
        """Return, for each (longitude, latitude), the ids of its zones."""
        found: list[list[UUID]] = [[] for _ in points]
        if not points or not self._ids:
            return found
        put = shapely.points(points)
        numbers, places = self._tree.query(put, predicate="intersects")
        held = [set[str]() for _ in points]
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            found[number].append(self._ids[place])
            held[number].add(self._kinds[place])
        kinds = len(set(self._kinds))
        alone = [number for number, some in enumerate(held) if len(some) < kinds]
        if alone:
            self._add_nearest(put, alone, held, found)
        return found

    def _add_nearest(
        self, put: Any, alone: Sequence[int], held: Sequence[set[str]], found: Sequence[list[UUID]]
    ) -> None:
        """Add to each point of ``alone`` the nearest zone within the margin, of each kind that none holds it."""
        rows, places = self._tree.query(put[alone], predicate="dwithin", distance=MARGIN)
        distances = shapely.distance(put[alone][rows], self._shapes[places])
        for rank in numpy.argsort(distances, kind="stable").tolist():
            number, place = alone[int(rows[rank])], int(places[rank])
            if self._kinds[place] not in held[number]:
                held[number].add(self._kinds[place])
                found[number].append(self._ids[place])


def zone_index(structure: Structure) -> ZoneIndex:
    """Return the index of the zones of a structure."""
    return ZoneIndex(Zone.objects.filter(structure=structure).values_list("pk", "kind", "contour"))
