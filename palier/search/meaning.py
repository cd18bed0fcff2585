"""The vectors of a collection: computed apart from the writing of entries, held in memory as one matrix."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from palier.search import semantic
from palier.search.facets import Mask
from palier.search.freshness import Version, advance
from palier.search.models import Document, MeaningVector
from palier.search.packed import PackedVectors, packed

# On 25 real sheets and 10 sentences: what answers is at 0.20 to 0.42, what has nothing to do mostly under
# 0.19, and within one query what is under half the best is chance.
LEAST_COSINE = 0.20
LEAST_SHARE = 0.5
MOST_NEAREST = 200
_BATCH = 64


@dataclass(frozen=True, slots=True)
class MeaningState:
    """The vectors of a collection at one version, 8 bits a number: 512 bytes a document."""

    version: Version
    ids: NDArray[np.int64]
    vectors: PackedVectors

    @classmethod
    def read(cls, collection: str, version: Version, base: Self | None) -> Self:
        """Read the vectors of ``collection``, or only what was written since ``base``."""
        known = base or cls(version, np.zeros(0, np.int64), PackedVectors.of([]))
        rows = list(
            MeaningVector.objects.filter(collection=collection, seq__gt=known.version.seq if base else -1)
            .order_by()
            .values_list("document_id", "numbers")
        )
        if not rows:
            return replace(known, version=version)
        ids = np.array([row[0] for row in rows], np.int64)
        stay = ~np.isin(known.ids, ids)
        kept = known.vectors if stay.all() else known.vectors.kept(stay)
        vectors = kept.plus(PackedVectors.of([row[1] for row in rows]))
        return cls(version, np.concatenate([known.ids[stay], ids]), vectors)

    def cosines(self, vector: semantic.Vectors) -> NDArray[np.float32]:
        """Return the cosine of each document with ``vector``, in the order of ``ids``."""
        return self.vectors.cosines(vector)

    def nearest(
        self, vector: semantic.Vectors, allowed: Mask, *, least: float, share: float, most: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the allowed documents nearest to ``vector`` and their cosines, the nearest first.

        Those under ``least``, or under ``share`` of the best, are left out.
        """
        known = np.flatnonzero(self.ids < len(allowed))
        known = known[allowed[self.ids[known]]]
        cosines = self.cosines(vector)[known]
        if not len(cosines):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        near = np.flatnonzero(cosines >= max(least, share * float(cosines.max())))
        near = near[np.lexsort((self.ids[known[near]], -cosines[near]))][:most]
        return self.ids[known[near]], cosines[near]

    def of(self, document: int) -> semantic.Vectors | None:
        """Return the vector of a document, of length 1; None if it has none yet."""
        places = np.flatnonzero(self.ids == document)
        if not len(places):
            return None
        vector: semantic.Vectors = self.vectors.rows(places[:1])[0]
        return vector


def vectorise(collection: str, limit: int | None = None, progress: Callable[[int], object] | None = None) -> int:
    """Compute the missing and stale vectors, at most ``limit``; return how many were written.

    About 6 ms a document, in transactions of 64: it can be stopped and started again. ``progress`` is called
    with the number just done. Without the model it does nothing and returns 0.
    """
    done = last = 0
    while limit is None or done < limit:
        size = _BATCH if limit is None else min(_BATCH, limit - done)
        gists = dict(_waiting(collection, last, size))
        vectors = semantic.encode_gists(list(gists.values())) if gists else None
        if vectors is None:
            break
        written = _write(collection, gists, vectors)
        done += written
        last = max(gists)
        if progress is not None:
            progress(written)
    return done


def waiting_count(collection: str) -> int:
    """Return how many documents have no vector, or a stale one."""
    return _without_vector(collection).count()


def _without_vector(collection: str) -> QuerySet[Document]:
    return Document.objects.filter(
        Q(meaningvector__isnull=True) | Q(meaningvector__stale=True), collection=collection, removed=False
    )


def _waiting(collection: str, after: int, most: int) -> list[tuple[int, str]]:
    waiting = _without_vector(collection).filter(id__gt=after).order_by("id")
    return list(waiting.values_list("id", "gist")[:most])


@transaction.atomic(savepoint=False)
def _write(collection: str, gists: dict[int, str], vectors: semantic.Vectors) -> int:
    """Store the vectors of those documents whose gist has not changed meanwhile."""
    version = advance(collection)
    now = dict(Document.objects.filter(id__in=gists, removed=False).values_list("id", "gist"))
    rows = [
        MeaningVector(document_id=number, collection=collection, seq=version.seq, stale=False, numbers=numbers)
        for (number, gist), numbers in zip(gists.items(), packed(vectors), strict=True)
        if now.get(number) == gist
    ]
    MeaningVector.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["seq", "stale", "numbers"], unique_fields=["document"]
    )
    return len(rows)
