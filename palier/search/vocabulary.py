"""Unfinished and misspelt words, from the words that the documents hold."""

from collections.abc import Callable, Iterable

from django.db.models import Sum
from rapidfuzz import process
from rapidfuzz.distance import OSA

from palier.search import analyser
from palier.search.models import VocabularyWord

MOST_COMPLETIONS = 50
MOST_CANDIDATES = 20_000
SHORTEST_CORRECTED = 4
LONG_WORD = 8


def stems_beginning_with(collection: str, prefix: str) -> list[str]:
    """Return the stems of the words that begin with the folded ``prefix``, the most used
    MOST_COMPLETIONS first."""
    found = (
        VocabularyWord.objects.filter(
            collection=collection, folded__gte=prefix, folded__lt=prefix + "\U0010ffff"
        )
        .values("folded")
        .annotate(total=Sum("documents"))
        .order_by("-total", "folded")
        .values_list("folded", flat=True)
    )
    return list(dict.fromkeys(analyser.stem(folded) for folded in found[:MOST_COMPLETIONS]))


def corrected(collection: str, text: str, is_found: Callable[[str], bool]) -> str | None:
    """Return ``text`` with its unknown words replaced by the nearest known ones; None if nothing changes.

    A word is known when the documents hold it, or another form of it: ``is_found`` tells whether a stem is
    there. The replacements have the accents that the documents give them.
    """
    words = [word for word in analyser.words(text) if word.stem and len(word.folded) >= SHORTEST_CORRECTED]
    known = set(
        VocabularyWord.objects.filter(
            collection=collection, folded__in={word.folded for word in words}
        ).values_list("folded", flat=True)
    )
    replaced = text
    for word in reversed(words):
        if word.folded in known or not word.folded.isalpha() or is_found(word.stem):
            continue
        nearest = _nearest(collection, word.folded)
        if nearest is not None:
            start = word.start + _elided(text[word.start : word.end], word.surface)
            replaced = replaced[:start] + nearest + replaced[word.end :]
    return replaced if replaced != text else None


def _elided(raw: str, surface: str) -> int:
    """Return where the word begins in ``raw``, past an elided article."""
    return max(raw.lower().rfind(surface), 0)


def _nearest(collection: str, folded: str) -> str | None:
    """Return the most used surface of the word nearest to ``folded``: one mistake, or two in a long word."""
    mistakes = 1 if len(folded) < LONG_WORD else 2
    candidates = list(_candidates(collection, folded, mistakes))
    best = process.extract(
        folded,
        [candidate[0] for candidate in candidates],
        scorer=OSA.distance,
        score_cutoff=mistakes,
        limit=None,
    )
    if not best:
        return None
    # The fewest mistakes, then the same first letter, then the word in most documents.
    _, _, place = min(
        best, key=lambda match: (match[1], match[0][0] != folded[0], -candidates[match[2]][2], match[2])
    )
    return candidates[place][1]


def _candidates(collection: str, folded: str, mistakes: int) -> Iterable[tuple[str, str, int]]:
    """Return (folded, surface, documents) of the words of about the same length, the most used first."""
    return (
        VocabularyWord.objects.filter(
            collection=collection,
            length__gte=len(folded) - mistakes,
            length__lte=len(folded) + mistakes,
            documents__gt=0,
        )
        .order_by("-documents", "surface")
        .values_list("folded", "surface", "documents")[:MOST_CANDIDATES]
    )
