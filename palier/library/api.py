"""The public API of the sheets: read only, the same rights as the pages. Described at /api/openapi.json."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from palier.library.exports.tables import sheet_data
from palier.library.facets import BY_NAME
from palier.library.permissions import readable_visibilities
from palier.library.queries.reading import readable_sheets
from palier.library.queries.searching import read_search, search_sheets
from palier.structures.permissions import membership_of

router = Router(tags=["fiches"])
PageSize = Annotated[int, Query(ge=1, le=100)]


class FoundSheetOut(Schema):
    """A sheet in a list: where it is, what it is about, and why it answers (words, meaning, both, browse)."""

    slug: str
    title: str
    structure: str
    departement: str
    summary: str
    url: str
    reason: str


class Problem(Schema):
    """What was wrong in the question, in French."""

    detail: str


class SearchOut(Schema):
    """A page of sheets; ``facets`` counts the sheets by value of each facet."""

    total: int
    page: int
    proposal: str | None
    sheets: list[FoundSheetOut]
    facets: dict[str, dict[str, int]]


@router.get("/fiches", response={200: SearchOut, 422: Problem}, summary="Chercher des fiches")
def search(request: HttpRequest, q: str = "", page: int = 1, limite: PageSize = 20) -> Any:
    """Search as the page does: the facets of the page are parameters here too (``public=seniors``)."""
    parameters = dict(request.GET.lists())
    _refuse_unknown_values(parameters)
    found = search_sheets(read_search(parameters), readable_visibilities(membership_of(request)), limit=limite)
    sheets = [
        {
            "slug": item.sheet.slug,
            "title": item.sheet.title,
            "structure": item.sheet.structure_name,
            "departement": item.sheet.departement,
            "summary": item.sheet.summary,
            "url": request.build_absolute_uri(item.sheet.get_absolute_url()),
            "reason": item.reason.value,
        }
        for item in found.sheets
    ]
    return {
        "total": found.total,
        "page": found.search.page,
        "proposal": found.result.proposal,
        "sheets": sheets,
        "facets": found.result.facets,
    }


def _refuse_unknown_values(parameters: dict[str, list[str]]) -> None:
    """Raise 422 for a value that a facet does not have: a program left unanswered would believe it filtered."""
    for name in BY_NAME.keys() & parameters.keys():
        unknown = [value for value in parameters[name] if value not in BY_NAME[name].labels]
        if unknown:
            known = ", ".join(BY_NAME[name].labels)
            raise HttpError(422, f"{name} : « {unknown[0][:60]} » n'existe pas. Valeurs : {known}.")


@router.get("/fiches/{slug}", response=dict[str, Any], summary="Lire une fiche")
def read(request: HttpRequest, slug: str) -> Any:
    """Return the whole sheet, with the keys that an import reads back."""
    return sheet_data(get_object_or_404(readable_sheets(membership_of(request)), slug=slug))
