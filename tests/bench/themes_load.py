"""The time and memory of one proposal in a structure of 50,000 words, on the database of the current settings.

The words and their vectors are drawn at random, about as many to a theme and to a need as a real centre would have:
the time does not depend on what they say. The new word is real French, and the model of meaning reads it.
"""

import resource
import time
import uuid

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction
from numpy.typing import NDArray

from palier.search import semantic
from palier.search.entries import Entry
from palier.search.finding import meaning_states
from palier.search.freshness import advance
from palier.search.grouping import Known, Said, chosen_beliefs, mean_vectors, nearest, propose_groups
from palier.search.index import SearchIndex
from palier.search.models import Document, MeaningVector
from palier.search.packed import packed
from palier.search.suggesting import Example, LabelModel, described, learn_labels
from palier.voices.theme_texts import THEME_TEXTS
from tests.bench.measures import Figure

COLLECTION = "bench-words"
LABELS = list(THEME_TEXTS)
SENTENCES = [text for texts in THEME_TEXTS.values() for text in texts]
NEEDS, CHOICES, ROUNDS = 2_000, 2_000, 60
TARGET_MS = 50


def run(size: int) -> list[Figure]:
    """Fill the database, then return the figures."""
    call_command("migrate", verbosity=0)
    index = SearchIndex(COLLECTION)
    _fill(size)
    sentences = semantic.encode(SENTENCES)
    if sentences is None:
        raise RuntimeError("the model of meaning is not installed, or PALIER_SEMANTIC is off")
    before = _megabytes()
    began = time.perf_counter()
    meaning_states.current(COLLECTION)
    first = time.perf_counter() - began
    model, learning = _learned(sentences)
    words, needs, meaning = _known(size)
    held = _megabytes()
    quiet = [_proposal(text, model, words, needs) for text in _texts()]
    busy = []
    for text in _texts():
        with transaction.atomic():
            index.put([Entry(key=uuid.uuid4(), title="", text=text)])
        index.vectorise(limit=1)
        busy.append(_proposal(text, model, words, needs))
    began = time.perf_counter()
    propose_groups(words)
    grouped = time.perf_counter() - began
    return [
        *_times("une proposition", quiet),
        *_times("une proposition juste après une autre parole", busy),
        Figure("lire tous les vecteurs, une fois par processus", first * 1e3, "ms"),
        Figure(f"moyennes de {NEEDS} besoins, à refaire quand un besoin change", meaning * 1e3, "ms"),
        Figure(f"apprendre {CHOICES} choix, à refaire tous les 200", learning * 1e3, "ms"),
        Figure("proposer des groupes parmi les 2000 dernières paroles", grouped * 1e3, "ms"),
        Figure("mémoire prise par les vecteurs, les besoins et les choix", held - before, "Mo"),
        Figure("mémoire du processus, modèle compris", _megabytes(), "Mo"),
    ]  # fmt: skip


def _times(name: str, times: list[tuple[float, float]]) -> list[Figure]:
    """Return the figures of the times that ``_proposal`` returned."""
    elapsed, processor = np.percentile(times, [50, 95], axis=0).T
    return [
        Figure(f"{name}, médiane", float(elapsed[0]), "ms", TARGET_MS),
        Figure(f"{name}, p95", float(elapsed[1]), "ms", TARGET_MS),
        Figure(f"{name}, en temps de processeur, médiane", float(processor[0]), "ms", TARGET_MS),
        Figure(f"{name}, en temps de processeur, p95", float(processor[1]), "ms", TARGET_MS),
    ]


def _proposal(text: str, model: LabelModel, words: Known[int], needs: Known[int]) -> tuple[float, float]:
    """Return the milliseconds, elapsed and of the processor, of all that a new word asks for: its meaning, themes,
    needs, and like words."""
    began, worked = time.perf_counter(), time.process_time()
    encoded = semantic.encode([text])
    assert encoded is not None
    state = meaning_states.current(COLLECTION)
    vector = encoded[0]
    model.suggest(text, vector)
    said = Said(vector, model.beliefs(text, vector), frozenset(["zone-3"]))
    nearest(said, needs)
    # The words that arrived meanwhile have no theme yet.
    late = len(state.ids) - len(words.keys)
    beliefs = np.concatenate([words.beliefs, np.zeros((late, len(LABELS)), np.float32)]) if late else words.beliefs
    nearest(said, Known(state.ids.tolist(), state.vectors, beliefs, [*words.zones, *[frozenset[str]()] * late]))
    return (time.perf_counter() - began) * 1e3, (time.process_time() - worked) * 1e3


def _texts() -> list[str]:
    return [f"{SENTENCES[number % len(SENTENCES)]} C'est la {number}e fois que je le dis." for number in range(ROUNDS)]


def _learned(sentences: semantic.Vectors) -> tuple[LabelModel, float]:
    draw = np.random.default_rng(3)
    choices = []
    for _ in range(CHOICES):
        row = int(draw.integers(len(SENTENCES)))
        vector = semantic.normalised(sentences[row : row + 1] + draw.normal(0, 0.03, (1, 512)).astype(np.float32))[0]
        choices.append(Example(SENTENCES[row], (LABELS[row % len(LABELS)],), vector))
    known = described(THEME_TEXTS, sentences)
    began = time.perf_counter()
    return learn_labels(LABELS, known, choices), time.perf_counter() - began


def _known(size: int) -> tuple[Known[int], Known[int], float]:
    """Return the words and the needs as a process holds them, and the seconds that the means took."""
    state = meaning_states.current(COLLECTION)
    draw = np.random.default_rng(2)
    theme = draw.integers(len(LABELS), size=size)
    owners: NDArray[np.int64] = draw.integers(NEEDS, size=size)
    each = np.stack([chosen_beliefs(LABELS, [label]) for label in LABELS])
    zones = [frozenset([f"zone-{number}"]) for number in draw.integers(12, size=size)]
    began = time.perf_counter()
    means = mean_vectors(state.vectors, owners, NEEDS)
    taken = time.perf_counter() - began
    words = Known[int](state.ids.tolist(), state.vectors, each[theme], zones)
    needs = Known[int](range(NEEDS), means, each[draw.integers(len(LABELS), size=NEEDS)], zones[:NEEDS])
    return words, needs, taken


def _fill(size: int) -> None:
    """Write ``size`` documents and a vector each: some near a sentence of a theme, so that there is what to find."""
    draw = np.random.default_rng(1)
    centres = semantic.encode(SENTENCES)
    assert centres is not None
    for start in range(0, size, 5_000):
        count = min(5_000, size - start)
        noise = draw.normal(0, 0.06, (count, 512)).astype(np.float32)
        vectors = packed(semantic.normalised(centres[draw.integers(len(centres), size=count)] + noise))
        with transaction.atomic():
            seq = advance(COLLECTION).seq
            made = Document.objects.bulk_create(
                Document(collection=COLLECTION, key=uuid.uuid4(), seq=seq, values=b"", digest=b"", gist="", words=b"")
                for _ in range(count)
            )
            MeaningVector.objects.bulk_create(
                MeaningVector(document_id=document.pk, collection=COLLECTION, seq=seq, numbers=numbers)
                for document, numbers in zip(made, vectors, strict=True)
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
