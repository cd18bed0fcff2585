"""Read the zones of a GeoJSON file, and recognise what they are by the names that public files give."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from palier.documents.reading.characters import clean_line
from palier.documents.reading.encodings import decode
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.files import Readable, read_bytes, refuse_known_kinds
from palier.documents.reading.folding import fold
from palier.territory.enums import ZoneKind
from palier.territory.geometry import LAMBERT, NOT_DEGREES, SCRIBBLE, Geometry, UnusableContour, read_contour

FILE_LIMIT = 10 * 1024 * 1024
FEATURES_LIMIT = 3_000
# Each takes seconds to be judged: a file of many is no map.
SCRIBBLES_LIMIT = 5
_EXPECTED = Expected("des contours", ".geojson ou .json")
# By kind, the properties that hold its code, what such a code looks like, and those that hold its name.
_IRIS = (ZoneKind.IRIS, ("iris", "code_iris", "dcomiris"), r"\d[\dAB]\d{7}", ("nom_iris", "lib_iris", "libelle_iris"))
_QPV = (ZoneKind.QPV, ("code_qp", "code_qpv", "codeqp"), r"Q[PN]\w{6}", ("nom_qp", "lib_qp", "nom_qpv", "lib_qpv"))
_COMMUNE = (
    ZoneKind.COMMUNE,
    ("code_commune", "insee_com", "code_insee", "codgeo", "insee", "code"),
    r"\d[\dAB]\d{3}",
    ("nom_commune", "nom_com", "libcom", "libgeo", "nom", "name"),
)
_NAMES = ("nom", "name", "libelle", "label", "quartier", "nom_quartier", "title")
_COMMUNE_NAMES = ("nom_commune", "commune", "commune_qp", "nom_com", "libcom", "lib_com", "code_departement")


@dataclass(frozen=True, slots=True)
class Feature:
    """A zone read from a file: its number there, what it is, the commune it is in ("" unknown), its contour."""

    number: int
    kind: str
    code: str
    name: str
    commune: str
    contour: Geometry
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class RefusedFeature:
    """A zone of a file that cannot be kept, and why."""

    number: int
    name: str
    reason: str


@dataclass(slots=True)
class FeatureFile:
    """What a file holds, in its order."""

    features: list[Feature] = field(default_factory=list)
    refusals: list[RefusedFeature] = field(default_factory=list)


def read_features(source: Readable, *, name: str) -> FeatureFile:
    """Return the zones of a GeoJSON file. Raises UnreadableFile, in French, when none can be read at all."""
    content = _content(source)
    found = _listed(content)
    _check_projection(content)
    if len(found) > FEATURES_LIMIT:
        raise UnreadableFile(
            f"Ce fichier a {len(found)} zones, pour {FEATURES_LIMIT} au plus : gardez celles de votre territoire."
        )
    stem = clean_line(PurePath(name).stem).replace("_", " ")[:100] or "Zone"
    read = FeatureFile()
    for number, feature in enumerate(found, start=1):
        label = f"{stem} {number}" if len(found) > 1 else stem
        _read_one(read, number, feature, label)
        if sum(refusal.reason == SCRIBBLE for refusal in read.refusals) > SCRIBBLES_LIMIT:
            raise UnreadableFile(SCRIBBLE)
    if not read.features:
        reasons = list(dict.fromkeys(refusal.reason for refusal in read.refusals))
        raise UnreadableFile(reasons[0] if reasons else "Ce fichier ne contient aucune zone.")
    read.features = _without_false_communes(read.features)
    return read


def _content(source: Readable) -> dict[str, Any]:
    data = read_bytes(source, _EXPECTED, limit=FILE_LIMIT)
    refuse_known_kinds(data, _EXPECTED)
    try:
        content = json.loads(decode(data, _EXPECTED))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"Ce fichier n'est pas du GeoJSON complet. {_EXPECTED.advice}") from error
    if not isinstance(content, dict):
        raise UnreadableFile(f"Ce fichier n'est pas du GeoJSON. {_EXPECTED.advice}")
    return content


def _listed(content: dict[str, Any]) -> list[Any]:
    """Return the features of a collection, or the only one that the file is."""
    match content.get("type"):
        case "FeatureCollection":
            features = content.get("features")
            return features if isinstance(features, list) else []
        case "Feature":
            return [content]
        case "Polygon" | "MultiPolygon":
            return [{"type": "Feature", "properties": {}, "geometry": content}]
        case "Topology":
            raise UnreadableFile("C'est du TopoJSON : exportez-le de nouveau en GeoJSON.")
    raise UnreadableFile(f"Ce fichier n'est pas du GeoJSON. {_EXPECTED.advice}")


def _check_projection(content: Mapping[str, Any]) -> None:
    """Refuse a file that says its coordinates are not WGS 84. Raises UnreadableFile."""
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    said = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not said or "CRS84" in said.upper() or said.endswith("4326"):
        return
    raise UnreadableFile(LAMBERT if said.endswith("2154") else NOT_DEGREES)


def _read_one(read: FeatureFile, number: int, feature: object, label: str) -> None:
    if not isinstance(feature, dict):
        read.refusals.append(RefusedFeature(number, label, "Ce n'est pas une zone."))
        return
    properties = _texts(feature.get("properties"))
    kind, code, name = _recognised(properties)
    name = name or code or label
    try:
        contour = read_contour(feature.get("geometry"))
    except UnusableContour as unusable:
        read.refusals.append(RefusedFeature(number, name, str(unusable)))
        return
    commune = name if kind == ZoneKind.COMMUNE else _first(properties, _COMMUNE_NAMES)
    read.features.append(Feature(number, kind, code, name, commune[:80], contour.geometry, contour.repaired))


def _texts(properties: object) -> dict[str, str]:
    """Return the properties by their folded names, values as clean text; an Insee code may come as a number."""
    if not isinstance(properties, dict):
        return {}
    return {
        fold(str(key)).replace(" ", "_"): clean_line(str(value))[:160]
        for key, value in properties.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _recognised(properties: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the kind, the code and the name that the properties tell."""
    for kind, codes, pattern, names in (_IRIS, _QPV, _COMMUNE):
        code = _first(properties, codes).upper()
        if re.fullmatch(pattern, code):
            return kind.value, code, _first(properties, (*names, *_NAMES))
    return ZoneKind.QUARTIER.value, "", _first(properties, _NAMES)


def _first(properties: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((properties[key] for key in keys if properties.get(key)), "")


def _without_false_communes(features: list[Feature]) -> list[Feature]:
    """Return the features; several with one commune's code are parts of it, not the commune."""
    count = Counter(feature.code for feature in features if feature.kind == ZoneKind.COMMUNE)
    return [
        replace(feature, kind=ZoneKind.QUARTIER.value, code="")
        if feature.kind == ZoneKind.COMMUNE and count[feature.code] > 1
        else feature
        for feature in features
    ]
