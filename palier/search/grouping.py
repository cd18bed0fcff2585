"""Propose which texts say the same need: for a person to decide, never done alone.

Two texts are proposed together when they are near in meaning and likely of one theme. ``closeness`` is their cosine
plus their agreement, the chance that both are of the same theme: 1 when a person gave both the same one, less when it
is only suggested (suggesting.LabelModel.beliefs). It must reach ``least_closeness``, and the cosine alone
``least_cosine``: a shared theme is not yet a shared need. The zone puts nearer places first and decides nothing.
Everything here is a pure function of arrays, the same for the same input. Thresholds and figures: docs/adr/0009.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from palier.search.packed import PackedVectors
from palier.search.semantic import SIZE, Vectors

ZONE_BONUS = 0.05
# Above this agreement a person gave the theme to both: what is only suggested stays under it.
CHOSEN = 0.99
LIKELY = 0.1
MOST_GROUPED = 2_000
_CANDIDATES = 200
_BLOCK = 512
Key = TypeVar("Key")  # no slots below: a frozen generic class with slots cannot be called as Known[int](...)
Beliefs = NDArray[np.float32]


class Reason(StrEnum):
    """Why two texts are proposed together."""

    THEME = "même thème"
    LIKELY_THEME = "même thème probable"
    ZONE = "même quartier"
    MEANING = "sens proche"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What two texts must reach to be proposed together."""

    least_cosine: float = 0.30
    least_closeness: float = 0.78


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A new text: its vector of length 1, a chance from 0 to 1 for each theme, and its zones."""

    vector: Vectors
    beliefs: Beliefs
    zones: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Known(Generic[Key]):
    """Texts or needs already there, row by row; ``beliefs`` is a matrix of one row each.

    For needs, ``vectors`` are means as ``mean_vectors`` makes them: then a cosine is the mean of the cosines with the
    texts of the need.
    """

    keys: Sequence[Key]
    vectors: PackedVectors | Vectors
    beliefs: Beliefs
    zones: Sequence[frozenset[str]]

    def cosines(self, vector: Vectors) -> NDArray[np.float32]:
        """Return the cosine of each row with ``vector``."""
        if isinstance(self.vectors, PackedVectors):
            return self.vectors.cosines(vector)
        cosines: NDArray[np.float32] = self.vectors @ vector
        return cosines


@dataclass(frozen=True)
class Proposal(Generic[Key]):
    """A text or a need proposed for another text, and why. ``closeness`` goes from 0 to 2."""

    key: Key
    closeness: float
    cosine: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Group(Generic[Key]):
    """Texts proposed as one need, the most central first; ``cosine`` is the mean over all pairs."""

    keys: tuple[Key, ...]
    cosine: float
    reasons: tuple[Reason, ...]


def chosen_beliefs(labels: Sequence[str], chosen: Collection[str]) -> Beliefs:
    """Return 1 for each label that a person chose, 0 for the others."""
    return np.array([label in chosen for label in labels], np.float32)


def agreement(beliefs: Beliefs, others: Beliefs) -> NDArray[np.float32]:
    """Return for each row of ``others`` the chance that it is of the same theme: the best of the themes."""
    together: NDArray[np.float32] = (others * beliefs).max(axis=1, initial=0)
    return together


def nearest(
    said: Said, known: Known[Key], *, thresholds: Thresholds | None = None, limit: int = 3
) -> list[Proposal[Key]]:
    """Return the texts or needs to propose for ``said``, the closest first, those of its zones a little before.

    Nothing under the thresholds is returned. Equal ones come in the order of ``known``.
    """
    bounds = thresholds or Thresholds()
    if not len(known.keys):
        return []
    cosines = known.cosines(said.vector)
    meant = np.flatnonzero(cosines >= bounds.least_cosine)
    agreements = agreement(said.beliefs, known.beliefs[meant])
    closeness = cosines[meant] + agreements
    best = np.argsort(-closeness, kind="stable")[:_CANDIDATES]
    found = [
        (known.keys[row], float(close), float(cosines[row]), float(agreed), bool(said.zones & known.zones[row]))
        for row, close, agreed in zip(meant[best].tolist(), closeness[best], agreements[best], strict=True)
        if close >= bounds.least_closeness
    ]
    found.sort(key=lambda one: -(one[1] + ZONE_BONUS * one[4]))
    return [
        Proposal(key, close, cosine, _reasons(agreed, is_near))
        for key, close, cosine, agreed, is_near in found[: max(limit, 0)]
    ]


def propose_groups(
    known: Known[Key], *, thresholds: Thresholds | None = None, least: int = 2, limit: int = 20
) -> list[Group[Key]]:
    """Return groups of texts to propose as needs, the largest first, each text in one at most.

    Only the last MOST_GROUPED texts are looked at. A group starts at the text with most close ones; another joins while
    its mean closeness and its mean cosine with all those already in stay over the thresholds, so that no chain
    of neighbours links two needs.
    """
    bounds = thresholds or Thresholds()
    first = max(len(known.keys) - MOST_GROUPED, 0)
    cosines, agreements = _all_pairs(known, first)
    closeness = cosines + agreements
    close = (cosines >= bounds.least_cosine) & (closeness >= bounds.least_closeness)
    np.fill_diagonal(close, False)
    free = np.ones(len(close), np.bool_)
    groups = []
    for leader in np.argsort(-close.sum(axis=1), kind="stable"):
        rows = _around(int(leader), close & free, cosines, closeness, bounds) if free[leader] else []
        if len(rows) >= least:
            free[rows] = False
            groups.append(rows)
    groups.sort(key=lambda rows: -len(rows))
    return [_group(known, first, rows, cosines, agreements) for rows in groups[:limit]]


def mean_vectors(vectors: PackedVectors, owners: NDArray[np.int64], count: int) -> Vectors:
    """Return the mean vector of each of ``count`` needs: ``owners`` has the need of each text, -1 for none.

    Means are not brought to length 1: their product with a vector is the mean of its cosines with the texts.
    """
    sums = np.zeros((count, SIZE), np.float32)
    rows = np.flatnonzero(owners >= 0)
    for start in range(0, len(rows), _BLOCK):
        some = rows[start : start + _BLOCK]
        np.add.at(sums, owners[some], vectors.rows(some))
    sizes = np.bincount(owners[rows], minlength=count)
    means: Vectors = np.divide(sums, np.maximum(sizes, 1)[:, None], dtype=np.float32)
    return means


def threshold_for(closeness: NDArray[np.float32], same: NDArray[np.bool_], *, precision: float) -> float | None:
    """Return the lowest closeness above which ``precision`` of the pairs are of the same need; None if there is none.

    ``same`` tells of each pair whether a person put both together. The figure rests on at least 30 pairs.
    """
    order = np.argsort(-closeness, kind="stable")
    right = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(np.diff(closeness[order]) < 0, True)[: len(order)]
    fit = np.flatnonzero((right >= precision) & last_of_equals & (np.arange(1, len(order) + 1) >= 30))
    return float(closeness[order[fit[-1]]]) if len(fit) else None


def _reasons(agreed: float, is_near: bool) -> tuple[Reason, ...]:
    theme = Reason.THEME if agreed >= CHOSEN else Reason.LIKELY_THEME if agreed >= LIKELY else None
    return tuple(reason for reason in (theme, Reason.ZONE if is_near else None, Reason.MEANING) if reason is not None)


def _all_pairs(known: Known[Key], first: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the cosines and the agreements of all pairs of the texts from ``first`` on."""
    beliefs = known.beliefs[first:]
    held = known.vectors
    recent = np.arange(first, len(known.keys))
    vectors = held.rows(recent) if isinstance(held, PackedVectors) else held[recent]
    agreements = np.zeros((len(beliefs), len(beliefs)), np.float32)
    for theme in beliefs.T:
        believing = np.flatnonzero(theme)
        part = agreements[np.ix_(believing, believing)]
        agreements[np.ix_(believing, believing)] = np.maximum(part, np.outer(theme[believing], theme[believing]))
    return vectors @ vectors.T, agreements


def _around(
    leader: int, close: NDArray[np.bool_], cosines: Vectors, closeness: Vectors, bounds: Thresholds
) -> list[int]:
    """Return ``leader`` and the texts that may join it, the closest to it first."""
    rows = [leader]
    candidates = np.flatnonzero(close[leader])
    for row in candidates[np.argsort(-closeness[leader, candidates], kind="stable")]:
        if closeness[row, rows].mean() >= bounds.least_closeness and cosines[row, rows].mean() >= bounds.least_cosine:
            rows.append(int(row))
    return rows


def _group(known: Known[Key], first: int, rows: list[int], cosines: Vectors, agreements: Vectors) -> Group[Key]:
    """Return the group of ``rows``; a theme or a zone is a reason when every pair or every text shares it."""
    pairs = np.triu_indices(len(rows), 1)
    within = np.ix_(rows, rows)
    shared = frozenset.intersection(*(known.zones[first + row] for row in rows))
    agreed = float(agreements[within][pairs].min())
    keys = tuple(known.keys[first + row] for row in rows)
    return Group(keys, float(cosines[within][pairs].mean()), _reasons(agreed, bool(shared)))
