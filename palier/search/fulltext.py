"""What the two databases have in common: the questions asked of them, and who answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from palier.search.parsing import Clause
from palier.search.tokens import Analysis


@dataclass(frozen=True, slots=True)
class Matches:
    """The documents that match: their numbers, and a score each, higher is better.

    A document whose title holds the whole query has at least TITLE_SCORE.
    """

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]


TITLE_SCORE = 1000.0
# An unfinished word may become thirty: the most used are enough to rank by.
RANKED_ALTERNATIVES = 8


class FullText(Protocol):
    """Where the words of all collections are. ``code`` marks the words of one collection."""

    def write(self, code: int, documents: Sequence[tuple[int, Analysis]]) -> None:
        """Add the words of new documents."""
        ...

    def erase(self, ids: Sequence[int]) -> None:
        """Take away the words of these documents."""
        ...

    def matches(self, code: int, clauses: Sequence[Clause]) -> Matches:
        """Return the documents that satisfy every clause."""
        ...

    def ids(self, code: int, clauses: Sequence[Clause]) -> NDArray[np.int64]:
        """Return the numbers of the documents that satisfy every clause, in no order."""
        ...

    def holds(self, code: int, stem: str) -> bool:
        """Tell whether any document of the collection holds ``stem``."""
        ...

    def count_words(self, collection: str, words: Iterable[tuple[str, str, int]]) -> None:
        """Add to the vocabulary: (surface, folded, documents more or less)."""
        ...

    def compact(self) -> None:
        """Merge the index, so that nothing of what was erased is left in its files."""
        ...


@cache
def full_text() -> FullText:
    """Return the full text of the database in use."""
    # Imported here: each module is of use with its own database only.
    if connection.vendor == "postgresql":
        from palier.search.postgres import PostgresFullText  # noqa: PLC0415

        return PostgresFullText()
    from palier.search.sqlite import SqliteFullText  # noqa: PLC0415

    return SqliteFullText()


def marked(code: int, stem: str) -> str:
    """Return ``stem`` as stored: each collection has words of its own, so that none slows down another."""
    return f"{code}_{stem}"


def ranked_stems(clauses: Sequence[Clause]) -> list[str]:
    """Return the stems that count for the score: those of the first RANKED_ALTERNATIVES of each clause."""
    return sorted(
        {
            stem
            for clause in clauses
            for alternative in clause.alternatives[:RANKED_ALTERNATIVES]
            for stem in alternative.stems
        }
    )
