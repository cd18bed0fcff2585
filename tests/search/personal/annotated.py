"""Read the annotated sentences and score the finder on them: recall of what is marked, precision of what is found."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import Finding, FindingKind

FOLDER = Path(__file__).parent
_MARK = re.compile(r"\{(?P<kind>[a-z]+)\|(?P<words>[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and what is marked in it: start, end, kind."""

    text: str
    marks: tuple[tuple[int, int, FindingKind], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many marks there are and were found, how many findings there are and were right, for one kind."""

    marked: int
    seen: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the marks that were found; 1 if there was none."""
        return self.seen / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that were right; 1 if there was none."""
        return self.right / self.found if self.found else 1.0


def sentences(name: str) -> list[Marked]:
    """Return the sentences of a file of this folder, one a line; lines that start with # are comments."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [parsed(line) for line in lines if line and not line.startswith("#")]


def parsed(line: str) -> Marked:
    """Return a marked sentence: ``{personne|Karim} habite ici``."""
    text, marks, done = "", [], 0
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        marks.append((len(text), len(text) + len(match["words"]), FindingKind(match["kind"])))
        text += match["words"]
        done = match.end()
    return Marked(text + line[done:], tuple(marks))


def scores(corpus: Iterable[Marked]) -> dict[FindingKind, Score]:
    """Return the score of each kind.

    A mark is seen when findings of its kind cover all its letters and figures: nothing of it would leak. A finding is
    right when it keeps to marks of its kind, give or take a small word ("de", "le") or a title at its edge.
    """
    marked, seen, found, right = (Counter[FindingKind]() for _ in range(4))
    for sentence in corpus:
        findings = find_personal(sentence.text)
        for start, end, kind in sentence.marks:
            marked[kind] += 1
            seen[kind] += covers(sentence.text, start, end, [f for f in findings if f.kind == kind])
        for each in findings:
            found[each.kind] += 1
            right[each.kind] += _keeps_to(sentence, each)
    return {kind: Score(marked[kind], seen[kind], found[kind], right[kind]) for kind in FindingKind}


def covers(text: str, start: int, end: int, findings: list[Finding]) -> bool:
    """Whether findings hide each letter and figure of ``text[start:end]``."""
    return all(
        any(each.start <= place < each.end for each in findings) for place in range(start, end) if text[place].isalnum()
    )


def _keeps_to(sentence: Marked, found: Finding) -> bool:
    inside = [(start, end) for start, end, kind in sentence.marks if kind == found.kind and start < found.end > start]
    inside = [(start, end) for start, end in inside if found.start < end]
    spill = sum(
        sentence.text[place].isalnum()
        for place in range(found.start, found.end)
        if not any(start <= place < end for start, end in inside)
    )
    return bool(inside) and spill <= 4


def faults(corpus: Iterable[Marked]) -> list[str]:
    """Return one line for each mark that was missed and each finding that was wrong, to read."""
    lines = []
    for sentence in corpus:
        findings = find_personal(sentence.text)
        for start, end, kind in sentence.marks:
            if not covers(sentence.text, start, end, [f for f in findings if f.kind == kind]):
                lines.append(f"missed {kind} « {sentence.text[start:end]} » in: {sentence.text}")
        for each in findings:
            if not _keeps_to(sentence, each):
                lines.append(f"wrong {each.kind} « {sentence.text[each.start : each.end]} » in: {sentence.text}")
    return lines
