"""How many people a text states, by kind: professionals, volunteers, participants, unspecified.

Choices, each tested:

- a count is a number (digits, words, "une vingtaine") followed by a word for people, or such a word, a colon
  and a number, or a number alone on its line; hours, ages, dates, money and postcodes are never people;
- "la directrice" at the start of a part of the text is one person, unless it says who the "1 agent" before it
  is;
- what follows "dont" is already counted; so is what stands between parentheses, unless it details "20
  personnes";
- "soit 4 personnes" replaces what stands before it on the line, or goes when it is only the sum of it;
- lines that tell moments ("toute l'année", "le jour même") may be about the same people: low is the largest
  of them, high is their sum.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from palier.library.drafts import PeopleCount
from palier.library.importing.people_words import (
    GENERIC,
    KINDS,
    MOMENT,
    PRECEDENCE,
    QUANTITY,
    SKIPPED,
    UNITS,
    kind_of,
    quantity_of,
    spoken,
)

_TOKEN = re.compile(rf"(?P<quantity>{QUANTITY})|(?P<word>[a-z]+)|(?P<mark>[^\sa-z])")
_OPENING = frozenset({"", ",", ";", ".", "+", "-", ":", "et", "par", "avec", "dont", "("})
_DETAIL_END = frozenset({".", ";"})
_TOTAL = frozenset({"soit", "total", "="})
_YEARS = range(1900, 2101)
_POSTCODE = 10_000
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class _Count:
    """One count of a line: ``depth`` 1 between parentheses; ``generic`` for "agent", "personne"."""

    kind: str
    low: int
    high: int
    depth: int = 0
    total: bool = False
    generic: bool = False
    definite: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    low: int = -1
    high: int = -1

    @property
    def is_quantity(self) -> bool:
        return self.low >= 0


def _tokens(line: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(line):
        quantity = match["quantity"]
        tokens.append(_Token(match.group(), *quantity_of(quantity)) if quantity else _Token(match.group()))
    return tokens


def _noun_after(tokens: list[_Token], start: int) -> tuple[str, str]:
    """Return the kind and the first word for people right after a quantity, ("", "") when none."""
    kinds: list[str] = []
    noun = ""
    for token in tokens[start : start + 5]:
        if not kinds and token.text in SKIPPED:
            continue
        kind = "" if token.is_quantity else kind_of(token.text)
        if not kind:
            break
        noun = noun or token.text
        kinds.append(kind)
    if not kinds:
        return "", ""
    # "parents bénévoles", "personnes salariées": the most telling of the words that follow each other.
    return min(kinds, key=PRECEDENCE.index), noun


def _noun_before(tokens: list[_Token], colon: int) -> str:
    """Return the kind that "Nombre de professionnels :" announces, or ""."""
    for token in reversed(tokens[max(0, colon - 5) : colon]):
        if token.is_quantity or token.text in ",;.:":
            break
        if kind_of(token.text):
            return kind_of(token.text)
    return ""


def _counts(line: str) -> Iterator[_Count]:
    """Yield the counts of one folded line, in order."""
    tokens = _tokens(line)
    depth = 0
    detail = total = False
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        if token.text in "()":
            depth = 1 if token.text == "(" else 0
        elif token.text in _DETAIL_END:
            detail = total = False
        elif token.text == "dont":
            detail = True
        elif token.text in _TOTAL:
            total = True
        elif detail:
            continue
        elif token.is_quantity:
            kind, noun = _quantity_kind(tokens, index, before)
            if kind and 0 < token.high < _LARGEST:
                yield _Count(kind, token.low, token.high, depth, total, generic=bool(GENERIC.fullmatch(noun)))
        elif token.text in ("le", "la", "l") and before in _OPENING and _is_post(tokens, index + 1):
            yield _Count("professionals", 1, 1, depth, total, definite=True)


def _quantity_kind(tokens: list[_Token], index: int, before: str) -> tuple[str, str]:
    token = tokens[index]
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if after in UNITS or before in ("l", "quelqu", "caf", "n"):
        return "", ""
    kind, noun = _noun_after(tokens, index + 1)
    if kind:
        return kind, noun
    if before in (":", "=") and token.low not in _YEARS:
        return _noun_before(tokens, index - 1), ""
    return "", ""


def _is_post(tokens: list[_Token], index: int) -> bool:
    """Tell whether a word names one person by a post ("directrice"), not a group nor a plural."""
    if index >= len(tokens):
        return False
    word = tokens[index].text
    return kind_of(word) == "professionals" and not GENERIC.fullmatch(word) and not word.endswith("s")


def _settle(counts: list[_Count]) -> list[_Count]:
    """Return the counts of a line without those that say again what others already say."""
    totals = [count for count in counts if count.total]
    parts = [count for count in counts if not count.total and not count.depth]
    inside = [count for count in counts if not count.total and count.depth]
    if parts and inside:
        detailed = parts[-1].kind == "unspecified" and _sum(inside) == (parts[-1].low, parts[-1].high)
        parts = [*parts[:-1], *inside] if detailed else parts
    elif inside:
        parts = inside
    definites = [count for count in parts if count.definite]
    generics = sum(count.high for count in parts if count.generic)
    if definites and len(definites) <= generics and parts[0].generic:
        parts = [count for count in parts if not count.definite]
    if len(parts) > 1 and parts[0].kind == "unspecified" and _sum(parts[1:]) == (parts[0].low, parts[0].high):
        parts = parts[1:]
    return parts if not totals or (parts and _sum(parts) == _sum(totals)) else totals


def _sum(counts: list[_Count]) -> tuple[int, int]:
    return sum(count.low for count in counts), sum(count.high for count in counts)


def _lone_number(line: str) -> list[_Count]:
    """Return the count of a line that is only a number ("4", "une vingtaine"), not a year nor a postcode."""
    words = [token for token in _tokens(line) if token.text not in ("environ", ".", "~", "de", "a", "peu", "pres")]
    if len(words) != 1 or not words[0].is_quantity or words[0].high >= _POSTCODE or words[0].low in _YEARS:
        return []
    return [_Count("unspecified", words[0].low, words[0].high)] if words[0].high else []


def count_people(text: str) -> list[PeopleCount]:
    """Return one PeopleCount a kind at most: professionals, volunteers, participants, unspecified."""
    sums = {kind: [0, 0] for kind in KINDS}
    moments: dict[str, list[list[int]]] = {kind: [] for kind in KINDS}
    for line in text.splitlines():
        folded = spoken(line)
        counts = _settle(list(_counts(folded))) or _lone_number(folded)
        at_a_moment = bool(MOMENT.search(folded))
        for kind in KINDS:
            low, high = _sum([count for count in counts if count.kind == kind])
            if at_a_moment and high:
                moments[kind].append([low, high])
            else:
                sums[kind][0] += low
                sums[kind][1] += high
    people: list[PeopleCount] = []
    for kind in KINDS:
        low = sums[kind][0] + max((low for low, _high in moments[kind]), default=0)
        high = sums[kind][1] + sum(high for _low, high in moments[kind])
        if high:
            people.append(PeopleCount(kind, low, high))
    return people
