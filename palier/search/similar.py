"""Find what is near to an entry already there."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from palier.search import analyser, tokens
from palier.search.finding import View, holding_any, meaning_states
from palier.search.models import Document, VocabularyWord
from palier.search.packed import PackedVectors
from palier.search.parsing import Alternative, Clause

LEAST_COSINE = 0.25
RARE_WORDS = 12
_KEYS_AT_ONCE = 5_000


def similar_documents(view: View, key: UUID, limit: int) -> list[UUID]:
    """Return the keys of the visible documents nearest to ``key``, at most ``limit``, the nearest first."""
    row = Document.objects.filter(collection=view.collection, key=key, removed=False).values_list("id", "words").first()
    if row is None or limit <= 0:
        return []
    number, words = row
    others = view.visible.copy()
    if number < len(others):
        others[number] = False
    meaning = meaning_states.current(view.collection)
    vector = meaning.of(number)
    if vector is None:
        ids = _sharing_words(View(view.collection, view.state, others), bytes(words), limit)
    else:
        near, _ = meaning.nearest(vector, others, least=LEAST_COSINE, share=0, most=limit)
        ids = [int(found) for found in near]
    keys = dict(Document.objects.filter(id__in=ids).values_list("id", "key"))
    return [keys[found] for found in ids if found in keys]


def vectors_of(collection: str, keys: Sequence[UUID]) -> tuple[list[UUID], PackedVectors]:
    """Return those of ``keys`` that have a vector, in their order, and their vectors: for suggesting and grouping.

    Who may see what is the caller's business: it asks for the keys of one structure only.
    """
    meaning = meaning_states.current(collection)
    numbers: dict[UUID, int] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = Document.objects.filter(collection=collection, key__in=keys[start : start + _KEYS_AT_ONCE])
        numbers |= dict(some.filter(removed=False).order_by().values_list("key", "id"))
    place_of = {number: place for place, number in enumerate(meaning.ids.tolist())}
    found = {key: place_of[numbers[key]] for key in keys if numbers.get(key) in place_of}
    return list(found), meaning.vectors.kept(np.array(list(found.values()), np.int64))


def _sharing_words(view: View, words: bytes, limit: int) -> list[int]:
    """Return the numbers of the documents that share the rarest words, those sharing most first."""
    surfaces = tokens.unpack_words(words)
    rarest = (
        VocabularyWord.objects.filter(collection=view.collection, surface__in=surfaces, documents__gt=1)
        .order_by("documents", "surface")
        .values_list("folded", flat=True)[:RARE_WORDS]
    )
    stems = dict.fromkeys(analyser.stem(folded) for folded in rarest)
    weights, _ = holding_any(view, [Clause((Alternative((stem,)),)) for stem in stems])
    best = np.argsort(-weights, kind="stable")[:limit]
    return [int(number) for number in best if weights[number] > 0]
