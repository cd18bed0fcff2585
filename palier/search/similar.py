"""Find what is near to an entry already there."""

from uuid import UUID

import numpy as np

from palier.search import analyser, tokens
from palier.search.finding import View, holding_any, meaning_states
from palier.search.models import Document, VocabularyWord
from palier.search.parsing import Alternative, Clause

LEAST_COSINE = 0.25
RARE_WORDS = 12


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
