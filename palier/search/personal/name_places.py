"""Tell the names of places from those of people: "rue Victor Hugo", "l'école Jules Ferry", "Saint-Denis"."""

from palier.search.personal import cues
from palier.search.personal.names import is_first_name
from palier.search.personal.not_names import PLACE_WORDS, RANKS, STREET_WORDS
from palier.search.personal.words import Word
from palier.search.stopwords import listed

_STEPS = 6
_SAINTS = {"saint", "sainte", "st", "ste", "san", "santa"}
_KINDS = listed(
    "scolaire scolaires social sociale municipal municipale sportif sportive culturel culturelle communal communale "
    "public publique associatif associative hospitalier primaire maternelle elementaire polyvalente medico"
)
_LINKS = cues.NOBLE | cues.PARTICLES | RANKS | _SAINTS | _KINDS | {"et"}


def names_a_place(words: list[Word], position: int) -> bool:
    """Whether the word is part of the name of a place, by the words that stand just before it."""
    word = words[position]
    if "-" in word.folded and word.folded.split("-")[0] in _SAINTS:
        return True
    lone = True
    for place in range(position, max(-1, position - _STEPS), -1):
        if place != position and words[place].folded in PLACE_WORDS:
            return _place_holds(words, place, position, lone=lone)
        if place != position and not _links(words[place]):
            return False
        lone = lone and (place == position or words[place].folded in _LINKS)
        if place == 0 or not (words[place].follows or words[place].gap.strip() in {"-", "."}):
            return False
    return False


def before_a_deed(words: list[Word], position: int) -> bool:
    """Whether what follows is what a person does: "Rose m'a dit", "Karim habite"."""
    if position + 1 == len(words):
        return False
    after = words[position + 1]
    return after.follows and after.folded in cues.DEEDS and not after.capital


def _links(word: Word) -> bool:
    return word.capital or word.folded in _LINKS or is_first_name(word.folded)


def _place_holds(words: list[Word], place: int, position: int, *, lone: bool) -> bool:
    """Whether the place word keeps the name: "la maison de Karim" and "au centre Karim dit" leave it to Karim.

    "Le centre Beaulieu a fermé" keeps it: Beaulieu is no first name.
    """
    if words[place].folded in _SAINTS:
        return True
    between = {word.folded for word in words[place + 1 : position]}
    if between & RANKS:
        return True
    if lone and between & {"de", "d"} and words[place].folded not in STREET_WORDS:
        return False
    if "et" in between and lone and not between - {"et"}:
        return False
    return not (lone and is_first_name(words[position].folded) and before_a_deed(words, position))
