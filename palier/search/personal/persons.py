"""Find the people that a text names: with a title, a hint before ("mon voisin"), or by a known first name."""

from collections.abc import Collection, Iterator

from palier.search.personal import cues
from palier.search.personal.findings import FAMILY_NAME, FIRST_NAME, Finding, FindingKind
from palier.search.personal.known import known_spans
from palier.search.personal.name_places import before_a_deed, names_a_place
from palier.search.personal.name_spans import span_after, starts_name
from palier.search.personal.names import family_names, is_common_first_name, is_first_name, is_plain_first_name
from palier.search.personal.not_names import BRANDS, NO_NAMES, RARELY_NAMES, WORDS_TOO
from palier.search.personal.words import Word

_NOT_AFTER = cues.ARTICLES | {"a", "en", "vers"}
_EVERY_DAY = WORDS_TOO | RARELY_NAMES
_NOT_ALONE = NO_NAMES | BRANDS | cues.PARTICLES
_RELATED = cues.SMALL | cues.KIN
_OWNERS = cues.ARTICLES | cues.POSSESSIVES | cues.SMALL
_NOT_AGAIN = NO_NAMES | RARELY_NAMES | BRANDS
_BEFORE_FAMILY = cues.PARTICLES | cues.NOBLE


def find_persons(words: list[Word], known_names: Collection[str]) -> Iterator[Finding]:
    """Yield the people named in the words of a text; each is one finding, first name and family name together."""
    spans: dict[int, int] = dict(known_spans(words, known_names))
    position = last = 0
    while position < len(words):
        end = spans.get(position) or _named_until(words, position)
        if end:
            known = position in spans
            spans[position if known else position - _family_before(words, position, last)] = last = end
        position = end or position + 1
    spans |= _named_again(words, spans)
    for start, end in spans.items():
        titled = start > 0 and words[start - 1].folded in cues.TITLES
        replacement = _replacement(words[start:end], titled=titled)
        yield Finding(words[start].start, words[end - 1].end, FindingKind.PERSONNE, replacement)


def _family_before(words: list[Word], position: int, last: int) -> int:
    """Return 1 if the family name stands before the first name, as on a form: "DIALLO Mariama"; 0 otherwise.

    The name found before ended at ``last``: its words are taken.
    """
    word = words[position]
    if position <= last or not word.capital or not word.follows:
        return 0
    before = words[position - 1]
    known = before.folded in family_names() and not is_first_name(before.folded)
    free = before.capital and before.folded not in _NOT_ALONE and before.folded not in cues.TITLES
    return int(known and free and not names_a_place(words, position - 1))


def _named_until(words: list[Word], position: int) -> int:
    """Return the place after the name that starts at ``position``, 0 if none does."""
    word = words[position]
    if position and _after_title(words, position):
        return span_after(words, position, titled=True)
    if is_first_name(word.folded) or word.folded in cues.NICKNAMES:
        named = _is_named(words, position)
    else:
        named = word.capital and (_announced(words, position) or _family_alone(words, position))
    return span_after(words, position) if named else 0


def _after_title(words: list[Word], position: int) -> bool:
    """Whether the word before is a title of this one: "Mme Diallo", not "madame la directrice"."""
    before, word = words[position - 1], words[position]
    if before.folded not in cues.TITLES or (len(word.folded) < 2 and not word.capital):
        return False
    if not (word.follows or (word.gap.startswith(".") and word.gap.strip(".").isspace() and "\n" not in word.gap)):
        return False
    if before.folded == "m" and not before.capital and not word.gap.startswith("."):
        return False
    return starts_name(words, position, short=before.folded in cues.SHORT_TITLES) and not names_a_place(
        words, position - 1
    )


def _is_named(words: list[Word], position: int) -> bool:
    """Whether this word, which can be a first name, is one here."""
    word = words[position]
    if _announced(words, position):
        return True
    if names_a_place(words, position) or (word.folded in RARELY_NAMES and not _followed_by_family(words, position)):
        return False
    if word.folded in _EVERY_DAY:
        return word.capital and _more_than_a_word(words, position)
    if word.capital:
        return is_plain_first_name(word.folded) or word.folded in cues.NICKNAMES
    return is_common_first_name(word.folded) and len(word.folded) > 2


