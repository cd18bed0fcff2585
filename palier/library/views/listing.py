"""The library: search, facets, exports of what was found."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.downloads import table_download
from palier.documents.names import content_disposition
from palier.library.actions.misses import note_miss
from palier.library.exports.tables import COLUMNS_OUT, TITLE, sheet_rows, sheets_json
from palier.library.permissions import can_edit_sheets, readable_visibilities
from palier.library.queries.searching import (
    PAGE_SIZE,
    SheetPage,
    matching_sheets,
    read_search,
    search_sheets,
)
from palier.library.screens import chosen_filters, clean_address, facet_groups, proposals
from palier.library.views.deleting import deleted_title
from palier.structures.permissions import membership_of
from palier.structures.routes import PUBLIC, route


@require_safe
@route(PUBLIC)
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Show the sheets that answer the address: words, facets, order, page."""
    clean = clean_address(request.GET)
    if clean is not None:
        return redirect(reverse("library:sheet-list") + clean)
    search = read_search(dict(request.GET.lists()))
    reader = membership_of(request)
    found = search_sheets(search, readable_visibilities(reader))
    if found.total == 0 and not search.filters and not search.typing and search.page == 1:
        note_miss(text=search.text, structure=reader.structure if reader else None, now=timezone.now())
    context = {
        "found": found,
        "search": found.search,
        "groups": facet_groups(request.GET, found),
        "chosen": chosen_filters(request.GET, found.search),
        "proposals": proposals(request.GET, found),
        "page": _page(found),
        "can_edit": can_edit_sheets(reader),
        "deleted_title": deleted_title(request) if can_edit_sheets(reader) else "",
        "hide_bar_search": True,
    }
    partial = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    response = render(request, "library/sheet_list.html#results" if partial else "library/sheet_list.html", context)
    response.headers["Vary"] = "HX-Request"
    return response


@require_safe
@route(PUBLIC)
def sheet_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give every sheet that answers the address as CSV, XLSX or JSON."""
    sheets = matching_sheets(read_search(dict(request.GET.lists())), readable_visibilities(membership_of(request)))
    day = timezone.localdate()
    if file_format == "json":
        response = StreamingHttpResponse(sheets_json(sheets), content_type="application/json")
        response.headers["Content-Disposition"] = content_disposition(f"fiches-{day:%Y-%m-%d}.json")
        return response
    rows = sheet_rows(sheets, file_format=file_format)
    return table_download(COLUMNS_OUT, rows, file_format=file_format, title=TITLE, name="fiches", day=day)


def _page(found: SheetPage) -> Page[int]:
    """Return the page for the pagination component, which only needs how many sheets there are."""
    return Paginator(range(found.total), PAGE_SIZE).page(found.search.page)
