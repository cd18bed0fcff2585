"""What Palier proposes: needs for words, words for a need, words to group. A person decides. Asked inside a scope."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from palier.search import semantic
from palier.search.grouping import (
    MOST_GROUPED,
    Beliefs,
    Known,
    Said,
    Thresholds,
    chosen_beliefs,
    nearest,
    propose_groups,
)
from palier.search.semantic import SIZE
from palier.voices.enums import VoiceState
from palier.voices.models import Attachment, RefusedProposal, SharedNeed, Voice
from palier.voices.queries.suggested import LABELS
from palier.voices.queries.word_vectors import WordMeanings, beliefs_of, word_meanings, zones_of

# The nearest words whose needs are looked at, and the needs that are; a need is known by its last words.
NEAREST, CANDIDATES, MOST_WORDS = 200, 12, 1_500
# The nearest words looked at for a need: most of those near a need are in it already.
NEAREST_OF_NEED = 1_000
SHOWN = 5
GROUPS_SHOWN = 10
BOUNDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need that words may ask for, and why: « même thème », « même quartier », « sens proche »."""

    need: SharedNeed
    reasons: tuple[str, ...]
    closeness: float


@dataclass(frozen=True, slots=True)
class WordProposal:
    """Words that may ask for a need, and why."""

    voice: Voice
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupProposal:
    """Words that may ask for the same thing, the most central first, and why."""

    words: list[Voice]
    reasons: tuple[str, ...]


def needs_for(word: Voice, limit: int = 3) -> list[Proposal]:
    """Return the needs that ``word`` may ask for; see ``needs_near``."""
    meanings = word_meanings()
    return needs_near(word, meanings.vector_of(word), meanings, limit)


def needs_near(word: Voice, vector: semantic.Vectors | None, meanings: WordMeanings, limit: int = 3) -> list[Proposal]:
    """Return the needs that ``word`` may ask for, the closest first; not those it is in, nor those refused for it.

    Empty without a ``vector``, its meaning. As many questions whatever there is.
    """
    if vector is None:
        return []
    near = [key for key in meanings.near(vector, least=BOUNDS.least_cosine, limit=NEAREST) if key != word.pk]
    place = word.where
    known = _known_needs(word, near, meanings)
    zones = zones_of([place.pk if place else None])[place.pk if place else None]
    about = Said(vector, beliefs_of([word], vector[None])[0], zones)
    found = nearest(about, known, limit=limit)
    needs = SharedNeed.objects.in_bulk([one.key for one in found])
    return [Proposal(needs[one.key], _words(one.reasons), one.closeness) for one in found]


def words_for(need: SharedNeed, limit: int = SHOWN) -> list[WordProposal]:
    """Return words without any need that may ask for ``need``, the closest first; not those refused for it."""
    held = Attachment.objects.filter(need=need, voice__withdrawn_at=None).order_by("-at")
    rows = list(held.values_list("voice", "voice__themes", "voice__outing__place", "voice__place")[:MOST_WORDS])
    meanings = word_meanings()
    _, vectors = meanings.rows([key for key, *_ in rows])
    if not len(vectors):
        return []
    # As long as the words agree, no longer: its product with a vector is the mean of the cosines with them.
    centre = vectors.mean(axis=0)
    near = meanings.near(centre, least=BOUNDS.least_cosine, limit=NEAREST_OF_NEED)
    refused = RefusedProposal.objects.filter(need=need).values("voice")
    voices = {voice.pk: voice for voice in _free().filter(pk__in=near).exclude(pk__in=refused)}
    known = _known_words([voices[key] for key in near if key in voices], meanings)
    places: list[UUID | None] = [of_outing or own for *_, of_outing, own in rows]
    zones = frozenset[str]().union(*zones_of(places).values(), [need.zone_id.hex] if need.zone_id else [])
    found = nearest(Said(centre, _themes_of(need.theme, [themes for _, themes, *_ in rows]), zones), known, limit=limit)
    return [WordProposal(voices[one.key], _words(one.reasons)) for one in found]


def groups(limit: int = GROUPS_SHOWN) -> list[GroupProposal]:
    """Return groups of words without any need that may ask for the same thing, the largest first.

    Words refused together are never in one group again.
    """
    # The last of them: two words of last winter are proposed while newer ones leave room.
    recent = list(_free().order_by("-made_at", "-pk")[:MOST_GROUPED])
    voices = {voice.pk: voice for voice in reversed(recent)}
    if len(voices) < 2:
        return []
    known = _known_words(list(voices.values()), word_meanings())
    apart = _refused_together(list(voices))
    found = []
    for group in propose_groups(known, limit=2 * limit):
        kept = _kept_apart(group.keys, apart)
        if len(kept) > 1:
            found.append(GroupProposal([voices[key] for key in kept], _words(group.reasons)))
    return found[:limit]


