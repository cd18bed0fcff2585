"""Find the names that the caller knows (a team, people who gave their name), whatever their case."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from palier.search.personal.not_names import COMMON_FAMILIES, NEED_CAPITAL, NO_NAMES, RARELY_NAMES, WORDS_TOO
from palier.search.personal.words import Word, words_of

_EVERY_DAY = COMMON_FAMILIES | NEED_CAPITAL | NO_NAMES | RARELY_NAMES | WORDS_TOO


def known_spans(words: list[Word], names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last + 1 place of each known name in ``words``, the longest one at each place.

    A name of one word that is also a word of every day (Petit, Rose) must have its capital.
    """
    if not names:
        return
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        parts = tuple(word.folded for word in words_of(name))
        if parts:
            by_first[parts[0]].append(parts)
    done = 0
    for place, word in enumerate(words):
        if place < done:
            continue
        fitting = [parts for parts in by_first.get(word.folded, ()) if _fits(words, place, parts)]
        if fitting:
            done = place + max(map(len, fitting))
            yield place, done


def _fits(words: list[Word], place: int, parts: tuple[str, ...]) -> bool:
    found = words[place : place + len(parts)]
    if tuple(word.folded for word in found) != parts or not all(word.follows for word in found[1:]):
        return False
    return len(parts) > 1 or found[0].capital or parts[0] not in _EVERY_DAY
