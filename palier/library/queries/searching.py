"""Search the library: the request read from an address, the page of sheets found, and why each is there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from palier.library.facets import BY_NAME, FACETS, VISIBILITY
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.rubrics import TEXTS
from palier.search.requests import Hit, Order, Reason, SearchRequest, SearchResult
from palier.search.semantic import best_passages
from palier.search.snippets import highlight, snippet

PAGE_SIZE = 20
SNIPPET_WIDTH = 240
ORDERS = {"pertinence": Order.RELEVANCE, "richesse": Order.RANK}
SHOWN_TEXTS = ("summary", "experience", "description", "plus", "result_residents")

Fragments = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class SheetSearch:
    """What someone looks for: the words, the values chosen by facet, the order, the page (from 1)."""

    text: str = ""
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    order: str = "pertinence"
    page: int = 1
    typing: bool = False


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet found: its title and an extract cut into (text, is it a word looked for), and why it is there."""

    sheet: ActionSheet
    title: Fragments
    extract: Fragments
    reason: Reason
    passage: str = ""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of results with what the index says of the whole."""

    search: SheetSearch
    result: SearchResult
    sheets: list[FoundSheet]

    @property
    def total(self) -> int:
        """How many sheets answer the search, all pages together."""
        return self.result.total


def read_search(parameters: Mapping[str, list[str]]) -> SheetSearch:
    """Return the search that an address asks for; what is unknown in it is ignored."""
    filters = {
        name: chosen
        for name in BY_NAME
        if (chosen := [value for value in parameters.get(name, []) if value in BY_NAME[name].labels])
    }
    order = _first(parameters, "tri")
    page = _first(parameters, "page")
    return SheetSearch(
        text=_first(parameters, "q").strip(),
        filters=filters,
        order=order if order in ORDERS else "pertinence",
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
        typing=_first(parameters, "frappe") == "1",
    )


def search_sheets(
    search: SheetSearch, visible: Sequence[str], *, limit: int = PAGE_SIZE, with_facets: bool = True
) -> SheetPage:
    """Return the page of sheets that answer ``search``, among those of a visibility that the reader may see."""
    result = SHEETS.search(_request(search, visible, limit, with_facets=with_facets))
    last_page = max(1, -(-result.total // limit))
    if search.page > last_page:
        search = SheetSearch(search.text, search.filters, search.order, last_page, search.typing)
        result = SHEETS.search(_request(search, visible, limit, with_facets=with_facets))
    sheets = ActionSheet.objects.in_bulk([hit.key for hit in result.hits])
    hits = [hit for hit in result.hits if hit.key in sheets]
    passages = _passages(search.text, hits, sheets)
    found = [_found(sheets[hit.key], hit, result.terms, passages.get(hit.key, "")) for hit in hits]
    return SheetPage(search, result, found)


def matching_sheets(search: SheetSearch, visible: Sequence[str]) -> Iterable[ActionSheet]:
    """Yield every sheet that answers ``search``, best first, for exports."""
    request = _request(SheetSearch(search.text, search.filters, search.order), visible, 1_000_000, with_facets=False)
    keys = [hit.key for hit in SHEETS.search(request).hits]
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        sheets = ActionSheet.objects.in_bulk(part)
        yield from (sheets[key] for key in part if key in sheets)


def _first(parameters: Mapping[str, list[str]], name: str) -> str:
    values = parameters.get(name) or [""]
    return values[0]


def _request(search: SheetSearch, visible: Sequence[str], limit: int, *, with_facets: bool) -> SearchRequest:
    return SearchRequest(
        text=search.text,
        filters=search.filters,
        restrict={VISIBILITY: visible},
        facets=[facet.name for facet in FACETS] if with_facets else [],
        offset=(search.page - 1) * limit,
        limit=limit,
        order=ORDERS[search.order],
        typing=search.typing,
    )


def _passages(text: str, hits: list[Hit], sheets: Mapping[UUID, ActionSheet]) -> dict[UUID, str]:
    """Return for the sheets found by meaning the sentence that is nearest to the query."""
    near = [hit.key for hit in hits if hit.reason in {Reason.MEANING, Reason.BOTH}]
    return best_passages(text, {key: _sentences(sheets[key]) for key in near}) if near else {}


def _sentences(sheet: ActionSheet) -> list[str]:
    text = "\n".join([sheet.summary, sheet.plus, sheet.experience])
    sentences = [part.strip(" -") for part in re.split(r"(?<=[.!?…])\s+|\n+", text)]
    return [sentence for sentence in sentences if len(sentence) > 20] or [sheet.title]


def _found(sheet: ActionSheet, hit: Hit, terms: tuple[str, ...], passage: str) -> FoundSheet:
    extract = _extract(sheet, terms)
    shown = "".join(text for text, _ in extract)
    return FoundSheet(
        sheet=sheet,
        title=highlight(sheet.title, terms),
        extract=extract,
        reason=hit.reason,
        passage="" if passage in shown else passage,
    )


def _extract(sheet: ActionSheet, terms: tuple[str, ...]) -> Fragments:
    """Return the piece of text that shows the words looked for; the beginning when none does."""
    names = [*SHOWN_TEXTS, *(rubric.field for rubric in TEXTS if rubric.field not in SHOWN_TEXTS)]
    texts = [text for name in names if (text := getattr(sheet, name))]
    extracts = (snippet(text, terms, width=SNIPPET_WIDTH) for text in texts)
    best: Fragments | None = None
    for extract in extracts:
        best = best or extract
        if any(is_match for _, is_match in extract):
            return extract
    return best or []
