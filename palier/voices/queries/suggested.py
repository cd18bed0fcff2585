"""What is known of the themes of words: from their descriptions, then from what each team chose. One model for all.

The themes proposed in the triage and those that needs are compared by come from the same model. Asked inside a scope.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from uuid import UUID

import numpy as np

from palier.search import semantic
from palier.search.suggesting import Example, LabelModel, described, is_worth_learning, learn_labels
from palier.structures.enums import Theme
from palier.voices.enums import VoiceState
from palier.voices.index import WORDS
from palier.voices.models import Voice
from palier.voices.queries.need_titles import said
from palier.voices.theme_texts import THEME_TEXTS

SUGGESTED = 3
# Learning from twice as many takes four times as long, about 0.1 s now.
MOST_LEARNED = 1_000
# What a process holds of each structure takes about a megabyte.
MOST_HELD = 16
LABELS: tuple[str, ...] = tuple(Theme.values)


@dataclass(frozen=True, slots=True)
class _Learned:
    """What this process learned of a structure, when ``triaged`` of its words were."""

    model: LabelModel
    triaged: int


_held: OrderedDict[UUID, _Learned] = OrderedDict()
_lock = Lock()


def suggested_themes(voice: Voice, vector: semantic.Vectors | None, limit: int = SUGGESTED) -> list[Theme]:
    """Return at most ``limit`` themes for words of this meaning, the likeliest first; neither « autre » nor those
    they have already."""
    left_out = {*voice.themes, Theme.AUTRE}
    found = label_model(voice.structure_id).suggest(said(voice), vector, limit + len(left_out))
    return [Theme(one.label) for one in found if one.label not in left_out][:limit]


def label_model(structure_id: UUID) -> LabelModel:
    """Return what was learned of the choices of a structure, again when there are enough new ones."""
    # Read in an index: the rows themselves are read only to learn.
    triaged = Voice.objects.filter(state=VoiceState.TRIEE, withdrawn_at=None).count()
    with _lock:
        held = _held.pop(structure_id, None)
        if held is None or is_worth_learning(*sorted((held.triaged, triaged))):
            held = _Learned(_learn() if is_worth_learning(0, triaged) else first_day(), triaged)
        _held[structure_id] = held
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return held.model


@lru_cache(maxsize=1)
def first_day() -> LabelModel:
    """Return what is known of themes before anybody has chosen any: a fifth of a second, once per process."""
    return learn_labels(LABELS, _descriptions(), [])


def _learn() -> LabelModel:
    chosen = Voice.objects.filter(state=VoiceState.TRIEE, withdrawn_at=None).exclude(themes=[])
    recent = list(chosen.order_by("-triaged_at", "-pk")[:MOST_LEARNED])[::-1]
    known, packed = WORDS.vectors([voice.pk for voice in recent])
    vectors = dict(zip(known, packed.rows(np.arange(len(known))), strict=True))
    return learn_labels(LABELS, _descriptions(), _examples(recent, vectors))


def _examples(voices: Sequence[Voice], vectors: Mapping[UUID, semantic.Vectors]) -> list[Example]:
    return [Example(said(voice), tuple(voice.themes), vectors.get(voice.pk)) for voice in voices]


@lru_cache(maxsize=1)
def _descriptions() -> Mapping[str, list[Example]]:
    return described(THEME_TEXTS, semantic.encode([text for some in THEME_TEXTS.values() for text in some]))
