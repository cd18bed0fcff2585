"""Vectors held small: the same answers whether they came together or one after another."""

import numpy as np
import pytest

from palier.search.packed import PackedVectors, packed
from palier.search.semantic import SIZE, normalised

DRAWN = normalised(np.random.default_rng(4).normal(size=(90, SIZE)).astype(np.float32))


def held(start: int, end: int) -> PackedVectors:
    return PackedVectors.of(packed(DRAWN[start:end]))


def one_by_one(first: int) -> PackedVectors:
    """Return all the vectors, those after ``first`` having come one after another."""
    vectors = held(0, first)
    for row in range(first, len(DRAWN)):
        vectors = vectors.plus(held(row, row + 1))
    return vectors


def test_cosines_are_those_of_the_vectors_packed() -> None:
    assert held(0, 90).cosines(DRAWN[7]) == pytest.approx(DRAWN @ DRAWN[7], abs=0.01)
    assert PackedVectors.of([]).cosines(DRAWN[7]).tolist() == []


@pytest.mark.parametrize("first", [0, 1, 60, 86, 89])
def test_vectors_that_came_late_answer_as_the_others(first: int) -> None:
    vectors, whole = one_by_one(first), held(0, 90)
    places = np.array([89, 3, 88, 0, 60])
    kept = np.arange(90) % 3 == 0

    assert len(vectors) == 90
    assert vectors.cosines(DRAWN[5]) == pytest.approx(whole.cosines(DRAWN[5]), abs=1e-6)
    assert vectors.rows(places).tolist() == whole.rows(places).tolist()
    assert vectors.kept(kept).cosines(DRAWN[5]) == pytest.approx(whole.cosines(DRAWN[5])[kept], abs=1e-6)
    assert vectors.whole().matrix.tolist() == whole.matrix.tolist()


def test_adding_a_few_copies_nothing_and_changes_nothing() -> None:
    before = held(0, 80)

    after = before.plus(held(80, 82))

    assert after.matrix is before.matrix
    assert (len(before), len(after), len(after.plus(held(82, 84))), len(after)) == (80, 82, 84, 82)
    assert after.plus(held(82, 90)).late is None
