"""Keep an index in the same transaction as the records it indexes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet

from palier.search import analyser, tokens
from palier.search.entries import Entry
from palier.search.freshness import Version, advance
from palier.search.fulltext import full_text
from palier.search.models import Document, FacetValue, IndexState, MeaningVector, VocabularyWord

_FIELDS = ["seq", "removed", "rank", "values", "digest", "gist", "words"]
_MOST_KEYS = 500


@transaction.atomic(savepoint=False)
def put_entries(collection: str, entries: Iterable[Entry]) -> int:
    """Add or replace entries, inside the caller's transaction if there is one. Returns how many had changed.

    From the first call to the end of its transaction, other writers of the collection wait (PostgreSQL).
    """
    latest = {entry.key: entry for entry in entries}  # the last one wins when a key comes twice
    if not latest:
        return 0
    version = advance(collection)
    keys = list(latest)
    changed = 0
    for start in range(0, len(keys), _MOST_KEYS):
        changed += _put_some(collection, version, [latest[key] for key in keys[start : start + _MOST_KEYS]])
    return changed


@transaction.atomic(savepoint=False)
def remove_entries(collection: str, keys: Iterable[UUID]) -> int:
    """Take entries out, inside the caller's transaction if there is one. Returns how many were there."""
    wanted = list(keys)
    if not wanted:
        return 0
    version = advance(collection)
    removed = 0
    for start in range(0, len(wanted), _MOST_KEYS):
        some = Document.objects.filter(collection=collection, key__in=wanted[start : start + _MOST_KEYS])
        found = dict(some.filter(removed=False).values_list("id", "words"))
        if found:
            full_text().erase(list(found))
            _count_words(collection, Counter(), _words_of(found.values()))
            MeaningVector.objects.filter(document_id__in=found).delete()
            _empty(Document.objects.filter(id__in=found), version)
        removed += len(found)
    return removed


@transaction.atomic(savepoint=False)
def clear_collection(collection: str) -> None:
    """Take everything out, inside the caller's transaction if there is one. Caches start again."""
    advance(collection)
    documents = Document.objects.filter(collection=collection)
    ids = list(documents.values_list("id", flat=True))
    for start in range(0, len(ids), _MOST_KEYS):
        full_text().erase(ids[start : start + _MOST_KEYS])
    with connection.cursor() as cursor:  # the ORM would first load each document, to look for its vector
        cursor.execute("DELETE FROM search_meaningvector WHERE collection = %s", [collection])
        cursor.execute("DELETE FROM search_document WHERE collection = %s", [collection])
    FacetValue.objects.filter(collection=collection).delete()
    VocabularyWord.objects.filter(collection=collection).delete()
    state = IndexState.objects.get(collection=collection)
    IndexState.objects.filter(pk=state.pk).update(lineage=state.stamp)


def _put_some(collection: str, version: Version, entries: Sequence[Entry]) -> int:
    keys = [entry.key for entry in entries]
    rows = Document.objects.filter(collection=collection, key__in=keys)
    known = {row.key: row for row in rows.only("id", "key", "digest", "words", "removed", "gist")}
    digests = {entry.key: tokens.digest(entry) for entry in entries}
    changed = [
        entry for entry in entries if entry.key not in known or bytes(known[entry.key].digest) != digests[entry.key]
    ]
    if not changed:
        return 0
    analyses = {entry.key: tokens.analyse(entry) for entry in changed}
    numbers = _facet_numbers(collection, changed)
    documents = [
        Document(
            collection=collection,
            key=entry.key,
            seq=version.seq,
            rank=entry.rank,
            values=_packed_values(entry, numbers),
            digest=digests[entry.key],
            gist=tokens.gist(entry),
            words=tokens.pack_words(analyses[entry.key].words),
        )
        for entry in changed
    ]
    written = Document.objects.bulk_create(
        documents, update_conflicts=True, update_fields=_FIELDS, unique_fields=["collection", "key"]
    )
    replaced = [known[entry.key] for entry in changed if entry.key in known]
    full_text().erase([row.pk for row in replaced if not row.removed])
    full_text().write(version.code, [(document.pk, analyses[document.key]) for document in written])
    gists = {document.key: document.gist for document in documents}
    stale = [row.pk for row in replaced if row.gist != gists[row.key]]
    if stale:
        MeaningVector.objects.filter(document_id__in=stale).update(stale=True)
    added = Counter(word for entry in changed for word in analyses[entry.key].words)
    _count_words(collection, added, _words_of(row.words for row in replaced))
    return len(changed)


def _facet_numbers(collection: str, entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """Return the number of each facet value of ``entries``, making those that are new.

    Read anew each time: a number learnt in a transaction that was rolled back would be wrong.
    """
    pairs = {(facet, value) for entry in entries for facet, values in entry.facets.items() for value in values if value}
    if not pairs:
        return {}
    found = FacetValue.objects.filter(collection=collection, value__in={value for _, value in pairs})
    numbers = {(facet, value): number for number, facet, value in found.values_list("id", "facet", "value")}
    made = FacetValue.objects.bulk_create(
        FacetValue(collection=collection, facet=facet, value=value) for facet, value in sorted(pairs - set(numbers))
    )
    numbers.update({(row.facet, row.value): row.pk for row in made})
    return numbers


def _packed_values(entry: Entry, numbers: dict[tuple[str, str], int]) -> bytes:
    found = {numbers[facet, value] for facet, values in entry.facets.items() for value in values if value}
    return np.array(sorted(found), "<i4").tobytes()


def _words_of(packed: Iterable[bytes | memoryview]) -> Counter[tuple[str, str]]:
    return Counter(
        (surface, analyser.folded_word(surface)) for words in packed for surface in tokens.unpack_words(bytes(words))
    )


def _count_words(collection: str, added: Counter[tuple[str, str]], taken: Counter[tuple[str, str]]) -> None:
    """Move the vocabulary by the words ``added`` less those ``taken``; forget the words no longer in use."""
    moves = [
        (surface, folded, added[surface, folded] - taken[surface, folded])
        for surface, folded in sorted(added.keys() | taken.keys())
        if added[surface, folded] != taken[surface, folded]
    ]
    if moves:
        full_text().count_words(collection, moves)
    if any(move < 0 for _, _, move in moves):
        VocabularyWord.objects.filter(collection=collection, documents__lte=0).delete()


def _empty(documents: QuerySet[Document], version: Version) -> None:
    documents.update(seq=version.seq, removed=True, values=b"", digest=b"", gist="", words=b"", rank=0)
