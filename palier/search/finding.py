"""Find the documents of a query among those that may be seen: by words, by most of the words, by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palier.search import ranking, semantic
from palier.search.facets import FacetState, Mask
from palier.search.freshness import Held
from palier.search.fulltext import full_text
from palier.search.meaning import LEAST_COSINE, LEAST_SHARE, MOST_NEAREST, MeaningState
from palier.search.parsing import Clause, Query
from palier.search.ranking import Found

# A sentence whose words are never all together is answered by what holds most of them, rare words counting
# more.
PARTIAL_CLAUSES = 3
PARTIAL_SHARE = 0.5

facet_states: Held[FacetState] = Held(FacetState)
meaning_states: Held[MeaningState] = Held(MeaningState)


@dataclass(frozen=True, slots=True)
class View:
    """A collection as one request may see it."""

    collection: str
    state: FacetState
    visible: Mask

    @property
    def code(self) -> int:
        """The number that marks the collection's words."""
        return self.state.version.code


def find(view: View, query: Query, *, meaning: bool) -> tuple[Found, bool]:
    """Return what answers ``query``, and whether its words were only found in part."""
    words, is_partial = find_words(view, query)
    if not (meaning and query.is_sentence and semantic.is_enabled()):
        return words, is_partial
    near = _near(view, query.text)
    if near is None:
        return words, is_partial
    return ranking.fused(words, *near), is_partial


def find_words(view: View, query: Query) -> tuple[Found, bool]:
    """Return what holds every word of ``query``, or for a sentence most of them, and whether it is only
    most."""
    matches = full_text().matches(view.code, query.clauses)
    found = ranking.kept(ranking.only_words(matches.ids, matches.scores), view.visible)
    if len(found.ids) or not query.is_sentence or len(query.clauses) < PARTIAL_CLAUSES:
        return found, False
    partly = _holding_most(view, query.clauses)
    return partly, len(partly.ids) > 0


def holding_any(view: View, clauses: Sequence[Clause]) -> tuple[NDArray[np.float32], float]:
    """Return for each document number the weight of the clauses that it satisfies, and the weight of them
    all.

    A clause weighs the more the fewer documents satisfy it; one that none does weighs as a unique one.
    """
    weights = np.zeros(len(view.visible), np.float32)
    total = 0.0
    existing = max(int(np.count_nonzero(view.visible)), 1)
    for clause in clauses:
        ids = full_text().ids(view.code, [clause])
        ids = ids[ids < len(weights)]
        ids = ids[view.visible[ids]]
        weight = float(np.log1p(existing / max(len(ids), 1)))
        weights[ids] += weight
        total += weight
    return weights, total


def has_stem(view: View, stem: str) -> bool:
    """Tell whether any document, visible or not, holds ``stem``."""
    return full_text().holds(view.code, stem)


def _holding_most(view: View, clauses: Sequence[Clause]) -> Found:
    weights, total = holding_any(view, clauses)
    ids = np.flatnonzero(weights >= max(PARTIAL_SHARE * total, 1e-6)).astype(np.int64)
    return ranking.only_words(ids, weights[ids])


def _near(view: View, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
    """Return the documents near in meaning to ``text``; None without the model or without any vector."""
    state = meaning_states.current(view.collection)
    if not len(state.ids):
        return None
    vectors = semantic.encode([text])
    if vectors is None:
        return None
    return state.nearest(vectors[0], view.visible, least=LEAST_COSINE, share=LEAST_SHARE, most=MOST_NEAREST)
