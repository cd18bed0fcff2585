"""The index of one collection: what other apps call."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from palier.search import meaning, ranking, vocabulary, writing
from palier.search.entries import Entry
from palier.search.facets import FacetState, Mask
from palier.search.finding import View, facet_states, find, find_words, has_stem
from palier.search.fulltext import full_text
from palier.search.models import Document
from palier.search.packed import PackedVectors
from palier.search.parsing import Query, Synonyms, parse
from palier.search.ranking import Found
from palier.search.requests import Hit, Reason, Relaxation, SearchRequest, SearchResult
from palier.search.similar import similar_documents, vectors_of

# With this many hits by words or fewer, another spelling is looked for.
FEW_HITS = 2


class SearchIndex:
    """A collection of entries to search: ``SearchIndex("library", synonyms=[["seniors", "personnes
    âgées"]])``.

    ``synonyms`` are groups of words or expressions that mean the same. They are read at each search:
    changing them needs no rebuilding. An index object holds no data: make one per module and keep it.
    """

    def __init__(self, collection: str, synonyms: Sequence[Sequence[str]] = ()) -> None:
        self.collection = collection
        self.synonyms = Synonyms(tuple(tuple(group) for group in synonyms))

    def put(self, entries: Iterable[Entry]) -> int:
        """Add or replace entries, in the caller's transaction. Returns how many were new or had changed."""
        return writing.put_entries(self.collection, entries)

    def remove(self, keys: Iterable[UUID]) -> int:
        """Take entries out, in the caller's transaction. Returns how many were there."""
        return writing.remove_entries(self.collection, keys)

    def keys_beside(self, keys: QuerySet[Any, Any]) -> Iterator[UUID]:
        """Yield the keys that the collection holds and that the query ``keys`` does not return."""
        held = Document.objects.filter(collection=self.collection, removed=False).exclude(key__in=keys)
        return held.order_by().values_list("key", flat=True).iterator()

    def clear(self) -> None:
        """Take everything out, in the caller's transaction."""
        writing.clear_collection(self.collection)

    def compact(self) -> None:
        """Merge the words of all collections, so that no trace of removed ones is left in them. Slow:
        seconds."""
        full_text().compact()

    def vectorise(self, limit: int | None = None, progress: Callable[[int], object] | None = None) -> int:
        """Compute missing and stale vectors, at most ``limit``, about 6 ms each; see meaning.vectorise."""
        return meaning.vectorise(self.collection, limit, progress)

    def waiting_count(self) -> int:
        """Return how many entries wait for a vector."""
        return meaning.waiting_count(self.collection)

    def search(self, request: SearchRequest) -> SearchResult:
        """Return the page of hits that ``request`` asks for. Never raises, whatever the text."""
        state = facet_states.current(self.collection)
        view = View(self.collection, state, _visible(state, request.restrict))
        query = self._query(request)
        found, is_partial = self._found(view, query, request)
        choices = {facet: state.having(facet, values) for facet, values in request.filters.items() if values}
        every = state.mask(found.ids)
        final = _all_of(every, choices)
        hits = _hits(ranking.kept(found, final), state, request, is_browsing=not query.clauses)
        total = int(np.count_nonzero(final))
        return SearchResult(
            total=total,
            hits=hits,
            facets={facet: state.counts(facet, _all_of(every, choices, facet)) for facet in request.facets},
            terms=query.stems,
            proposal=None if request.typing else self._proposal(view, query, found),
            relaxations=_relaxations(every, choices, request.filters) if total == 0 else [],
            partial=is_partial,
        )

    def similar(self, key: UUID, limit: int = 5, restrict: Mapping[str, Sequence[str]] | None = None) -> list[UUID]:
        """Return the keys of the entries nearest to ``key``: by meaning, or by rare words while it has
        no vector."""
        state = facet_states.current(self.collection)
        view = View(self.collection, state, _visible(state, restrict or {}))
        return similar_documents(view, key, limit)

    def vectors(self, keys: Sequence[UUID]) -> tuple[list[UUID], PackedVectors]:
        """Return those of ``keys`` that have a vector of meaning, in their order, and the vectors."""
        return vectors_of(self.collection, keys)

    def _query(self, request: SearchRequest) -> Query:
        query = parse(request.text, self.synonyms, typing=request.typing)
        if query.prefix:
            query = query.with_prefix_stems(vocabulary.stems_beginning_with(self.collection, query.prefix))
        return query

    def _found(self, view: View, query: Query, request: SearchRequest) -> tuple[Found, bool]:
        if not query.clauses:
            return ranking.kept(ranking.everything(view.state), view.visible), False
        found, is_partial = find(view, query, meaning=request.meaning)
        return ranking.kept(found, view.visible), is_partial

    def _proposal(self, view: View, query: Query, found: Found) -> str | None:
        """Return another spelling, only if what may be seen answers it better."""
        by_words = int(np.count_nonzero(found.by_words))
        if not query.clauses or by_words > FEW_HITS or (query.is_sentence and len(found.ids)):
            return None
        text = vocabulary.corrected(
            self.collection,
            query.text,
            lambda stem: has_stem(view, stem),
            is_sentence=query.is_sentence,
        )
        if text is None:
            return None
        better, _ = find_words(view, parse(text, self.synonyms))
        return text if len(better.ids) > by_words else None


def _visible(state: FacetState, restrict: Mapping[str, Sequence[str]]) -> Mask:
    mask = state.alive
    for facet, values in restrict.items():
        mask = mask & state.having(facet, values)
    return mask


def _all_of(every: Mask, choices: Mapping[str, Mask], but: str | None = None) -> Mask:
    """Return ``every`` narrowed by all choices but one."""
    for facet, mask in choices.items():
        if facet != but:
            every = every & mask
    return every


def _hits(found: Found, state: FacetState, request: SearchRequest, *, is_browsing: bool) -> list[Hit]:
    places = ranking.page(found, state, request.order, request.offset, request.limit)
    ids = [int(number) for number in found.ids[places]]
    keys = dict(Document.objects.filter(id__in=ids).values_list("id", "key"))
    hits = []
    for place, number in zip(places, ids, strict=True):
        if number not in keys:
            continue
        cosine = float(found.cosines[place])
        reason = _reason(bool(found.by_words[place]), cosine > 0)
        hits.append(
            Hit(
                key=keys[number],
                score=float(found.scores[place]),
                reason=Reason.BROWSE if is_browsing else reason,
                similarity=cosine,
            )
        )
    return hits


def _reason(by_words: bool, by_meaning: bool) -> Reason:
    if by_words and by_meaning:
        return Reason.BOTH
    return Reason.WORDS if by_words else Reason.MEANING


def _relaxations(every: Mask, choices: Mapping[str, Mask], filters: Mapping[str, Sequence[str]]) -> list[Relaxation]:
    """Return the filters whose removal alone gives something; all the values of a facet go together."""
    found = []
    for facet in choices:
        total = int(np.count_nonzero(_all_of(every, choices, facet)))
        if total:
            found.append(Relaxation(facet, filters[facet][0] if len(filters[facet]) == 1 else "", total))
    return sorted(found, key=lambda relaxation: (-relaxation.total, relaxation.facet))
