"""Which lines of a sheet are its labels, and which only say the same words as one.

A line is a candidate when it is, word for word, a label or one of its aliases. The rule that settles it:

1. the words of the national base beat an alias: where "Suite de l'action : Perspectives" stands in the sheet,
   a line "Perspectives :" is text;
2. a label of several words is a label; said once more, it still is (both contents are kept), unless it stands
   out of the usual order inside a list;
3. a label of one word ("Public", "Résumé", "Dimension") is a label where the order of the others expects it;
   said twice, the one in the right place, followed by values of its list and written like the other labels,
   wins, and the other one is text;
4. an alias, or a label with its value on the same line, must be written like the others and stand in its
   place.

The usual order is judged by the labels of several words; a sheet where they are shuffled has none, and then
the first candidate that fits wins.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from palier.library.importing.cleaning import Line
from palier.library.importing.labels import LABELS, find_label, may_be_label
from palier.library.importing.values import CHOICES, slugs_of

_RANKS = {label.key: rank for rank, label in enumerate(LABELS)}
_SECOND_TERRITORY = _RANKS["financial_partners"] + 0.5
# Their aliases are words too common at the end of a text ("Source", "Modalités").
_NO_ALIAS = frozenset({"title", "departement", "year", "source", "source_id", "modalities"})
# Written without a dash by the national base itself.
_BARE = frozenset({"action_partners", "financial_partners"})
_ORDERED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a label; ``inline``: what stands after the label on the same line."""

    index: int
    key: str
    official: bool
    weak: bool
    bulleted: bool
    inline: str = ""


def find_candidate(index: int, line: Line) -> Candidate | None:
    """Return the label that a line may be, or None."""
    bulleted, words = line
    if not may_be_label(words):
        return None
    found = find_label(words)
    if found is not None:
        if found.key == "title" or (not found.official and found.key in _NO_ALIAS):
            return None
        return Candidate(index, found.key, found.official, found.weak, bulleted)
    if ":" in words:
        head, _colon, tail = words.partition(":")
        found = find_label(head.strip())
        if found is not None and found.official and found.key != "title" and tail.strip():
            return Candidate(index, found.key, True, found.weak, bulleted, tail.strip())
    return None


class Choice:
    """The choice among the candidates of one sheet, whose lines run up to ``end``."""

    def __init__(self, lines: Sequence[Line], candidates: Sequence[Candidate], end: int) -> None:
        self.lines = lines
        self.end = end
        self.groups: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            self.groups.setdefault(candidate.key, []).append(candidate)
        self.indexes = [candidate.index for candidate in candidates]
        self._judge_order(candidates)

    def _judge_order(self, candidates: Sequence[Candidate]) -> None:
        anchors = [
            candidate
            for candidate in candidates
            if candidate.official
            and not candidate.weak
            and not candidate.inline
            and candidate.key != "territory"
            and len(self.groups[candidate.key]) == 1
        ]
        self.anchor_indexes = [anchor.index for anchor in anchors]
        self.anchor_ranks = [_RANKS[anchor.key] for anchor in anchors]
        pairs = list(zip(self.anchor_ranks, self.anchor_ranks[1:], strict=False))
        self.ordered = sum(left < right for left, right in pairs) >= _ORDERED_SHARE * len(pairs)
        dashed = [anchor.bulleted for anchor in anchors if anchor.key not in _BARE]
        self.dashed = sum(dashed) * 2 > len(dashed) if dashed else None

    def labels(self) -> list[Candidate]:
        """Return the candidates that are labels, in the order of the sheet."""
        chosen: list[Candidate] = []
        for group in self.groups.values():
            whole = [candidate for candidate in group if not candidate.inline]
            official = [candidate for candidate in whole if candidate.official]
            if not official:
                chosen.extend(self._placed(whole or group))
            elif official[0].weak:
                chosen.extend(self._weak(official))
            else:
                chosen.extend(self._strong(official))
        return sorted(chosen, key=lambda candidate: candidate.index)

    def _placed(self, group: list[Candidate]) -> list[Candidate]:
        """Return the first alias, or label beside its value, written like the others and in its place."""
        fitting = [item for item in group if self._styled(item) and self.ordered and self._in_order(item)]
        return fitting[:1]

    def _strong(self, group: list[Candidate]) -> list[Candidate]:
        allowed = 2 if group[0].key == "territory" else 1
        if len(group) <= allowed or not self.ordered:
            return group
        placed = [item for item in group if self._in_order(item)]
        if not placed:
            return group
        return [item for item in group if item in placed or not self._in_list(item)]

    def _weak(self, group: list[Candidate]) -> list[Candidate]:
        if len(group) == 1:
            only = group[0]
            expected = not self.ordered or self._in_order(only)
            return group if expected or (self._fits(only) and self._styled(only)) else []
        best = max(group, key=self._score)
        again = [
            item
            for item in group
            if item.index > best.index
            and self._in_order(item)
            and self._styled(item)
            and self._fits(item)
            and not self._in_list(item)
        ]
        return [best, *again]

    def _score(self, candidate: Candidate) -> int:
        placed = self.ordered and self._in_order(candidate)
        return 4 * placed + 2 * self._fits(candidate) + self._styled(candidate)

    def _styled(self, candidate: Candidate) -> bool:
        """Tell whether the line has a dash, or none, as most labels of the sheet."""
        return self.dashed is None or candidate.bulleted == self.dashed or candidate.key in _BARE

    def _in_order(self, candidate: Candidate) -> bool:
        """Tell whether the labels of several words around it do so in the usual order too."""
        place = bisect(self.anchor_indexes, candidate.index)
        before = self.anchor_ranks[place - 1] if place else -1
        if place and self.anchor_indexes[place - 1] == candidate.index:
            before = self.anchor_ranks[place - 2] if place > 1 else -1
        after = self.anchor_ranks[place] if place < len(self.anchor_ranks) else len(_RANKS)
        rank = _RANKS[candidate.key]
        if before < rank < after:
            return True
        return candidate.key == "territory" and before < _SECOND_TERRITORY < after

    def _fits(self, candidate: Candidate) -> bool:
        """Tell whether the lines below are values of the list of this label, or none; all fits a text."""
        if candidate.key not in CHOICES:
            return True
        place = bisect(self.indexes, candidate.index)
        end = self.indexes[place] if place < len(self.indexes) else self.end
        below = [words for _bulleted, words in self.lines[candidate.index + 1 : end] if words]
        return all(slugs_of(candidate.key, words) for words in below)

    def _in_list(self, candidate: Candidate) -> bool:
        """Tell whether the line is an item of a list: the line above is another item, not a label."""
        if not candidate.bulleted or candidate.index == 0:
            return False
        bulleted, words = self.lines[candidate.index - 1]
        return bulleted and bool(words) and candidate.index - 1 not in self.indexes
