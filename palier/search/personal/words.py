"""The words of a text with their place and their case, and the text folded letter by letter for the patterns."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from palier.search import analyser

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-‐‑][^\W\d_]+)*")
# An elision stands before a vowel: "d'Inès" is two words, "N'Diaye" is one.
_ELISION = re.compile(r"(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu)['’ʼ](?=[aeiouyhàâäéèêëîïôöùûüœæ])", re.IGNORECASE)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
_SENTENCE_END = re.compile(r"[.!?…:;\n•«»\"“”(]|(?:^|\n|\s)[-–—]\s")
_SPACES = {"", "'", "’", "ʼ", " ", "  ", "\xa0", "\u202f", "\t", " \xa0", "   "}
_SHOUTED = 0.75


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]``; ``folded`` has no case or accent; ``gap`` is what stands between it and the word before.

    ``capital`` says that its first letter is one, and that this means something: in a line all in capitals, no
    word has a capital. ``upper`` says that it is written in capitals alone, as an acronym is. ``follows`` says that
    only spaces on one line, or an elision, part it from the word before; ``first``, that it starts a sentence.
    """

    start: int
    end: int
    folded: str
    gap: str
    capital: bool
    first: bool
    upper: bool
    follows: bool


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order, its elisions apart; the text is in composed form (NFC)."""
    found: list[Word] = []
    shouted = _shouted_lines(text)
    done = line = 0
    for match in _WORD.finditer(text):
        for start, end in _without_elision(match):
            gap, word = text[done:start], text[start:end]
            line += gap.count("\n")
            first = not found or (gap != " " and _SENTENCE_END.search(gap) is not None)
            capital = word[0].isupper() and not shouted[line]
            upper = len(word) > 1 and word.isupper()
            follows = gap in _SPACES and bool(found)
            found.append(Word(start, end, _folded(word), gap, capital, first, upper, follows))
            done = end
    return found


def flat(text: str) -> str:
    """Return ``text`` in lower case without accents, each character in its place (œ becomes o)."""
    return text.translate(_FLAT)


def composed(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with its accents composed, and where each of its characters stood; the last one is the end."""
    if unicodedata.is_normalized("NFC", text):
        return text, []
    starts = [place for place, letter in enumerate(text) if not place or not unicodedata.combining(letter)]
    parts: list[str] = []
    places: list[int] = []
    for start, end in pairwise([*starts, len(text)]):
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        places += [start] * len(part)
    return "".join(parts), [*places, len(text)]


def _without_elision(match: re.Match[str]) -> list[tuple[int, int]]:
    start, end = match.span()
    elided = _ELISION.match(match.group())
    if elided is None:
        return [(start, end)]
    middle = start + elided.end()
    return [(start, middle - 1), (middle, end)]


def _shouted_lines(text: str) -> list[bool]:
    """Say of each line whether most of its letters are capitals: there, a capital tells nothing."""
    shouted = []
    for line in text.split("\n"):
        letters = [letter for letter in line if letter.isalpha()]
        shouted.append(len(letters) > 12 and sum(map(str.isupper, letters)) > _SHOUTED * len(letters))
    return shouted


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return analyser.fold(word).translate(_APOSTROPHES)


def _flat_letter(letter: str) -> str:
    folded = _folded(letter)
    return folded[0] if folded else letter


# The letters of the languages of Europe: others have no accent to lose.
_FLAT = {code: _flat_letter(chr(code)) for code in range(0x250) if chr(code).isalpha()} | {
    ord("’"): "'",
    ord("ʼ"): "'",
    0xA0: " ",
    0x202F: " ",
    ord("‑"): "-",
    ord("‐"): "-",
}
