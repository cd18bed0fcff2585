"""The outings one by one: filters, pages, export without a name."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.exports.outings import OUTING_COLUMNS
from palier.agenda.forms.outings_filters import OutingFilterForm
from palier.agenda.queries.agenda import lines_of
from palier.agenda.queries.outings import PAGE_SIZE, outings_found
from palier.agenda.views.outings_undo import take_undo
from palier.documents.downloads import table_download
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.OUTINGS_READ)
def outing_list(request: HttpRequest) -> HttpResponse:
    """Show the outings that answer the filters of the address; those to come at first."""
    membership = membership_of(request)
    assert membership is not None
    filters = OutingFilterForm(request.GET)
    search = filters.search()
    found = outings_found(search, member=membership.pk, now=timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    lines, plans = lines_of(list(page), membership.structure), can(membership, Permission.OUTINGS_PLAN)
    context = {
        "page": page,
        "lines": lines,
        "filters": filters,
        "search": search,
        "can_plan": plans,
        "can_confirm": plans and any(line.is_draft_to_come for line in lines),
        "can_join": can(membership, Permission.OUTINGS_JOIN),
        "undo": take_undo(request),
    }
    return render(request, "agenda/outing_list.html", context)


@require_safe
@route(Permission.OUTINGS_READ)
def outing_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the outings that answer the filters as CSV or XLSX; how many come, never who."""
    membership = membership_of(request)
    assert membership is not None
    search = OutingFilterForm(request.GET).search()
    found = list(outings_found(search, member=membership.pk, now=timezone.now()))
    return table_download(
        OUTING_COLUMNS,
        lines_of(found, membership.structure),
        file_format=file_format,
        title="Sorties",
        name="sorties",
        day=timezone.localdate(),
    )
