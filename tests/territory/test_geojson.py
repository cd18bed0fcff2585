"""GeoJSON files: what they hold, what their properties tell, what is refused; real files too."""

import io
import json
from collections import Counter
from typing import Any

import pytest

from palier.documents.reading.errors import UnreadableFile
from palier.territory.geometry import EMPTY, LAMBERT, NOT_DEGREES, NOT_POLYGON, SCRIBBLE
from palier.territory.importing.geojson import (
    FEATURES_LIMIT,
    SCRIBBLES_LIMIT,
    Feature,
    FeatureFile,
    RefusedFeature,
    read_features,
)
from palier.territory.importing.selection import choices_of, drafts_of
from tests.factories.territory import shared, square


def feature(properties: Any = None, geometry: Any = None) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry or square(5.7, 45.1)}


def read(content: Any, name: str = "quartiers.geojson") -> FeatureFile:
    text = content if isinstance(content, str) else json.dumps(content)
    return read_features(io.BytesIO(text.encode()), name=name)


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def told(found: Feature) -> tuple[str, str, str, str]:
    return (found.kind, found.code, found.name, found.commune)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (
            {"iris": "930100203", "nom_iris": "Le Champart", "code_commune": "93010", "commune": "Bondy"},
            ("iris", "930100203", "Le Champart", "Bondy"),
        ),
        ({"CODE_IRIS": "2A0040101", "NOM_IRIS": "Centre"}, ("iris", "2A0040101", "Centre", "")),
        (
            {"code_qp": "QP066007", "nom_qp": "Bas-Vernet", "commune_qp": "Perpignan", "code_commune": "66136"},
            ("qpv", "QP066007", "Bas-Vernet", "Perpignan"),
        ),
        ({"code_qp": "QN06601M", "lib_qp": "Bas-Vernet"}, ("qpv", "QN06601M", "Bas-Vernet", "")),
        ({"code": "31001", "nom": "Agassac"}, ("commune", "31001", "Agassac", "Agassac")),
        ({"insee": 93010, "nom": "Bondy"}, ("commune", "93010", "Bondy", "Bondy")),
        ({"name": "Les Coquetiers", "code": "A1"}, ("quartier", "", "Les Coquetiers", "")),
        ({"nom": "Jura", "code": "39"}, ("quartier", "", "Jura", "")),
        ({"fid": 3}, ("quartier", "", "quartiers", "")),
        (None, ("quartier", "", "quartiers", "")),
        ("x", ("quartier", "", "quartiers", "")),
    ],
)
def test_properties_of_public_files_are_recognised(properties: Any, expected: tuple[str, str, str, str]) -> None:
    [found] = read(collection(feature(properties))).features

    assert told(found) == expected


def test_parts_of_one_commune_are_not_the_commune() -> None:
    parts = [feature({"code_commune": "93010", "nom": name}) for name in ("Nord", "Sud")]

    assert [told(found)[:3] for found in read(collection(*parts)).features] == [
        ("quartier", "", "Nord"),
        ("quartier", "", "Sud"),
    ]


@pytest.mark.parametrize("content", [square(5.7, 45.1), feature({})])
def test_lone_contour_takes_the_name_of_its_file(content: Any) -> None:
    [found] = read(content, "mon_quartier.json").features

    assert found.name == "mon quartier"


def test_zone_that_is_no_contour_is_refused_alone() -> None:
    flat = {"type": "Polygon", "coordinates": [[[5.7, 45.1], [5.8, 45.1], [5.7, 45.1]]]}
    point = {"type": "Point", "coordinates": [5.7, 45.1]}

    found = read(
        collection(feature({"nom": "Plat"}, flat), feature({"nom": "Point"}, point), 3, feature({"nom": "Bon"}))
    )

    assert [kept.name for kept in found.features] == ["Bon"]
    assert found.refusals == [
        RefusedFeature(1, "Plat", EMPTY),
        RefusedFeature(2, "Point", NOT_POLYGON),
        RefusedFeature(3, "quartiers 3", "Ce n'est pas une zone."),
    ]


def crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "Ce fichier est vide."),
        ("{", "Ce fichier n'est pas du GeoJSON complet."),
        ("[" * 100_000, "Ce fichier n'est pas du GeoJSON complet."),
        ("[]", "Ce fichier n'est pas du GeoJSON."),
        ("%PDF-1.7", "Ce fichier est un PDF"),
        ({"type": "Topology"}, "C'est du TopoJSON : exportez-le de nouveau en GeoJSON."),
        ({"type": "Autre"}, "Ce fichier n'est pas du GeoJSON."),
        (collection(), "Ce fichier ne contient aucune zone."),
        (collection(feature({}, {"type": "Point", "coordinates": [5, 45]})), NOT_POLYGON),
        (collection(feature({}), **crs("urn:ogc:def:crs:EPSG::2154")), LAMBERT),
        (collection(feature({}), **crs("EPSG:3857")), NOT_DEGREES),
        (collection(*[feature({})] * (FEATURES_LIMIT + 1)), f"Ce fichier a {FEATURES_LIMIT + 1} zones"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_reason(content: Any, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content)

    assert refused.value.message[: len(reason)] == reason


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_file_that_says_degrees_is_read(name: str) -> None:
    assert len(read(collection(feature({}), **crs(name))).features) == 1


def test_commune_of_the_structure_is_proposed_first_and_alone() -> None:
    features = [
        Feature(number, "qpv", f"QP00000{number}", f"Zone {number}", commune, square(5.7, 45.1))
        for number, commune in enumerate(["Albi", "Foix", "Foix", ""], 1)
    ]

    choices = choices_of(features, near="FOIX")

    assert [(choice.commune, len(choice.zones), choice.proposed, choice.by_zone) for choice in choices] == [
        ("Foix", 2, True, True),
        ("Albi", 1, False, False),
        ("Sans commune", 1, False, False),
    ]
    assert [choice.proposed for choice in choices_of(features, near="Lyon")] == [True, True, True]
    assert [draft.name for draft in drafts_of(features, ["Albi", "Sans commune"], ["3"], kind="")] == [
        "Zone 1",
        "Zone 3",
        "Zone 4",
    ]
    assert [draft.kind for draft in drafts_of(features, ["Albi"], [], kind="quartier")] == ["quartier"]


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("geo/bondy_iris_2020.geojson", {"iris": 23}),
        ("geo/qpv_2015_occitanie_contours.geojson", {"qpv": 105}),
        ("geo/qpv_2015_occitanie_communes.geojson", {"commune": 48}),
        ("geo/communes_1000m_selection.geojson", {"commune": 2730}),
    ],
)
def test_real_file_is_recognised_whole(path: str, kinds: dict[str, int]) -> None:
    with shared(path).open("rb") as file:
        found = read_features(file, name=path)

    assert found.refusals == []
    assert dict(Counter(kept.kind for kept in found.features)) == kinds


def test_file_of_scribbles_is_given_up_before_the_end() -> None:
    drawn = {"type": "Polygon", "coordinates": [[*[[5.7, 45.1], [5.8, 45.1]] * 300, [5.8, 45.2]]]}

    with pytest.raises(UnreadableFile) as refused:
        read(collection(feature(), *[feature(geometry=drawn)] * (SCRIBBLES_LIMIT + 1)))

    assert str(refused.value) == SCRIBBLE
