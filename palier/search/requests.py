"""What a caller asks of an index, and what it gets back: plain data, no ORM and no business word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Order(StrEnum):
    """RELEVANCE: best match first, then highest rank. RANK: highest rank first. RANK_UP: lowest rank
    first."""

    RELEVANCE = "relevance"
    RANK = "rank"
    RANK_UP = "rank_up"


class Reason(StrEnum):
    """Why a hit is there: it holds the words, it is near in meaning, or both. BROWSE: nothing was asked
    for."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"
    BROWSE = "browse"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search.

    ``filters`` are the reader's choices: any of the values inside a facet, all of the facets together.
    ``restrict`` has the same shape and is imposed by the caller (who may see what): it applies everywhere,
    to the counts, the proposals and the similar entries too; a facet whose list is empty then allows nothing.
    ``facets`` names the facets to count. ``typing`` says that the last word may be unfinished. ``meaning``
    set to False keeps the search to words.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    restrict: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    offset: int = 0
    limit: int = 20
    order: Order = Order.RELEVANCE
    typing: bool = False
    meaning: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found. ``score`` only compares hits of one result; ``similarity`` is a cosine, 0 when
    not measured."""

    key: UUID
    score: float
    reason: Reason
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter whose removal would give ``total`` results."""

    facet: str
    value: str
    total: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits.

    ``facets`` gives for each wanted facet the count of each value among the hits, ignoring the filter on
    that same facet. ``terms`` goes to palier.search.snippets.highlight. ``proposal`` is another spelling of
    the query that has more results. ``relaxations`` is filled only when there is no hit: the filters worth
    dropping, best first. ``partial`` is True when no entry holds all the words and the hits by words hold
    most of them.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    terms: tuple[str, ...] = ()
    proposal: str | None = None
    relaxations: list[Relaxation] = field(default_factory=list)
    partial: bool = False
