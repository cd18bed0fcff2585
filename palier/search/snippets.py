"""Show where the words searched for stand in a text, inflected forms too. Plain text: templates escape it."""

import unicodedata
from collections.abc import Collection, Sequence

from palier.search import analyser

Fragment = tuple[str, bool]
ELLIPSIS = "…"


def highlight(text: str, terms: Collection[str]) -> list[Fragment]:
    """Cut ``text`` into (fragment, is a match), joined they are the text (accents composed).

    ``terms`` are stems: those of SearchResult.terms.
    """
    text = unicodedata.normalize("NFC", text)
    fragments: list[Fragment] = []
    position = 0
    for start, end in _matches(text, terms):
        if start > position:
            fragments.append((text[position:start], False))
        fragments.append((text[start:end], True))
        position = end
    if position < len(text):
        fragments.append((text[position:], False))
    return fragments


def snippet(text: str, terms: Collection[str], width: int = 240) -> list[Fragment]:
    """Return the part of ``text`` of about ``width`` characters that holds most of the ``terms``,
    highlighted.

    It begins and ends between words, with an ellipsis where something was left out. Without a match it is the
    beginning of the text.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) <= width:
        return highlight(text, terms)
    start = _best_start(text, terms, width)
    end = min(start + width, len(text))
    if start > 0:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = text.rfind(" ", start, end + 1)
        end = end if end > start else min(start + width, len(text))
    fragments = highlight(text[start:end], terms)
    before: Sequence[Fragment] = [(ELLIPSIS + " ", False)] if start > 0 else []
    after: Sequence[Fragment] = [(" " + ELLIPSIS, False)] if end < len(text) else []
    return _joined([*before, *fragments, *after])


def _matches(text: str, terms: Collection[str]) -> list[tuple[int, int]]:
    wanted = frozenset(terms)
    return [(word.start, word.end) for word in analyser.words(text) if word.stem and word.stem in wanted]


def _best_start(text: str, terms: Collection[str], width: int) -> int:
    """Return where the window begins that holds the most different terms, the first such; a little
    before it."""
    wanted = frozenset(terms)
    found = [(word.start, word.end, word.stem) for word in analyser.words(text) if word.stem in wanted]
    found = [match for match in found if match[2]]
    best, best_start, last = 0, 0, 0
    for first, (start, _, _) in enumerate(found):
        last = max(last, first)
        while last < len(found) and found[last][1] <= start + width * 3 // 4:
            last += 1
        distinct = len({stem for _, _, stem in found[first:last]})
        if distinct > best:
            best, best_start = distinct, start
    return max(0, min(best_start - width // 8, len(text) - width))


def _joined(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments with neighbours of the same kind joined."""
    joined: list[Fragment] = []
    for text, is_match in fragments:
        if joined and not is_match and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + text, False)
        else:
            joined.append((text, is_match))
    return joined
