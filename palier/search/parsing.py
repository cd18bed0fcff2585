"""Read what a person typed. Anything is a query: nothing raises, and no character is an operator but the
quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from palier.search import analyser

LONGEST_TEXT = 1_000
MOST_CLAUSES = 16
SENTENCE_WORDS = 4
_QUOTES = re.compile(r"[\"«»“”„‟]")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Stems that must all be there; one after the other when ``adjacent``."""

    stems: tuple[str, ...]
    adjacent: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: any of the alternatives. The first is what was typed, the others are synonyms."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query: every clause must be satisfied.

    ``prefix`` is the folded beginning of a last word still being typed, not among the clauses.
    ``is_sentence`` tells that it reads like a sentence, worth a search by meaning. ``text`` is what was
    typed, cleaned.
    """

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    prefix: str = ""
    is_sentence: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """All stems that satisfy something, in order, each once."""
        return tuple(
            dict.fromkeys(
                stem for clause in self.clauses for alternative in clause.alternatives for stem in alternative.stems
            )
        )

    def with_prefix_stems(self, stems: Iterable[str]) -> "Query":
        """Return the query with the unfinished word replaced by the ``stems`` it may become."""
        own = analyser.stem(self.prefix)
        alternatives = tuple(Alternative((stem,)) for stem in dict.fromkeys([own, *stems]))
        return replace(self, clauses=(*self.clauses, Clause(alternatives)), prefix="")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words and expressions that mean the same: each is searched for with all those of its
    group."""

    groups: Sequence[Sequence[str]] = ()
    _by_stems: dict[tuple[str, ...], tuple[Alternative, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for group in self.groups:
            members = list(dict.fromkeys(tuple(analyser.stems(member)) for member in group))
            for member in members:
                others = (Alternative(other, adjacent=True) for other in members if other and other != member)
                known = self._by_stems.get(member, ())
                self._by_stems[member] = tuple(dict.fromkeys([*known, *others]))

    def longest_at(self, stems: Sequence[str]) -> tuple[int, tuple[Alternative, ...]]:
        """Return how many of the first ``stems`` form a known expression, and its synonyms; (1, ()) if
        none."""
        for length in range(min(len(stems), 5), 0, -1):
            if found := self._by_stems.get(tuple(stems[:length])):
                return length, found
        return 1, ()


def parse(text: str, synonyms: Synonyms, *, typing: bool = False) -> Query:
    """Return the query that ``text`` is; beyond LONGEST_TEXT characters and MOST_CLAUSES clauses, the
    rest is left."""
    cleaned = " ".join(analyser.normalise(text[:LONGEST_TEXT].replace("\x00", " ")).split())
    is_open = typing and bool(text) and not text[-1].isspace() and len(text) <= LONGEST_TEXT
    clauses: list[Clause] = []
    prefix = ""
    pieces = list(_pieces(cleaned))
    for position, (piece, is_quoted) in enumerate(pieces):
        if is_quoted:
            stems = tuple(analyser.stems(piece))
            clauses += [Clause((Alternative(stems, adjacent=True),))] if stems else []
            continue
        found = list(analyser.words(piece))
        if is_open and position == len(pieces) - 1 and found and found[-1].end == len(piece.rstrip()):
            prefix = found.pop().folded
            prefix = prefix if len(prefix) > 1 else ""
        clauses += _clauses([word.stem for word in found if word.stem], synonyms)
    return Query(
        text=cleaned,
        clauses=tuple(dict.fromkeys(clauses))[:MOST_CLAUSES],
        prefix=prefix,
        is_sentence=_is_sentence(cleaned),
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of ``text`` with whether they stand in quotes; a quote never closed quotes nothing."""
    parts = _QUOTES.split(text)
    for position, part in enumerate(parts):
        if part.strip():
            yield part, position % 2 == 1 and position < len(parts) - 1


def _clauses(stems: Sequence[str], synonyms: Synonyms) -> Iterator[Clause]:
    position = 0
    while position < len(stems):
        length, others = synonyms.longest_at(stems[position:])
        yield Clause((Alternative(tuple(stems[position : position + length])), *others))
        position += length


def _is_sentence(text: str) -> bool:
    found = list(analyser.words(text))
    return len(found) >= SENTENCE_WORDS and any(word.stem for word in found) and not _QUOTES.search(text)
