"""Full text on PostgreSQL: a tsvector made of our own stems, found by a GIN index.

``vector`` holds every place of every stem, out of line, and is only read for phrases. ``head`` is a short
tsvector kept inline: title (A), keywords (B) and the most repeated stems of the text (C). Ranking reads
nothing else, so that 200,000 matches are ranked in about a tenth of a second.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from palier.search.fulltext import TITLE_SCORE, Matches, marked, ranked_stems
from palier.search.parsing import Alternative, Clause
from palier.search.tokens import Analysis

SALIENT_STEMS = 12
# Places left between two fields, so that no phrase runs over.
FIELD_GAP = 2
CREATE = (
    "CREATE TABLE search_fulltext"
    " (document_id bigint PRIMARY KEY, head tsvector NOT NULL, vector tsvector NOT NULL)"
    " WITH (toast_tuple_target = 128)",
    "ALTER TABLE search_fulltext ALTER head SET STORAGE main, ALTER vector SET STORAGE external",
    # A long list of changes not yet merged would be read by each search.
    "CREATE INDEX search_fulltext_vector ON search_fulltext USING gin (vector) WITH (gin_pending_list_limit = 512)",
    # Without the index each vector would be fetched from out of line, which the planner does not reckon with.
    """CREATE FUNCTION search_fulltext_ids(wanted tsquery) RETURNS bytea
    LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0
    AS $$ SELECT string_agg(int8send(document_id), '') FROM search_fulltext WHERE vector @@ wanted $$""",
    """CREATE FUNCTION search_fulltext_matches(
        wanted tsquery, any_word tsquery, in_title tsquery, title_score real, OUT ids bytea, OUT scores bytea
    ) LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0
    AS $$ SELECT string_agg(int8send(document_id), ''), string_agg(float4send(
            ts_rank('{0, 0.1, 0.4, 1}', head, any_word)
            + CASE WHEN head @@ in_title THEN title_score ELSE 0 END), '')
        FROM search_fulltext WHERE vector @@ wanted $$""",
    """CREATE FUNCTION search_fulltext_holds(wanted tsquery) RETURNS boolean
    LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0
    AS $$ SELECT EXISTS (SELECT 1 FROM search_fulltext WHERE vector @@ wanted) $$""",
    # Words are compared by code point, as SQLite does.
    'ALTER TABLE search_vocabularyword ALTER surface TYPE varchar(40) COLLATE "C",'
    ' ALTER folded TYPE varchar(40) COLLATE "C"',
)
DROP = (
    "DROP FUNCTION search_fulltext_matches",
    "DROP FUNCTION search_fulltext_holds",
    "DROP FUNCTION search_fulltext_ids",
    "DROP TABLE search_fulltext",
)


class PostgresFullText:
    """See palier.search.fulltext.FullText."""

    def write(self, code: int, documents: Sequence[tuple[int, Analysis]]) -> None:
        rows = [(number, _head(code, words), _vector(code, words)) for number, words in documents]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fulltext (document_id, head, vector)"
                " VALUES (%s, %s::text::tsvector, %s::text::tsvector)",
                rows,
            )

    def erase(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_fulltext WHERE document_id = ANY(%s)", [list(ids)])

    def matches(self, code: int, clauses: Sequence[Clause]) -> Matches:
        in_title = _expression(code, clauses, ":A")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM search_fulltext_matches"
                "(%s::text::tsquery, %s::text::tsquery, %s::text::tsquery, %s::real)",
                [_expression(code, clauses), _any_word(code, clauses), in_title, TITLE_SCORE],
            )
            ids, scores = cursor.fetchone()
        return Matches(_numbers(ids), np.frombuffer(scores or b"", ">f4").astype(np.float32))

    def ids(self, code: int, clauses: Sequence[Clause]) -> NDArray[np.int64]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT search_fulltext_ids(%s::text::tsquery)", [_expression(code, clauses)])
            (found,) = cursor.fetchone()
        return _numbers(found)

    def holds(self, code: int, stem: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT search_fulltext_holds(%s::text::tsquery)", [f"'{marked(code, stem)}'"])
            return bool(cursor.fetchone()[0])

    def count_words(self, collection: str, words: Iterable[tuple[str, str, int]]) -> None:
        surfaces, folded, documents = (list(column) for column in zip(*words, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabularyword AS known (collection, surface, folded, length, documents)"
                " SELECT %s, surface, folded, length(folded), documents"
                " FROM unnest(%s::text[], %s::text[], %s::int[]) AS new (surface, folded, documents)"
                " ON CONFLICT (collection, surface)"
                " DO UPDATE SET documents = known.documents + excluded.documents",
                [collection, surfaces, folded, documents],
            )

    def compact(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_fulltext_vector')")


def _numbers(sent: bytes | None) -> NDArray[np.int64]:
    return np.frombuffer(sent or b"", ">i8").astype(np.int64)


def _vector(code: int, words: Analysis) -> str:
    """Return the literal of the whole vector: 'stem':1A,9 ..."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = 0
    for stems, weight in ((words.title, "A"), (words.keywords, "B"), (words.text, "")):
        for stem in stems:
            place += 1
            if stem:
                places[stem].append(f"{place}{weight}")
        place += FIELD_GAP
    return " ".join(f"'{marked(code, stem)}':{','.join(found)}" for stem, found in places.items())


def _head(code: int, words: Analysis) -> str:
    """Return the literal of the short vector. Places matter in the title alone, where a phrase may be
    looked for.
    """
    heads: dict[str, list[str]] = {}
    for place, stem in enumerate(words.title, 1):
        if stem:
            heads.setdefault(stem, []).append(f"{place}A")
    last = len(words.title) + FIELD_GAP
    salient = [stem for stem, times in Counter(words.text).most_common(SALIENT_STEMS) if times > 1]
    for stems, weight in ((words.keywords, "B"), (salient, "C")):
        for stem in stems:
            if stem:
                heads.setdefault(stem, [f"{last}{weight}"])
    return " ".join(f"'{marked(code, stem)}':{','.join(places)}" for stem, places in heads.items())


def _expression(code: int, clauses: Sequence[Clause], weight: str = "") -> str:
    return " & ".join(
        "(" + " | ".join(_alternative(code, alternative, weight) for alternative in clause.alternatives) + ")"
        for clause in clauses
    )


def _alternative(code: int, alternative: Alternative, weight: str) -> str:
    joint = " <-> " if alternative.adjacent else " & "
    return "(" + joint.join(f"'{marked(code, stem)}'{weight}" for stem in alternative.stems) + ")"


def _any_word(code: int, clauses: Sequence[Clause]) -> str:
    return " | ".join(f"'{marked(code, stem)}'" for stem in ranked_stems(clauses))
