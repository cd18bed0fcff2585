"""Points that people type or paste: one place, or the corners of a zone."""

import json
import re

from shapely.geometry import Polygon

from palier.territory.geometry import EMPTY, POINTS_LIMIT, TOO_HEAVY, Contour, UnusableContour, checked, read_contour

# « 48,9012 2,4833 », « 48.9012, 2.4833 », « 48,9012 ; 2,4833 »
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_SEPARATORS = re.compile(r"[\s;,()°]*")


class UnreadablePoint(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The words are not a point. The message is French."""


def read_point(text: str) -> tuple[float, float]:
    """Return the latitude and the longitude, in degrees, that a line says. Raises UnreadablePoint."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 2 or not _SEPARATORS.fullmatch(_NUMBER.sub("", text)):
        raise UnreadablePoint(f"« {text[:40]} » : écrivez la latitude puis la longitude, comme 48.9012, 2.4833.")
    latitude, longitude = (read_degrees(number) for number in numbers)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise UnreadablePoint(f"« {text[:40]} » : la latitude va de -90 à 90, la longitude de -180 à 180.")
    return latitude, longitude


def read_degrees(number: str) -> float:
    """Return the number, whatever its decimal sign."""
    return round(float(number.replace(",", ".").replace("−", "-")), 6)


def read_drawing(text: str) -> Contour:
    """Return the contour that a text draws: one corner a line, latitude first, or GeoJSON. Raises UnusableContour."""
    if text.lstrip().startswith("{"):
        return _from_geojson(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > POINTS_LIMIT:
        raise UnusableContour(TOO_HEAVY)
    try:
        corners = [read_point(line) for line in lines]
    except UnreadablePoint as unreadable:
        raise UnusableContour(str(unreadable)) from unreadable
    if len(set(corners)) < 3:
        raise UnusableContour(EMPTY)
    return checked(Polygon([(longitude, latitude) for latitude, longitude in corners]))


def _from_geojson(text: str) -> Contour:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableContour("Ce GeoJSON n'est pas complet : copiez-le de nouveau, en entier.") from error
    features = found.get("features") if found.get("type") == "FeatureCollection" else [found]
    if not isinstance(features, list) or len(features) != 1 or not isinstance(features[0], dict):
        raise UnusableContour("Collez un seul contour à la fois. Pour plusieurs zones, importez le fichier.")
    feature = features[0]
    return read_contour(feature.get("geometry") if feature.get("type") == "Feature" else feature)
