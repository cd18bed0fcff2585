"""The measures of the search bench, on the database of the current settings."""

import hashlib
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction

from palier.search.freshness import advance
from palier.search.index import SearchIndex
from palier.search.models import Document, MeaningVector
from palier.search.packed import packed
from palier.search.requests import SearchRequest
from tests.bench.measures import Figure
from tests.bench.search_corpus import entries
from tests.bench.search_queries import FACETS, MEANING_QUERIES, SYNONYMS, UNFINISHED, WORD_QUERIES

COLLECTION = "bench"
ROUNDS = 3
TARGETS = {20_000: 40, 200_000: 400}


def run(size: int, *, with_meaning: bool) -> tuple[list[Figure], dict[str, str]]:
    """Print the figures; return those to keep, and for each query a mark of its hits and counts."""
    call_command("migrate", verbosity=0)
    index = SearchIndex(COLLECTION, SYNONYMS)
    if Document.objects.filter(collection=COLLECTION, removed=False).count() != size:
        _build(index, size)
    before = _megabytes()
    _time("first search of a process", [lambda: index.search(SearchRequest(facets=FACETS))], rounds=1)
    target = TARGETS.get(size)
    first_page = _time("first page, no query", [lambda: index.search(SearchRequest(facets=FACETS))] * 20)
    requests = {text: _request(position, text) for position, text in enumerate(WORD_QUERIES)}
    words = _time("40 queries, all facets", [lambda r=r: index.search(r) for r in requests.values()], target=target)
    typed = [SearchRequest(text=text, typing=True, facets=FACETS) for text in UNFINISHED]
    typing = _time("as one types, all facets", [lambda r=r: index.search(r) for r in typed])
    print(f"memory: {_megabytes():.0f} MB, {_megabytes() - before:.0f} MB of it since the first search")
    figures = [
        Figure("40 demandes, toutes les facettes, p95", words, "ms", target),
        Figure("première page, sans demande, p95", first_page, "ms", target),
        Figure("pendant la frappe, toutes les facettes, p95", typing, "ms", target),
        Figure("mémoire du processus, mots seuls", _megabytes(), "Mo"),
    ]
    if with_meaning:
        _fill_vectors()
        meant = [SearchRequest(text=text, facets=FACETS) for text in MEANING_QUERIES]
        _time("first search by meaning", [lambda: index.search(meant[0])], rounds=1)
        meaning = _time("by meaning, all facets", [lambda r=r: index.search(r) for r in meant], target=target)
        print(f"memory with the model and the vectors: {_megabytes():.0f} MB")
        figures.insert(3, Figure("par le sens, toutes les facettes, p95", meaning, "ms", target))
        figures.append(Figure("mémoire du processus, avec le modèle et les vecteurs", _megabytes(), "Mo"))
    return figures, {text: _mark(index, request) for text, request in requests.items()}


def _request(position: int, text: str) -> SearchRequest:
    """Return a query with no to three filters, as its position says, and a restriction as for visitors."""
    filters = {
        "public": ["public-0", "public-3"],
        "partner": ["partner-1"],
        "departement": ["75", "38", "13"],
    }
    some = dict(islice(filters.items(), position % 4))
    return SearchRequest(text=text, filters=some, restrict={"visibility": ["visibility-0"]}, facets=FACETS)


def _build(index: SearchIndex, size: int) -> None:
    index.clear()
    corpus = entries(size)
    started, singles, first = time.perf_counter(), 0.0, min(size, 1_000)
    for entry in islice(corpus, first):
        began = time.perf_counter()
        with transaction.atomic():
            index.put([entry])
        singles += time.perf_counter() - began
    print(f"put, a transaction each: {singles * 1e3 / first:.2f} ms a sheet")
    while batch := list(islice(corpus, 1_000)):
        index.put(batch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"built in {time.perf_counter() - started:.0f} s, the inventing of the sheets included", flush=True)


def _fill_vectors() -> None:
    """Give each document a random vector: the model would need minutes, and the times are the same."""
    draw = np.random.default_rng(1)
    missing = Document.objects.filter(meaningvector__isnull=True, removed=False)
    ids = list(missing.values_list("id", flat=True))
    for start in range(0, len(ids), 5_000):
        some = ids[start : start + 5_000]
        vectors = packed(draw.normal(size=(len(some), 512)).astype(np.float32))
        with transaction.atomic():
            version = advance(COLLECTION)
            MeaningVector.objects.bulk_create(
                MeaningVector(document_id=number, collection=COLLECTION, seq=version.seq, numbers=numbers)
                for number, numbers in zip(some, vectors, strict=True)
            )


def _time(
    name: str, calls: Sequence[Callable[[], object]], *, rounds: int = ROUNDS, target: int | None = None
) -> float:
    """Time the calls, print the figures, and return the 95th percentile in milliseconds."""
    times = []
    for _ in range(rounds):
        for call in calls:
            began = time.perf_counter()
            call()
            times.append((time.perf_counter() - began) * 1e3)
    median, slow = np.percentile(times, [50, 95])
    wanted = f" (target for p95: {target} ms)" if target else ""
    print(f"{name}: p50 {median:.1f} ms, p95 {slow:.1f} ms, most {max(times):.1f} ms{wanted}", flush=True)
    return float(slow)


def _mark(index: SearchIndex, request: SearchRequest) -> str:
    """Return a mark of all hits of ``request``, in no order, and of the counts of all facets."""
    result = index.search(replace(request, meaning=False))
    keys: list[str] = []
    while page := index.search(replace(request, meaning=False, facets=(), offset=len(keys), limit=20_000)).hits:
        keys += [hit.key.hex for hit in page]
    counts = sorted((facet, sorted(values.items())) for facet, values in result.facets.items())
    return f"{result.total} {hashlib.sha256(repr((sorted(keys), counts)).encode()).hexdigest()[:16]}"


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
