"""The meanings of the words of the current structure, as this process holds them; where they are, what they are about.

Each process holds the vectors of all words, 512 bytes each (palier/search/meaning.py), and the number of each in the
index; both follow what is written, and ask one small question to know that they are still right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from palier.core.tenancy import current_structure_id
from palier.search import semantic
from palier.search.facets import Mask
from palier.search.finding import facet_states, meaning_states
from palier.search.freshness import Held, Version
from palier.search.grouping import Beliefs, chosen_beliefs
from palier.search.meaning import MeaningState
from palier.search.models import Document
from palier.territory.models import PlaceZone
from palier.voices.index import STRUCTURE, WORDS, entry_of
from palier.voices.models import Voice
from palier.voices.queries.need_titles import said
from palier.voices.queries.suggested import LABELS, label_model


@dataclass(frozen=True, slots=True, eq=False)
class WordNumbers:
    """The number of each entry in the index, both ways."""

    version: Version
    numbers: dict[UUID, int]
    keys: dict[int, UUID]

    @classmethod
    def read(cls, collection: str, version: Version, base: Self | None) -> Self:
        """Read the numbers of ``collection``, or only those written since ``base``."""
        rows = Document.objects.filter(collection=collection, seq__gt=base.version.seq if base else -1).order_by()
        numbers, keys = (dict(base.numbers), dict(base.keys)) if base else ({}, {})
        for number, key in rows.values_list("id", "key"):
            numbers[key], keys[number] = number, key
        return cls(version, numbers, keys)


word_numbers: Held[WordNumbers] = Held(WordNumbers)


@dataclass(frozen=True, slots=True, eq=False)
class WordMeanings:
    """The words of one structure that have a meaning. ``mine`` tells which rows of ``state`` are theirs."""

    state: MeaningState
    numbers: WordNumbers
    mine: Mask

    def vector_of(self, voice: Voice) -> semantic.Vectors | None:
        """Return the meaning of words, of length 1; computed now when they are too new; None without the model."""
        number = self.numbers.numbers.get(voice.pk)
        known = self.state.of(number) if number is not None else None
        if known is not None:
            return known
        encoded = semantic.encode_gists([f"\n{entry_of(voice).text}"])
        return None if encoded is None else encoded[0]

    def near(self, vector: semantic.Vectors, *, least: float, limit: int) -> list[UUID]:
        """Return the words whose cosine with ``vector`` is at least ``least``, the nearest first."""
        cosines = np.where(self.mine, self.state.vectors.cosines(vector), -1)
        rows = np.flatnonzero(cosines >= least)
        if len(rows) > limit:
            rows = rows[np.argpartition(-cosines[rows], limit)[:limit]]
        ids = self.state.ids[rows[np.argsort(-cosines[rows], kind="stable")]]
        return [self.numbers.keys[number] for number in ids.tolist() if number in self.numbers.keys]

    def rows(self, words: Sequence[UUID]) -> tuple[list[UUID], semantic.Vectors]:
        """Return those of ``words`` that have a meaning, and their vectors, of length 1."""
        wanted = np.array([self.numbers.numbers.get(key, -1) for key in words], np.int64)
        # A table from number to row: sorting 50,000 numbers took most of the time of a proposal.
        row_of = np.full(int(self.state.ids.max(initial=0)) + 1, -1, np.int64)
        row_of[self.state.ids] = np.arange(len(self.state.ids))
        rows = np.where((wanted >= 0) & (wanted < len(row_of)), row_of[np.minimum(wanted, len(row_of) - 1)], -1)
        known = [key for key, row in zip(words, rows.tolist(), strict=True) if row >= 0]
        return known, self.state.vectors.rows(rows[rows >= 0])


def word_meanings() -> WordMeanings:
    """Return the meanings of the words of the current structure, as they are now."""
    structure = current_structure_id()
    assert structure is not None
    facets, state = facet_states.current(WORDS.collection), meaning_states.current(WORDS.collection)
    having = facets.having(STRUCTURE, [structure.hex]) & facets.alive
    known = state.ids < len(having)
    mine = np.zeros(len(state.ids), np.bool_)
    mine[known] = having[state.ids[known]]
    return WordMeanings(state, word_numbers.current(WORDS.collection), mine)


def zones_of(places: Iterable[UUID | None]) -> dict[UUID | None, frozenset[str]]:
    """Return the zones of each place, in one question; a place that is not known has none."""
    wanted = {place for place in places if place is not None}
    found: defaultdict[UUID | None, set[str]] = defaultdict(set)
    if wanted:
        for place, zone in PlaceZone.objects.filter(place__in=wanted).values_list("place", "zone"):
            found[place].add(zone.hex)
    return {place: frozenset(found[place]) for place in {*wanted, None}}


def beliefs_of(voices: Sequence[Voice], vectors: NDArray[np.float32]) -> Beliefs:
    """Return the chance of each Theme for each word, a row each: those that a person gave, or what the words let one
    think."""
    beliefs = np.zeros((len(voices), len(LABELS)), np.float32)
    untold = [row for row, voice in enumerate(voices) if not voice.themes]
    model = label_model(voices[untold[0]].structure_id) if untold else None
    for row, voice in enumerate(voices):
        if voice.themes:
            beliefs[row] = chosen_beliefs(LABELS, voice.themes)
        elif model is not None:
            beliefs[row] = model.beliefs(said(voice), vectors[row])
    return beliefs