def _free() -> QuerySet[Voice]:
    """Return the words that stand, in no need, about which something may have to be done."""
    # Asked apart, with the structure that leads the index: joined, the attachments would be read whole for each word.
    in_a_need = Exists(Attachment.objects.filter(voice=OuterRef("pk")))
    found = Voice.objects.filter(~in_a_need, withdrawn_at=None).exclude(state=VoiceState.RIEN_A_FAIRE)
    return found.select_related("outing__place", "place")


def _known_words(voices: Sequence[Voice], meanings: WordMeanings) -> Known[UUID]:
    by_key = {voice.pk: voice for voice in voices}
    keys, vectors = meanings.rows(list(by_key))
    places = {key: where.pk if (where := by_key[key].where) else None for key in keys}
    zones = zones_of(places.values())
    beliefs = beliefs_of([by_key[key] for key in keys], vectors)
    return Known(keys, vectors, beliefs, [zones[places[key]] for key in keys])


def _known_needs(word: Voice, near: Sequence[UUID], meanings: WordMeanings) -> Known[UUID]:
    """Return the needs of the words ``near``: the mean of their words, their theme, their zones."""
    candidates = _candidates(word, near)
    rows = Attachment.objects.filter(need__in=candidates, voice__withdrawn_at=None).order_by("-at")
    held: defaultdict[UUID, list[UUID]] = defaultdict(list)
    where: defaultdict[UUID, set[UUID]] = defaultdict(set)
    about: defaultdict[UUID, list[list[str]]] = defaultdict(list)
    of_need = rows.values_list("need", "voice", "voice__themes", "voice__outing__place", "voice__place")
    for need, voice, themes, of_outing, own in of_need[:MOST_WORDS]:
        held[need].append(voice)
        about[need].append(themes)
        if place := of_outing or own:
            where[need].add(place)
    zones = zones_of(place for places in where.values() for place in places)
    words, vectors = meanings.rows(list({voice for voices in held.values() for voice in voices}))
    row_of = {voice: row for row, voice in enumerate(words)}
    facts = {pk: (theme, zone) for pk, theme, zone in _facts(candidates)}
    keys, means, beliefs, around = [], [], [], []
    for need in candidates:
        its_rows = [row_of[voice] for voice in held[need] if voice in row_of]
        if not its_rows or need not in facts:
            continue
        theme, zone = facts[need]
        keys.append(need)
        means.append(vectors[its_rows].mean(axis=0))
        beliefs.append(_themes_of(theme, about[need]))
        around.append(frozenset[str]().union([zone.hex] if zone else [], *(zones[place] for place in where[need])))
    matrix = np.array(means, np.float32).reshape(len(keys), SIZE)
    return Known(keys, matrix, np.array(beliefs, np.float32).reshape(len(keys), len(LABELS)), around)


def _themes_of(chosen: str, of_words: Sequence[Sequence[str]]) -> Beliefs:
    """Return the themes of a need: the one that was chosen for it, and those that half of its words have."""
    counts = Counter(theme for themes in of_words for theme in set(themes))
    shared = [theme for theme, count in counts.items() if 2 * count >= len(of_words)]
    return chosen_beliefs(LABELS, [chosen, *shared])


def _facts(needs: Sequence[UUID]) -> list[tuple[UUID, str, UUID | None]]:
    return list(SharedNeed.objects.filter(pk__in=needs).values_list("pk", "theme", "zone"))


def _candidates(word: Voice, near: Sequence[UUID]) -> list[UUID]:
    """Return the needs of the words ``near``, the nearest first, without those of ``word`` and those refused for it."""
    needs: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for voice, need in Attachment.objects.filter(voice__in=[*near, word.pk]).values_list("voice", "need"):
        needs[voice].append(need)
    left_out = {*needs[word.pk], *RefusedProposal.objects.filter(voice=word).values_list("need", flat=True)}
    ordered = dict.fromkeys(need for voice in near for need in needs[voice] if need not in left_out)
    return list(ordered)[:CANDIDATES]


def _refused_together(words: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Return, for each of ``words``, the groups that it was refused in."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = RefusedProposal.objects.filter(voice__in=words, group__isnull=False)
    for voice, group in rows.values_list("voice", "group"):
        if group is not None:
            found[voice].add(group)
    return found


def _kept_apart(keys: Sequence[UUID], apart: dict[UUID, set[UUID]]) -> list[UUID]:
    """Return ``keys`` in their order, without those refused together with one that comes before."""
    kept: list[UUID] = []
    met: set[UUID] = set()
    for key in keys:
        groups_of_key = apart.get(key, set())
        if not groups_of_key & met:
            kept.append(key)
            met |= groups_of_key
    return kept


def _words(reasons: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(reason) for reason in reasons)
