"""What a new need begins with: a sentence drawn from its most central words, their usual theme, their quarter."""

from collections import Counter
from collections.abc import Sequence

from palier.search import semantic
from palier.territory.models import PlaceZone
from palier.voices.models import Voice
from palier.voices.models.need import TITLE_LENGTH

ELLIPSIS = "…"


def first_card(words: Sequence[Voice]) -> dict[str, str]:
    """Return the initial values of the form of a need made out of ``words``; a person reads them before."""
    themes = Counter(theme for word in words for theme in word.themes)
    return {
        "title": shortened(said(central_word(words))),
        "theme": themes.most_common(1)[0][0] if themes else "autre",
        "zone": _common_zone(words),
    }


def said(word: Voice) -> str:
    """Return words in French: what a person reread to go out, the translation, or the words themselves."""
    return (word.public_text if word.is_reread else "") or word.translation or word.text


def central_word(words: Sequence[Voice]) -> Voice:
    """Return the words nearest to all the others in meaning; the first ones without the model."""
    vectors = semantic.encode([said(word) for word in words]) if len(words) > 1 else None
    if vectors is None:
        return words[0]
    return words[int((vectors @ vectors.sum(axis=0)).argmax())]


def shortened(text: str) -> str:
    """Return the first sentence of ``text`` if it fits in a title, else its beginning, cut between two words."""
    line = " ".join(text.split())
    for mark in (". ", " ! ", " ? ", "! ", "? "):
        first, found, _ = line.partition(mark)
        if found and len(first) <= TITLE_LENGTH:
            line = first
    line = line.rstrip(".")
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + ELLIPSIS


def _common_zone(words: Sequence[Voice]) -> str:
    """Return the key of the smallest zone that holds every place of ``words``; "" when none does."""
    places = {word.where.pk for word in words if word.where is not None}
    if not places:
        return ""
    rows = PlaceZone.objects.filter(place__in=places).values_list("zone", "place")
    holds = Counter(zone for zone, _ in set(rows))
    whole = [zone for zone, count in holds.items() if count == len(places)]
    if not whole:
        return ""
    sizes = Counter(PlaceZone.objects.filter(zone__in=whole).values_list("zone", flat=True))
    return str(min(whole, key=lambda zone: (sizes[zone], str(zone))))
