"""What an import of a table is made of, whatever its lines speak of: lines in; refusals and outcomes out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from palier.documents.tables import Cell, Column

# A line of the file, and its cells: by key for the known columns, by their words for the others.
Cells = dict[str, str]
Line = tuple[int, Cells]
# The column of the refused lines' file that says why: it is read back with that column still there.
REASON = "reason"


class RefusedValue(Exception):  # noqa: N818 (the name says what happened)
    """A cell that cannot be understood: ``column`` is its key, the message says why."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, or a part of it, that is not written: the name found there, the header of the column, the reason."""

    line: int
    name: str
    column: str
    reason: str


class Result(StrEnum):
    """What became of one thing of a file."""

    CREATED = "created"
    CHANGED = "changed"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing of a file; ``details`` says in French what changed, without the name of a person."""

    line: int
    name: str
    result: Result
    details: list[str] = field(default_factory=list)
    row_id: UUID | None = None


def counts_of(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return how many were created, changed and left as they were, by Result value."""
    found = Counter(outcome.result for outcome in outcomes)
    return {result.value: found[result] for result in Result}


def counts_said(outcomes: Iterable[Outcome]) -> str:
    """Return the same in words: « 2 créés, 0 changés, 1 identiques »."""
    counts = counts_of(outcomes)
    return f"{counts['created']} créés, {counts['changed']} changés, {counts['identical']} identiques"


def ignored_columns(lines: Iterable[Line], headers: Mapping[str, str]) -> list[str]:
    """Return the words of the columns that hold something and that are not among ``headers`` (by key)."""
    return list(dict.fromkeys(key for _line, cells in lines for key in cells if key not in headers))


def cell_of(key: str) -> Callable[[Cells], Cell]:
    """Return the function that reads this cell of a line, "" when it has none."""
    return lambda cells: cells.get(key, "")


def refused_table(
    lines: Sequence[Line], refusals: Iterable[Refusal], headers: Mapping[str, str]
) -> tuple[list[Column[Cells]], list[Cells]]:
    """Return the refused lines as they came, every column kept, each with the reasons in a last column."""
    reasons: dict[int, list[str]] = {}
    for refusal in refusals:
        reasons.setdefault(refusal.line, []).append(f"{refusal.column} : {refusal.reason}")
    rows = [{**cells, REASON: " ".join(reasons[line])} for line, cells in lines if line in reasons]
    present = {key for cells in rows for key in cells}
    others = list(dict.fromkeys(key for cells in rows for key in cells if key not in headers))
    keys = [key for key in headers if key in present and key != REASON]
    return [Column(headers.get(key, key), cell_of(key)) for key in [*keys, *others, REASON]], rows
