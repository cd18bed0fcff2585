"""In which zone a point lies: edges, overlaps, and the real addresses of Bondy."""

import csv

import pytest

from palier.territory.actions.zones import ZONES_LIMIT
from palier.territory.geometry import Geometry, to_geojson, to_shape
from palier.territory.importing.geojson import read_features
from palier.territory.queries.locating import ZoneIndex
from palier.territory.queries.map import POINTS_SHOWN, count_points, lighter
from tests.factories.territory import shared, square

HOLE = {
    "type": "Polygon",
    "coordinates": [*square(5, 45, 1)["coordinates"], *square(5.4, 45.4, 0.2)["coordinates"]],
}


def index(*contours: Geometry) -> ZoneIndex:
    return ZoneIndex([(number, "quartier", contour) for number, contour in enumerate(contours)])  # type: ignore[misc]


@pytest.mark.parametrize(
    ("longitude", "latitude", "found"),
    [
        (5.7005, 45.1005, [0]),
        (5.71, 45.105, [0, 1]),
        (5.715, 45.105, [1]),
        (5.69975, 45.105, [0]),
        (5.69965, 45.105, []),
        (5.9, 45.1, []),
        (45.105, 5.705, []),
    ],
)
def test_point_is_in_the_zones_that_hold_it(longitude: float, latitude: float, found: list[int]) -> None:
    zones = index(square(5.7, 45.1), square(5.71, 45.1))

    assert sorted(zones.zones_of(longitude, latitude)) == found
    assert [sorted(ids) for ids in zones.zones_of_each([(longitude, latitude)])] == [found]


def test_nearest_zone_of_each_kind_takes_what_none_holds() -> None:
    zones = ZoneIndex(
        [
            ("around", "commune", square(5.6, 45.0, 1)),  # type: ignore[list-item]
            ("near", "quartier", square(5.7, 45.1)),  # type: ignore[list-item]
            ("nearer", "quartier", square(5.7103, 45.1)),  # type: ignore[list-item]
            ("qpv", "qpv", square(5.9, 45.1)),  # type: ignore[list-item]
        ]
    )

    assert sorted(zones.zones_of(5.7102, 45.105)) == ["around", "nearer"]
    assert sorted(zones.zones_of(5.705, 45.105)) == ["around", "near"]


def test_hole_is_not_inside() -> None:
    assert index(HOLE).zones_of_each([(5.1, 45.1), (5.5, 45.5)]) == [[0], []]


def test_no_zone_and_no_point_give_nothing() -> None:
    assert index().zones_of(5.7, 45.1) == []
    assert index(square(5.7, 45.1)).zones_of_each([]) == []


def test_real_addresses_fall_in_their_iris() -> None:
    with shared("geo/bondy_iris_2020.geojson").open("rb") as file:
        zones = read_features(file, name="bondy.geojson").features
    with shared("geo/bondy_adresses_rattachement.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iris_attendu"]]

    index = ZoneIndex([(zone.code, zone.kind, zone.contour) for zone in zones])  # type: ignore[misc]
    found = index.zones_of_each([(float(row["longitude"]), float(row["latitude"])) for row in rows])

    right = sum([row["iris_attendu"]] == ids for row, ids in zip(rows, found, strict=True))
    print(f"{right} addresses of {len(rows)} in their IRIS: {right / len(rows):.2%}")
    assert len(rows) > 1000
    assert right / len(rows) >= 0.95


def test_heavy_contours_are_made_lighter_for_the_map() -> None:
    with shared("geo/communes_1000m_selection.geojson").open("rb") as file:
        features = read_features(file, name="x.geojson").features[:ZONES_LIMIT]
    heavy = [to_geojson(to_shape(zone.contour).buffer(0.02)) for zone in features]

    light = lighter(heavy)

    assert sum(map(count_points, heavy)) > 2 * POINTS_SHOWN
    assert sum(map(count_points, light)) <= POINTS_SHOWN
    assert [to_shape(contour).is_empty for contour in light] == [False] * ZONES_LIMIT


def test_light_contours_are_shown_as_they_are() -> None:
    assert lighter([square(5.7, 45.1), HOLE]) == [square(5.7, 45.1), HOLE]
    assert count_points(HOLE) == 10
    assert count_points({"type": "MultiPolygon", "coordinates": [HOLE["coordinates"], HOLE["coordinates"]]}) == 20
