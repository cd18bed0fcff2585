"""Contours of zones: checked, repaired, made lighter. GeoJSON geometries in WGS 84, longitude first, as RFC 7946."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Geometry = dict[str, Any]
POINTS_LIMIT = 20_000
# A contour drawn by people crosses itself a few times. A scribble takes minutes, and all the memory, to be repaired.
CROSSINGS_LIMIT = 500
_MEETINGS = 20  # segments that one touches, itself and its neighbours among them, on average
_TOGETHER = 10  # segments looked at in one go
_GRID = 1e-6  # degrees: about ten centimetres
_DEGREES = (-180.0, -90.0, 180.0, 90.0)
# Metres of the legal projection of mainland France (Lambert 93, EPSG:2154): its east and its north.
_LAMBERT_EAST, _LAMBERT_NORTH = (0.0, 1_300_000.0), (6_000_000.0, 7_200_000.0)

LAMBERT = (
    "Ces coordonnées sont en mètres (Lambert 93) : exportez de nouveau le contour en degrés, en WGS 84 (EPSG:4326)."
)
NOT_DEGREES = "Ces coordonnées ne sont pas des degrés : exportez de nouveau le contour en WGS 84 (EPSG:4326)."
SWAPPED = "La latitude et la longitude semblent échangées : en GeoJSON, la longitude vient d'abord."
EMPTY = "Ce contour n'a pas de surface : il faut au moins trois points qui ne soient pas alignés."
NOT_POLYGON = "Ce n'est pas un contour : il faut un polygone (Polygon ou MultiPolygon)."
SCRIBBLE = f"Ce contour se croise lui-même plus de {CROSSINGS_LIMIT} fois : redessinez-le."
TOO_HEAVY = f"Ce contour a plus de {POINTS_LIMIT} points : simplifiez-le."


class UnusableContour(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """What is given cannot be the contour of a zone. The message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Contour:
    """A contour fit to be kept; ``repaired`` when its lines crossed and it had to be drawn again."""

    geometry: Geometry
    repaired: bool = False


def read_contour(geometry: object) -> Contour:
    """Return the contour of a GeoJSON geometry, Polygon or MultiPolygon. Raises UnusableContour."""
    if not isinstance(geometry, Mapping):
        raise UnusableContour(NOT_POLYGON)
    coordinates = geometry.get("coordinates")
    match geometry.get("type"):
        case "Polygon":
            return checked(_polygon(coordinates))
        case "MultiPolygon" if isinstance(coordinates, list) and coordinates:
            return checked(MultiPolygon([_polygon(part) for part in coordinates]))
    raise UnusableContour(NOT_POLYGON)


def checked(drawn: BaseGeometry) -> Contour:
    """Return what is drawn as a contour, repaired when its lines cross. Raises UnusableContour."""
    if shapely.get_num_coordinates(drawn) > POINTS_LIMIT:
        raise UnusableContour(TOO_HEAVY)
    _check_place(drawn)
    repaired = not drawn.is_valid
    whole = _surfaces(_repaired(drawn)) if repaired else drawn
    # In one order, so that the same contour read again is seen to be the same.
    whole = shapely.normalize(_surfaces(shapely.set_precision(whole, _GRID)))
    if whole.is_empty:
        raise UnusableContour(EMPTY)
    return Contour(to_geojson(whole), repaired)


def to_shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return the shape of a geometry that was kept."""
    shape: BaseGeometry = shapely.from_geojson(json.dumps(geometry))
    return shape


def to_geojson(shape: BaseGeometry) -> Geometry:
    """Return the GeoJSON geometry of a shape."""
    geometry: Geometry = json.loads(shapely.to_geojson(shape))
    return geometry


def _polygon(rings: object) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise UnusableContour(EMPTY)
    lines = [_ring(ring) for ring in rings]
    return Polygon(lines[0], lines[1:])


def _ring(ring: object) -> list[tuple[float, float]]:
    if not isinstance(ring, list) or len(ring) < 3:
        raise UnusableContour(EMPTY)
    if len(ring) > POINTS_LIMIT:
        raise UnusableContour(TOO_HEAVY)
    return [_point(point) for point in ring]


def _point(point: object) -> tuple[float, float]:
    match point:
        case [int() | float() as longitude, int() | float() as latitude, *_] if (
            abs(longitude) < 1e9 and abs(latitude) < 1e9 and isfinite(longitude) and isfinite(latitude)
        ):
            return float(longitude), float(latitude)
    raise UnusableContour("Un point de ce contour n'est pas fait de deux nombres : longitude, latitude.")


def _check_place(drawn: BaseGeometry) -> None:
    west, south, east, north = drawn.bounds
    if _within(west, _LAMBERT_EAST) and _within(south, _LAMBERT_NORTH) and max(abs(west), abs(south)) > 180:
        raise UnusableContour(LAMBERT)
    if west < _DEGREES[0] or south < _DEGREES[1] or east > _DEGREES[2] or north > _DEGREES[3]:
        raise UnusableContour(NOT_DEGREES)
    # Mainland France read the wrong way round lies in the Indian Ocean, where no French territory is.
    if west >= 41 and east <= 52 and south >= -6 and north <= 10:
        raise UnusableContour(SWAPPED)


def _repaired(drawn: BaseGeometry) -> BaseGeometry:
    """Return the contour drawn again where its lines cross. Raises UnusableContour for a scribble."""
    parts = shapely.get_parts(drawn)
    lines = [np.repeat(shapely.get_coordinates(ring), 2, axis=0)[1:-1] for ring in shapely.get_rings(parts)]
    segments = list(map(LineString, np.concatenate(lines).reshape(-1, 2, 2)))
    tree, crossings, meetings = shapely.STRtree(segments), 0, 0
    for first in range(0, len(segments), _TOGETHER):
        some = segments[first : first + _TOGETHER]
        # Each crossing is met twice: from one segment, and from the other. What lies on something else only touches it.
        crossings += tree.query(some, predicate="crosses").shape[1]
        meetings += tree.query(some, predicate="intersects").shape[1]
        if crossings > 2 * CROSSINGS_LIMIT or meetings > _MEETINGS * max(len(segments), CROSSINGS_LIMIT):
            raise UnusableContour(SCRIBBLE)
    # Ring by ring: fifty times faster than by lines, and a hole outside of its contour is no surface.
    whole: BaseGeometry = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    return whole


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]


def _surfaces(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape, without the lines and points that a repair may leave."""
    if isinstance(shape, Polygon):
        return shape
    parts = [part for part in shapely.get_parts(shape, return_index=False) if not part.is_empty]
    polygons = [piece for part in parts for piece in shapely.get_parts(part) if isinstance(piece, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