def _more_than_a_word(words: list[Word], position: int) -> bool:
    """Whether a capital word that is also of every day is a name: "Rose m'a dit", "avec Pierre", "Claire Morel"."""
    word = words[position]
    if _followed_by_family(words, position) or (before_a_deed(words, position) and not _after_article(words, position)):
        return True
    if _beside_a_name(words, position):
        return True
    return not word.first and not _after_article(words, position)


def _beside_a_name(words: list[Word], position: int) -> bool:
    """Whether "et" and another first name follow: "Florence et Marine"."""
    if position + 2 >= len(words):
        return False
    link, other = words[position + 1 : position + 3]
    return link.folded == "et" and link.follows and other.capital and other.follows and is_first_name(other.folded)


def _after_article(words: list[Word], position: int) -> bool:
    return position > 0 and words[position].follows and words[position - 1].folded in _NOT_AFTER


def _followed_by_family(words: list[Word], position: int) -> bool:
    if not words[position].capital or position + 1 == len(words):
        return False
    after = words[position + 1]
    return after.follows and after.capital and after.folded in family_names() and after.folded not in NO_NAMES


def _announced(words: list[Word], position: int) -> bool:
    """Whether what stands before tells a person: "mon voisin", "s'appelle", "la petite"."""
    if not position:
        return False
    word, before = words[position], words[position - 1]
    if word.folded in NO_NAMES or len(word.folded) < 2 or not (word.follows or word.gap.strip() in {",", ":", "c'est"}):
        return False
    further = words[position - 2].folded if position > 1 else ""
    if word.capital and before.folded in cues.FAMILY and not (before.capital or names_a_place(words, position - 1)):
        return True
    if word.capital and before.folded == "les" and further == "chez":
        return word.folded in family_names()
    if before.folded in cues.NAMED:
        return word.capital or is_first_name(word.folded)
    if before.folded in _RELATED and further in _OWNERS:
        # Without its capital, a word of every day after "la petite" stays one: "la petite rose".
        owned = further in cues.POSSESSIVES and word.folded in WORDS_TOO
        said = word.capital and before.folded not in cues.ANY_ADJECTIVES
        return said or owned or is_plain_first_name(word.folded) or word.folded in cues.NICKNAMES
    return (
        before.folded in {"suis", "cest"} and further in {"je", "moi"} and word.capital and is_first_name(word.folded)
    )


def _family_alone(words: list[Word], position: int) -> bool:
    """Whether a capital word is a family name alone: in a sentence, before a deed or after "avec"."""
    word = words[position]
    if word.first or word.folded not in family_names() or word.folded in _NOT_ALONE or word.upper:
        return False
    if _after_article(words, position) or names_a_place(words, position):
        return False
    return before_a_deed(words, position) or words[position - 1].folded == "avec"


def _named_again(words: list[Word], spans: dict[int, int]) -> dict[int, int]:
    """Return the places where a family name of someone already named stands alone, with its capital."""
    inside = {place for start, end in spans.items() for place in range(start, end)}
    family = {
        words[place].folded for place in inside if words[place].capital and words[place].folded not in cues.PARTICLES
    } - _NOT_AGAIN
    return {
        place: place + 1
        for place, word in enumerate(words)
        if word.capital and len(word.folded) > 2 and word.folded in family and place not in inside
        if not names_a_place(words, place)
        if not (word.first and word.folded in _EVERY_DAY)
    }


def _replacement(named: list[Word], *, titled: bool) -> str:
    first = named[0].folded
    if first in _BEFORE_FAMILY:
        return FAMILY_NAME
    if len(named) > 1:
        return f"{FIRST_NAME} {FAMILY_NAME}"
    if is_first_name(first):
        return FAMILY_NAME if titled and first in family_names() else FIRST_NAME
    return FAMILY_NAME if titled or first in family_names() else FIRST_NAME
