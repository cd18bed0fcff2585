"""Contours: what is kept, what is repaired, what is refused, and the points that people type."""

import json
import random
from typing import Any

import pytest

from palier.territory.geometry import (
    EMPTY,
    LAMBERT,
    NOT_DEGREES,
    NOT_POLYGON,
    POINTS_LIMIT,
    SCRIBBLE,
    SWAPPED,
    TOO_HEAVY,
    UnusableContour,
    read_contour,
    to_shape,
)
from palier.territory.importing.coordinates import UnreadablePoint, read_drawing, read_point
from tests.factories.territory import square


def polygon(*corners: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


BOW = polygon([5.7, 45.1], [5.8, 45.2], [5.8, 45.1], [5.7, 45.2], [5.7, 45.1])
HEAVY = {"type": "Polygon", "coordinates": [[[i / POINTS_LIMIT, (i % 2) / 10] for i in range(POINTS_LIMIT + 1)]]}


def test_contour_is_kept_as_it_is() -> None:
    contour = read_contour(square(5.7, 45.1))

    assert contour.repaired is False
    assert to_shape(contour.geometry).equals(to_shape(square(5.7, 45.1)))


def test_contour_whose_lines_cross_is_repaired() -> None:
    contour = read_contour(BOW)

    assert contour.repaired is True
    assert contour.geometry["type"] == "MultiPolygon"
    assert to_shape(contour.geometry).is_valid
    assert to_shape(contour.geometry).area == pytest.approx(0.005)


def scribble(corners: int) -> dict[str, Any]:
    chosen = random.Random(7)
    return polygon(*([5.7 + chosen.random() / 10, 45.1 + chosen.random() / 10] for _ in range(corners)))


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(scribble(3000), id="lines that cross everywhere"),
        pytest.param(polygon(*[[5.7, 45.1], [5.8, 45.1]] * 1500, [5.8, 45.2]), id="one line drawn 3,000 times"),
        pytest.param(
            {"type": "MultiPolygon", "coordinates": [square(5.7, 45.1)["coordinates"]] * 700}, id="700 times one square"
        ),
    ],
)
def test_scribble_is_refused_rather_than_repaired_for_hours(drawn: dict[str, Any]) -> None:
    with pytest.raises(UnusableContour) as refused:
        read_contour(drawn)

    assert str(refused.value) == SCRIBBLE


def test_contour_that_crosses_itself_a_few_times_is_repaired_at_once() -> None:
    contour = read_contour(scribble(50))

    assert contour.repaired is True
    assert to_shape(contour.geometry).is_valid


def test_ring_left_open_is_closed_and_heights_are_dropped() -> None:
    contour = read_contour(polygon([5.7, 45.1, 210], [5.8, 45.1, 210], [5.8, 45.2, 210]))

    [ring] = contour.geometry["coordinates"]
    assert ring[0] == ring[-1]
    assert {len(point) for point in ring} == {2}


def test_kept_contour_is_the_same_when_read_again() -> None:
    once = read_contour(BOW).geometry

    assert read_contour(once).geometry == once


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, NOT_POLYGON),
        ({"type": "Point", "coordinates": [5.7, 45.1]}, NOT_POLYGON),
        ({"type": "LineString", "coordinates": [[5.7, 45.1], [5.8, 45.1]]}, NOT_POLYGON),
        ({"type": "MultiPolygon", "coordinates": []}, NOT_POLYGON),
        ({"type": "Polygon", "coordinates": []}, EMPTY),
        ({"type": "Polygon", "coordinates": "x"}, EMPTY),
        (polygon([5.7, 45.1], [5.8, 45.1]), EMPTY),
        (polygon([5.7, 45.1], [5.8, 45.1], [5.9, 45.1], [5.7, 45.1]), EMPTY),
        (polygon([5.7, 45.1], [5.7, 45.1], [5.7, 45.1], [5.7, 45.1]), EMPTY),
        (polygon([652000, 6862000], [652100, 6862000], [652100, 6862100]), LAMBERT),
        (polygon([271000, 6250000], [271500, 6250000], [271500, 6250900]), LAMBERT),
        (polygon([500000, 100], [500100, 100], [500100, 200]), NOT_DEGREES),
        (polygon([190, 45], [191, 45], [191, 46]), NOT_DEGREES),
        (polygon([48.9, 2.4], [48.9, 2.5], [48.8, 2.5]), SWAPPED),
        (HEAVY, TOO_HEAVY),
    ],
)
def test_what_is_no_contour_is_refused_with_a_reason(geometry: object, reason: str) -> None:
    with pytest.raises(UnusableContour) as refused:
        read_contour(geometry)

    assert str(refused.value) == reason


@pytest.mark.parametrize("point", [["a", "b"], [5.7], 5.7, None, [True, "x"], [float("nan"), 45.1], [1e300, 45.1]])
def test_point_that_is_no_pair_of_numbers_is_refused(point: Any) -> None:
    with pytest.raises(UnusableContour):
        read_contour(polygon([5.7, 45.1], point, [5.8, 45.2]))


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("48.9012, 2.4833", (48.9012, 2.4833)),
        ("48,9012 ; 2,4833", (48.9012, 2.4833)),
        ("48,9012 2,4833", (48.9012, 2.4833)),
        ("(48.9012,2.4833)", (48.9012, 2.4833)),
        ("-21.34° 55.48°", (-21.34, 55.48)),
        ("48 ; 2", (48.0, 2.0)),
    ],
)
def test_point_is_read_as_people_write_it(typed: str, point: tuple[float, float]) -> None:
    assert read_point(typed) == point


@pytest.mark.parametrize("typed", ["", "48.9", "48.9, 2.4, 3", "nord 48.9, 2.4", "91, 2", "48, 181"])
def test_words_that_are_no_point_are_refused(typed: str) -> None:
    with pytest.raises(UnreadablePoint):
        read_point(typed)


def test_drawing_is_read_from_points_and_from_geojson() -> None:
    typed = "45.1, 5.7\n45.11, 5.7\n\n45.11, 5.71\n45.1, 5.71\n"
    feature = {"type": "Feature", "properties": {}, "geometry": square(5.7, 45.1)}
    collection = {"type": "FeatureCollection", "features": [feature]}

    drawn = [
        read_drawing(text).geometry for text in (typed, *map(json.dumps, (square(5.7, 45.1), feature, collection)))
    ]

    assert [to_shape(geometry).equals(to_shape(square(5.7, 45.1))) for geometry in drawn] == [True] * 4


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("45.1, 5.7\n45.2, 5.7", EMPTY),
        ("45.1, 5.7\n45.1, 5.7\n45.1, 5.7", EMPTY),
        ("45.1, 5.7\nici\n45.2, 5.8", "« ici » : écrivez la latitude puis la longitude, comme 48.9012, 2.4833."),
        ('{"type": "Polygon"', "Ce GeoJSON n'est pas complet : copiez-le de nouveau, en entier."),
        ('{"type": "FeatureCollection", "features": []}', "Collez un seul contour à la fois. Pour plusieurs zones,"),
        ("{}", NOT_POLYGON),
    ],
)
def test_drawing_that_is_none_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(UnusableContour) as refused:
        read_drawing(typed)

    assert str(refused.value)[: len(reason)] == reason
