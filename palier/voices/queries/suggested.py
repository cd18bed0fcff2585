"""The themes that come first for words: those that the team chose for words that mean the same, then by meaning."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from palier.search import semantic
from palier.structures.enums import Theme
from palier.voices.enums import VoiceState
from palier.voices.index import STRUCTURE, WORDS
from palier.voices.models import Voice

SUGGESTED = 3
NEIGHBOURS = 15


def suggested_themes(voice: Voice, limit: int = SUGGESTED) -> list[Theme]:
    """Return at most ``limit`` themes for words, the likeliest first; those they have already are left out."""
    restrict = {STRUCTURE: [voice.structure_id.hex]}
    near = WORDS.similar(voice.pk, NEIGHBOURS, restrict)
    chosen = Voice.objects.filter(pk__in=near, state=VoiceState.TRIEE, withdrawn_at=None).values_list("pk", "themes")
    place = {key: rank for rank, key in enumerate(near)}
    weights: defaultdict[str, float] = defaultdict(float)
    for key, themes in chosen:
        for theme in themes:
            weights[theme] += 1 / (1 + place[key])
    ranked = sorted(weights, key=lambda theme: -weights[theme])
    held = set(voice.themes)
    wanted = [slug for slug in dict.fromkeys([*ranked, *_by_meaning(voice)]) if slug in Theme.values]
    return [Theme(slug) for slug in wanted if slug not in held][:limit]


def _by_meaning(voice: Voice) -> Sequence[str]:
    """Return the themes by how near their words are to those of ``voice``; none without the model."""
    prototypes, vector = _prototypes(), semantic.encode([voice.translation or voice.text])
    if prototypes is None or vector is None:
        return []
    slugs = [theme.value for theme in Theme if theme != Theme.AUTRE]
    return [slugs[rank] for rank in np.argsort(-(prototypes @ vector[0]), kind="stable")]


@lru_cache(maxsize=1)
def _prototypes() -> semantic.Vectors | None:
    return semantic.encode([str(theme.label) for theme in Theme if theme != Theme.AUTRE])
