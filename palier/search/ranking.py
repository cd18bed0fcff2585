"""Order the documents found: by words, by meaning, or by both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palier.search.facets import FacetState, Mask
from palier.search.requests import Order

# Reciprocal rank fusion: 60 is the usual constant (Cormack, Clarke and Buettcher, 2009).
FUSION = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The documents found, each once: by words (``scores``) or by meaning (``cosines``), 0 where not."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float64]
    by_words: Mask
    cosines: NDArray[np.float32]


def everything(state: FacetState) -> Found:
    """Return all documents, as when nothing is asked for."""
    ids = np.flatnonzero(state.alive).astype(np.int64)
    return _by_words(ids, np.zeros(len(ids)))


def only_words(ids: NDArray[np.int64], scores: NDArray[np.float32]) -> Found:
    """Return the documents found by words alone."""
    return _by_words(ids, scores.astype(np.float64))


def fused(words: Found, ids: NDArray[np.int64], cosines: NDArray[np.float32]) -> Found:
    """Return the documents found by words or by meaning, those that are first in either before the others."""
    every = np.union1d(words.ids, ids)
    scores = np.zeros(len(every))
    similar = np.zeros(len(every), np.float32)
    by_words = np.zeros(len(every), np.bool_)
    places = np.searchsorted(every, words.ids)
    by_words[places] = True
    scores[places] += 1 / (FUSION + _positions(words.scores))
    places = np.searchsorted(every, ids)
    similar[places] = cosines
    scores[places] += 1 / (FUSION + _positions(cosines))
    return Found(every, scores, by_words, similar)


def page(found: Found, state: FacetState, order: Order, offset: int, limit: int) -> NDArray[np.int64]:
    """Return the places in ``found`` of the page from ``offset``. Equal scores go by rank, then newest
    number."""
    offset, limit = max(offset, 0), max(limit, 0)
    ranks = state.rank[found.ids]
    if order is Order.RELEVANCE:
        first, second = found.scores, ranks
    else:
        first, second = (ranks if order is Order.RANK else -ranks), found.scores
    best = np.arange(len(first))
    end = offset + limit
    if 0 < end < len(first):
        # Sort only what can be on the page: those at least as good as its last one.
        best = np.flatnonzero(first >= np.partition(first, len(first) - end)[len(first) - end])
    chosen = np.lexsort((-found.ids[best], -second[best], -first[best]))
    return best[chosen][offset:end]


def kept(found: Found, mask: Mask) -> Found:
    """Return the documents of ``found`` that are in ``mask``."""
    known = found.ids < len(mask)
    known[known] = mask[found.ids[known]]
    return Found(found.ids[known], found.scores[known], found.by_words[known], found.cosines[known])


def _by_words(ids: NDArray[np.int64], scores: NDArray[np.float64]) -> Found:
    return Found(ids, scores, np.ones(len(ids), np.bool_), np.zeros(len(ids), np.float32))


def _positions(scores: NDArray) -> NDArray[np.int64]:  # type: ignore[type-arg]
    """Return the position of each score, 1 for the highest."""
    positions = np.empty(len(scores), np.int64)
    positions[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return positions
