"""Find the words that tell health, origin, religion, opinion or intimate life. They are shown; a person decides."""

import re
from collections.abc import Iterator

from palier.search.personal import sensitive_terms as terms
from palier.search.personal.findings import Finding, FindingKind, finding
from palier.search.personal.words import Word

_PHRASES = {
    FindingKind(kind): re.compile(r"\b(?:" + "|".join(re.escape(each) for each in phrases) + r")\b")
    for kind, phrases in terms.PHRASES.items()
}
_LINKS = {"d", "de", "du", "l", "le", "la", "les", "des", "en"}


def find_sensitive(words: list[Word], flat: str) -> Iterator[Finding]:
    """Yield the sensitive words of a text, given its words and itself flat; phrases first."""
    for of_phrase, pattern in _PHRASES.items():
        for match in pattern.finditer(flat):
            yield finding(match.start(), match.end(), of_phrase)
    for place, word in enumerate(words):
        kind = _kind(word.folded, *_before(words, place))
        if kind is not None:
            yield finding(word.start, word.end, kind)


def _before(words: list[Word], place: int) -> tuple[str, str]:
    """Return the word before, and the one that it links to: "cours" for both in "cours d'arabe"."""
    before = words[place - 1].folded if place else ""
    linked = before in _LINKS and place > 1
    return before, words[place - 2].folded if linked else before


def _kind(folded: str, before: str, linked: str) -> FindingKind | None:
    if _is_health(folded, before):
        return FindingKind.SANTE
    if folded in terms.ORIGIN_WORDS:
        return FindingKind.ORIGINE
    if (
        folded.startswith(terms.NATIONAL_STARTS)
        and len(folded) < 16
        and linked not in terms.THINGS
        and before not in terms.THINGS
    ):
        return FindingKind.ORIGINE
    return None


def _is_health(folded: str, before: str) -> bool:
    if before in terms.NOT_HEALTH_BEFORE:
        return False
    if folded in terms.HEALTH_OF_SOMEONE:
        return before in terms.SOMEONE_IS
    if folded in terms.HEALTH_WORDS:
        return True
    return folded.startswith(terms.HEALTH_STARTS) and not folded.startswith(terms.NOT_HEALTH_STARTS)
