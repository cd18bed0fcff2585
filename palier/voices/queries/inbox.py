"""The inbox of words: those that answer, their number in each state, the one that comes next. Asked inside a scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from palier.search.requests import SearchRequest
from palier.voices.enums import VoiceState
from palier.voices.index import STRUCTURE, WORDS
from palier.voices.models import Voice
from palier.voices.queries.words import EVERY, WordScope, words

PAGE_SIZE = 30
# How many words a search by text brings at most: the best of them, then what the filters keep.
MOST_FOUND = 1_000
ORDERS = {
    "": ("Les plus récentes d'abord", (F("made_at").desc(), F("pk").desc())),
    "ancien": ("Les plus anciennes d'abord", (F("made_at").asc(), F("pk").asc())),
}


@dataclass(frozen=True, slots=True)
class InboxSearch:
    """What the inbox shows: a text, choices, and the order, a key of ORDERS (with a text, the best first)."""

    text: str = ""
    scope: WordScope = EVERY
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something was chosen besides the state."""
        return bool(self.text) or replace(self.scope, state="").is_narrowed


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of words, and how many words of each VoiceState answer the other choices."""

    page: "Page[UUID]"
    voices: Sequence[Voice]
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many words there are, whatever their state."""
        return sum(self.counts.values())


def inbox_page(search: InboxSearch, structure_id: UUID, number: str | None) -> InboxPage:
    """Return a page of the words that answer, and their numbers by state."""
    keys = keys_found(search.text, structure_id) if search.text else None
    counts = _counts(replace(search.scope, state=""), keys)
    found = _matching(search.scope, keys).select_related(None)
    if keys is None:
        # The keys first, read in an index: a far page would otherwise read all the words that come before it.
        pages = Paginator(in_order(found, search.order).values_list("pk", flat=True), PAGE_SIZE)
        pages.count = counts[search.scope.state] if search.scope.state else sum(counts.values())
    else:
        kept = set(found.values_list("pk", flat=True))
        pages = Paginator([key for key in keys if key in kept], PAGE_SIZE)
    page = pages.get_page(number)
    wanted = list(page)
    rows = words().in_bulk(wanted)
    return InboxPage(page, [rows[key] for key in wanted if key in rows], counts)


def words_listed(search: InboxSearch, structure_id: UUID) -> QuerySet[Voice]:
    """Return all the words that answer, whatever the page."""
    keys = keys_found(search.text, structure_id) if search.text else None
    return in_order(_matching(search.scope, keys), search.order)


def keys_found(text: str, structure_id: UUID) -> list[UUID]:
    """Return the keys of the words that answer a text, by words and by meaning, the best first."""
    request = SearchRequest(text=text, restrict={STRUCTURE: [structure_id.hex]}, limit=MOST_FOUND)
    return [hit.key for hit in WORDS.search(request).hits]


def in_order(found: QuerySet[Voice], order: str) -> QuerySet[Voice]:
    """Return words in an order of ORDERS."""
    _words, columns = ORDERS.get(order, ORDERS[""])
    return found.order_by(*columns)


def to_triage(scope: WordScope) -> QuerySet[Voice]:
    """Return the words to triage that ``scope`` keeps, the latest first."""
    return in_order(words(replace(scope, state=VoiceState.A_TRIER)), "")


def next_to_triage(scope: WordScope, after: Voice | None, *, back: bool = False) -> Voice | None:
    """Return the word to triage that follows ``after``, or comes before it; the first one without ``after``."""
    found = to_triage(scope)
    if after is None:
        return found.first()
    if back:
        later = Q(made_at__gt=after.made_at) | Q(made_at=after.made_at, pk__gt=after.pk)
        return found.filter(later).order_by("made_at", "pk").first()
    return found.filter(Q(made_at__lt=after.made_at) | Q(made_at=after.made_at, pk__lt=after.pk)).first()


def _matching(scope: WordScope, keys: Sequence[UUID] | None) -> QuerySet[Voice]:
    found = words(scope)
    return found if keys is None else found.filter(pk__in=keys)


def _counts(scope: WordScope, keys: Sequence[UUID] | None) -> dict[str, int]:
    found = _matching(scope, keys).select_related(None).order_by().values_list("state")
    numbers: dict[str, int] = dict(found.annotate(number=Count("*")))
    return {state: numbers.get(state, 0) for state in VoiceState.values}
