"""Unfinished and misspelt words, from the words that the documents hold."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Sum
from rapidfuzz import process
from rapidfuzz.distance import OSA

from palier.search import analyser
from palier.search.freshness import Held, Version
from palier.search.models import VocabularyWord

MOST_COMPLETIONS = 30
MOST_CANDIDATES = 60_000
SHORTEST_CORRECTED = 4
LONG_WORD = 8


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words of one length, the most used first: folded, as written, and in how many documents."""

    folded: list[str] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VocabularyState:
    """The words of a collection at one version, by length: the MOST_CANDIDATES most used."""

    version: Version
    by_length: Mapping[int, Candidates] = field(default_factory=dict)

    @classmethod
    def read(cls, collection: str, version: Version, base: Self | None) -> Self:
        """Read the words anew: their counts change with each document."""
        del base
        by_length: defaultdict[int, Candidates] = defaultdict(Candidates)
        rows = VocabularyWord.objects.filter(collection=collection).order_by("-documents", "surface")
        for folded, surface, documents in rows.values_list("folded", "surface", "documents")[:MOST_CANDIDATES]:
            candidates = by_length[len(folded)]
            candidates.folded.append(folded)
            candidates.surfaces.append(surface)
            candidates.documents.append(documents)
        return cls(version, dict(by_length))

    def nearest(self, folded: str, mistakes: int) -> str | None:
        """Return the most used surface of the word nearest to ``folded``, with at most ``mistakes``.

        The fewest mistakes win, then the same first letter, then the word in most documents.
        """
        best: tuple[float, bool, int, str] | None = None
        for length in range(len(folded) - mistakes, len(folded) + mistakes + 1):
            candidates = self.by_length.get(length, Candidates())
            near = process.extract(folded, candidates.folded, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
            for word, distance, place in near:
                found = (
                    distance,
                    word[0] != folded[0],
                    -candidates.documents[place],
                    candidates.surfaces[place],
                )
                best = found if best is None else min(best, found)
        return best[3] if best else None


vocabulary_states: Held[VocabularyState] = Held(VocabularyState)


def stems_beginning_with(collection: str, prefix: str) -> list[str]:
    """Return the stems of the words that begin with the folded ``prefix``, the MOST_COMPLETIONS most used."""
    beginning = {"folded__gte": prefix, "folded__lt": prefix + "\U0010ffff"}
    found = (
        VocabularyWord.objects.filter(collection=collection, **beginning)
        .values("folded")
        .annotate(total=Sum("documents"))
        .order_by("-total", "folded")
        .values_list("folded", flat=True)
    )
    return list(dict.fromkeys(analyser.stem(folded) for folded in found[:MOST_COMPLETIONS]))


def corrected(collection: str, text: str, is_found: Callable[[str], bool], *, is_sentence: bool = False) -> str | None:
    """Return ``text`` with its unknown words replaced by the nearest known ones; None if nothing changes.

    A word is known when the documents hold it or another form of it: ``is_found`` tells whether a stem is
    there. The replacements have the accents that the documents give them. In a sentence, which uses words
    that no document has to hold, only one mistake in a word of five letters or more is corrected.
    """
    shortest = SHORTEST_CORRECTED + is_sentence
    words = [word for word in analyser.words(text) if word.stem and len(word.folded) >= shortest]
    replaced = text
    for word in reversed(words):
        if not word.folded.isalpha() or is_found(word.stem):
            continue
        mistakes = 2 if len(word.folded) >= LONG_WORD and not is_sentence else 1
        nearest = vocabulary_states.current(collection).nearest(word.folded, mistakes)
        if nearest is not None:
            start = word.start + _elided(text[word.start : word.end], word.surface)
            replaced = replaced[:start] + nearest + replaced[word.end :]
    return replaced if replaced != text else None


def _elided(raw: str, surface: str) -> int:
    """Return where the word begins in ``raw``, past an elided article."""
    return max(raw.lower().rfind(surface), 0)
