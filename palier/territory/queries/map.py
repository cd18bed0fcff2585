"""What the map shows: contours made light enough for a phone, and places."""

from collections.abc import Mapping
from typing import Any

import shapely

from palier.structures.models import Structure
from palier.territory.enums import PlaceKind, ZoneKind
from palier.territory.geometry import Geometry, to_geojson, to_shape
from palier.territory.models import Place, Zone

# All the contours of a page together stay under this, about 150 kB before compression.
POINTS_SHOWN = 8_000
# Degrees: the first is about 3 metres, what is not seen at the scale of a neighbourhood.
_TOLERANCES = (0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01)
_DECIMALS = 1e-5


def map_content(structure: Structure) -> dict[str, Any]:
    """Return the GeoJSON FeatureCollection of the zones and of the places in use that have a point.

    Properties: ``kind`` ("zone" or "place"), ``type`` (a ZoneKind or a PlaceKind), ``label``, ``detail``, ``url``.
    """
    zones = list(Zone.objects.filter(structure=structure).defer("population").order_by("name", "pk"))
    places = Place.objects.filter(structure=structure, archived_at=None).exclude(latitude=None).order_by("name", "pk")
    contours = lighter([zone.contour for zone in zones])
    features = [_zone(zone, contour) for zone, contour in zip(zones, contours, strict=True)]
    return {"type": "FeatureCollection", "features": [*features, *(_place(place) for place in places)]}


def lighter(contours: list[Geometry]) -> list[Geometry]:
    """Return the contours with few enough points to be drawn at once, as they are when they have few."""
    if sum(count_points(contour) for contour in contours) <= POINTS_SHOWN:
        return contours
    shapes = [to_shape(contour) for contour in contours]
    drawn = shapes
    for tolerance in _TOLERANCES:
        drawn = [shape.simplify(tolerance) for shape in shapes]
        if sum(shapely.get_num_coordinates(drawn)) <= POINTS_SHOWN:
            break
    return [to_geojson(shapely.set_precision(shape, _DECIMALS, mode="pointwise")) for shape in drawn]


def count_points(contour: Geometry) -> int:
    """Return how many points a contour has."""
    polygons = [contour["coordinates"]] if contour["type"] == "Polygon" else contour["coordinates"]
    return sum(len(ring) for polygon in polygons for ring in polygon)


def _zone(zone: Zone, contour: Geometry) -> dict[str, Any]:
    detail = ZoneKind(zone.kind).label
    if zone.population_total is not None:
        detail += f", {zone.population_total} habitant·es"
    return _feature(zone, contour, kind="zone", type=zone.kind, detail=detail)


def _place(place: Place) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return _feature(place, point, kind="place", type=place.kind, detail=PlaceKind(place.kind).label)


def _feature(row: Zone | Place, geometry: Mapping[str, Any], **properties: str) -> dict[str, Any]:
    told = {**properties, "label": row.name, "url": row.get_absolute_url()}
    return {"type": "Feature", "id": str(row.pk), "geometry": geometry, "properties": told}
