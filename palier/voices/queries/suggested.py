"""The themes that come first for words: learned from their descriptions and from what the team chose so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from uuid import UUID

from palier.search import semantic
from palier.search.finding import meaning_states
from palier.search.models import Document
from palier.search.suggesting import Example, LabelModel, described, is_worth_learning, learn_labels
from palier.structures.enums import Theme
from palier.voices.enums import VoiceState
from palier.voices.index import WORDS
from palier.voices.models import Voice
from palier.voices.theme_texts import THEME_TEXTS

SUGGESTED = 3
# Learning from twice as many takes four times as long, about 0.1 s now.
MOST_LEARNED = 1_000
# « Autre » is never worth suggesting.
LABELS = [theme for theme in THEME_TEXTS if theme != Theme.AUTRE]


@dataclass(frozen=True, slots=True)
class _Learned:
    """What this process learned of a structure, from how many of its choices."""

    model: LabelModel
    choices: int


_held: dict[UUID, _Learned] = {}
_lock = Lock()


def suggested_themes(voice: Voice, limit: int = SUGGESTED) -> list[Theme]:
    """Return at most ``limit`` themes for words, the likeliest first; those they have already are left out."""
    model = label_model(voice.structure_id)
    vectors = semantic.encode([said(voice)])
    found = model.suggest(said(voice), None if vectors is None else vectors[0], limit + len(voice.themes))
    return [Theme(one.label) for one in found if one.label not in voice.themes][:limit]


def label_model(structure_id: UUID) -> LabelModel:
    """Return what was learned of the choices of a structure, again when there are enough new ones. Asked inside it."""
    chosen = Voice.objects.filter(state=VoiceState.TRIEE, withdrawn_at=None).exclude(themes=[])
    total = chosen.count()
    with _lock:
        held = _held.get(structure_id)
        if held is None or total < held.choices or is_worth_learning(held.choices, total):
            recent = list(chosen.order_by("-triaged_at", "-pk")[:MOST_LEARNED])
            held = _Learned(_learn(recent[::-1]), total)
            _held[structure_id] = held
    return held.model


def vectors_of(keys: Sequence[UUID]) -> Mapping[UUID, semantic.Vectors]:
    """Return the vectors that the search holds of these words, by key; those that wait for theirs are left out."""
    numbers = Document.objects.filter(collection=WORDS.collection, key__in=keys, removed=False)
    state = meaning_states.current(WORDS.collection)
    found = {key: state.of(number) for key, number in numbers.values_list("key", "id")}
    return {key: vector for key, vector in found.items() if vector is not None}


def _learn(voices: Sequence[Voice]) -> LabelModel:
    vectors = vectors_of([voice.pk for voice in voices])
    choices = [Example(said(voice), tuple(voice.themes), vectors.get(voice.pk)) for voice in voices]
    return learn_labels(LABELS, _descriptions(), choices)


@lru_cache(maxsize=1)
def _descriptions() -> Mapping[str, list[Example]]:
    texts = {label: THEME_TEXTS[label] for label in LABELS}
    return described(texts, semantic.encode([text for some in texts.values() for text in some]))


def said(voice: Voice) -> str:
    """Return what words say, in French when somebody translated them."""
    return voice.translation or voice.text
