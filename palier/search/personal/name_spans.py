"""Where a name starts and ends: "Ben Ahmed", "Karim B.", "de la Tour", "DIALLO Fatou"."""

from palier.search.personal import cues
from palier.search.personal.names import family_names, is_common_first_name, is_first_name
from palier.search.personal.not_names import BRANDS, NO_NAMES
from palier.search.personal.words import Word

_LONGEST = 4
_BEFORE_FAMILY = cues.PARTICLES | cues.NOBLE
_NEVER_NEXT = NO_NAMES | cues.TITLES
_NO_FAMILY = NO_NAMES | BRANDS | cues.DEEDS | cues.KIN | cues.SMALL | cues.TITLES
# Single letters that are words or elisions, and so no initial of a name.
_NO_INITIALS = frozenset("ayoldjmtscn")


def starts_name(words: list[Word], position: int, *, short: bool) -> bool:
    """Whether the word after a title starts a name; after a short title (Mme), any word not of every day does."""
    word = words[position]
    if word.folded in _BEFORE_FAMILY and position + 1 < len(words):
        after = words[position + 1]
        if word.folded in cues.NOBLE and after.folded in cues.NOBLE and position + 2 < len(words):
            after = words[position + 2]
        return (after.capital and after.folded not in NO_NAMES) or (
            word.folded in cues.PARTICLES and after.follows and after.folded in family_names()
        )
    if word.folded in _NEVER_NEXT:
        return False
    if word.capital or short or word.upper:  # MADAME KOUASSI: in a shouted line, every word is upper
        return True
    return word.folded in family_names() or is_common_first_name(word.folded)


def span_after(words: list[Word], position: int, *, titled: bool = False) -> int:
    """Return the place after the last word of the name that starts at ``position``."""
    end = position + 1
    if titled:
        while words[end - 1].folded in _BEFORE_FAMILY and end < len(words) and end - position < _LONGEST:
            end += 1
    while end < len(words) and end - position < _LONGEST:
        step = _next_step(words, end)
        if not step:
            break
        end += step
    return end


def _next_step(words: list[Word], place: int) -> int:
    """Return how many words from ``place`` still belong to the name before: 0, 1, or 2 with a particle."""
    word = words[place]
    if not word.follows or not word.gap:
        return 0
    if word.folded in cues.PARTICLES and place + 1 < len(words) and words[place + 1].follows:
        after = words[place + 1]
        return 2 if after.capital or _known_family(after) else 0
    if word.capital and word.folded in cues.NOBLE and place + 1 < len(words):  # "Le Goff", "De Castro"
        return 2 if words[place + 1].follows and words[place + 1].capital else 0
    if len(word.folded) == 1:
        return 1 if word.capital and word.folded not in _NO_INITIALS else 0
    if word.capital:
        return 1 if word.folded not in _NEVER_NEXT and not word.first else 0
    if words[place - 1].capital:
        return 0
    return 1 if _known_family(word) else 0


def _known_family(word: Word) -> bool:
    """Whether a word without capital is a family name, and no verb or adjective that may follow a first name."""
    if word.folded in _NO_FAMILY or len(word.folded) < 3:
        return False
    return word.folded in family_names() and not is_first_name(word.folded)
