"""Full text on SQLite: one FTS5 table whose rowid is the document's number and whose words are stems
already.
"""

import json
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from palier.search.fulltext import TITLE_SCORE, Matches, marked, ranked_stems
from palier.search.parsing import Alternative, Clause
from palier.search.tokens import Analysis

CREATE = "CREATE VIRTUAL TABLE search_fulltext USING fts5(title, keywords, text, tokenize = \"ascii tokenchars '_'\")"
# bm25 reads the sizes of each matching row, 1.3 µs a row: past this number only those that match in the title
# or the keywords are ranked so, and the first page comes from them.
RANKED_IN_FULL = 5_000
WEIGHTS = "10.0, 4.0, 1.0"


class SqliteFullText:
    """See palier.search.fulltext.FullText."""

    def write(self, code: int, documents: Sequence[tuple[int, Analysis]]) -> None:
        rows = [
            (number, _line(code, words.title), _line(code, words.keywords), _line(code, words.text))
            for number, words in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fulltext (rowid, title, keywords, text) VALUES (%s, %s, %s, %s)", rows
            )

    def erase(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_fulltext WHERE rowid = %s", [(number,) for number in ids])

    def matches(self, code: int, clauses: Sequence[Clause]) -> Matches:
        every = _expression(code, clauses)
        ids = np.sort(self._ids(every))
        scores = np.zeros(len(ids), np.float32)
        if len(ids):
            in_head = f"{{title keywords}} : ({_any_word(code, clauses)})"
            _add(scores, ids, *self._ranked(every if len(ids) <= RANKED_IN_FULL else in_head))
            in_title = self._ids(f"{{title}} : ({every})")
            _add(scores, ids, in_title, np.full(len(in_title), TITLE_SCORE, np.float32))
        return Matches(ids, scores)

    def ids(self, code: int, clauses: Sequence[Clause]) -> NDArray[np.int64]:
        return self._ids(_expression(code, clauses))

    def holds(self, code: int, stem: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM search_fulltext WHERE search_fulltext MATCH %s)",
                [f'"{marked(code, stem)}"'],
            )
            return bool(cursor.fetchone()[0])

    def count_words(self, collection: str, words: Iterable[tuple[str, str, int]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabularyword (collection, surface, folded, length, documents)"
                " SELECT %s, value ->> 0, value ->> 1, length(value ->> 1), value ->> 2"
                " FROM json_each(%s) WHERE true"
                " ON CONFLICT (collection, surface) DO UPDATE SET documents = documents + excluded.documents",
                [collection, json.dumps(list(words))],
            )

    def compact(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fulltext (search_fulltext) VALUES ('optimize')")

    def _ids(self, expression: str) -> NDArray[np.int64]:
        with connection.cursor() as cursor:
            # One text for all numbers: three times faster than a row each.
            cursor.execute(
                "SELECT group_concat(rowid) FROM search_fulltext WHERE search_fulltext MATCH %s", [expression]
            )
            (found,) = cursor.fetchone()
        return np.fromstring(found, np.int64, sep=",") if found else np.zeros(0, np.int64)

    def _ranked(self, expression: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, -bm25(search_fulltext, {WEIGHTS}) FROM search_fulltext"  # noqa: S608
                " WHERE search_fulltext MATCH %s",
                [expression],
            )
            rows = np.array(cursor.fetchall(), np.float64).reshape(-1, 2)
        return rows[:, 0].astype(np.int64), rows[:, 1].astype(np.float32)


def _add(
    scores: NDArray[np.float32],
    ids: NDArray[np.int64],
    some_ids: NDArray[np.int64],
    some: NDArray[np.float32],
) -> None:
    """Add the scores ``some`` of ``some_ids`` to those of the sorted ``ids``; other numbers are left out."""
    places = np.minimum(np.searchsorted(ids, some_ids), len(ids) - 1)
    known = ids[places] == some_ids
    scores[places[known]] += some[known]


def _line(code: int, stems: Sequence[str]) -> str:
    """Return the words of a field; a lone "_" holds the place of a dropped one."""
    return " ".join(marked(code, stem) if stem else "_" for stem in stems)


def _expression(code: int, clauses: Sequence[Clause]) -> str:
    return " AND ".join(
        "(" + " OR ".join(_alternative(code, alternative) for alternative in clause.alternatives) + ")"
        for clause in clauses
    )


def _alternative(code: int, alternative: Alternative) -> str:
    words = [marked(code, stem) for stem in alternative.stems]
    if alternative.adjacent:
        return '"' + " ".join(words) + '"'
    return "(" + " AND ".join(f'"{word}"' for word in words) + ")"


def _any_word(code: int, clauses: Sequence[Clause]) -> str:
    return " OR ".join(f'"{marked(code, stem)}"' for stem in ranked_stems(clauses))
