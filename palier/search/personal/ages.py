"""Find the age, or the birth, of a person whom the same sentence names. "Les jeunes de 12 ans" are nobody."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from palier.search.personal.findings import Finding, FindingKind, finding

_TENS = "vingt|trente|quarante|cinquante|soixante|septante|octante|nonante|quatre[ -]vingts?"
_UNITS = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
_SPELLED = rf"(?:(?:{_TENS})(?:[ -](?:et[ -])?(?:{_UNITS})(?:[ -](?:sept|huit|neuf))?)?|{_UNITS})"
_AGE = re.compile(
    rf"\b(?:\d{{1,3}}|{_SPELLED})\s?ans(?:\s(?:et\s(?:demie?|quelques)|passes))?\b(?!\s(?:de\s(?!plus)|que\s|d'))"
)
_BORN = re.compile(r"\bnee?\s(?:en|le)\s(?P<date>\d{1,2}(?:er)?[\s/.-](?:\d{1,2}|[a-z]{3,9})[\s/.-]\d{2,4}|\d{4})\b")
# A length of time, not an age.
_TIME = re.compile(
    r"\b(?:depuis|il y a|pendant|dans|pour|durant|apres|avant|tous les|ca fait|cela fait|voila|bail|chaque|plus de|"
    r"moins de|en)\s(?:pres de |plus de |bien |deja |au moins |environ |les )?$"
)
# The dot of an initial ("Léa B.") or of a title ("M.") ends nothing.
_SENTENCE = re.compile(r"(?<!\b[a-z])\.|[!?\n]")
_REACH = 80


def find_ages(flat: str, people: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the ages and dates of birth that stand in the sentence of one of ``people``, at most 80 characters away."""
    if not people:
        return
    ends = [match.start() for match in _SENTENCE.finditer(flat)]
    inside = sorted(people)
    starts = [person.start for person in inside]
    for start, end in _ages(flat):
        sentence, after = bisect_right(ends, start), bisect_right(starts, start)
        # Of all the people, only the last one before and the first one after can be the nearest.
        nearest = inside[max(0, after - 1) : after + 1]
        if any(bisect_right(ends, each.start) == sentence and _between(each, start, end) <= _REACH for each in nearest):
            yield finding(start, end, FindingKind.AGE)


def _ages(flat: str) -> Iterator[tuple[int, int]]:
    for match in _AGE.finditer(flat):
        if not _TIME.search(flat[max(0, match.start() - 30) : match.start()]):
            yield match.span()
    for match in _BORN.finditer(flat):
        yield match.span("date")


def _between(person: Finding, start: int, end: int) -> int:
    return start - person.end if person.end <= start else person.start - end
