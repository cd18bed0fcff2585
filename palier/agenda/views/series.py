"""The series of a structure: their list, the page of one."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.forms.series import DateForm
from palier.agenda.models import OutingSeries
from palier.agenda.queries.series import series_rows, words_of
from palier.agenda.queries.series_page import series_page
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route

PAGE_SIZE = 30


@require_safe
@route(Permission.OUTINGS_READ)
def series_list(request: HttpRequest) -> HttpResponse:
    """Show the series that go on, or those that are over."""
    membership = membership_of(request)
    assert membership is not None
    over = request.GET.get("etat") == "finies"
    rows = series_rows(now=timezone.now(), over=over)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(series, words_of(series, membership.structure)) for series in page],
        "over": over,
        "can_plan": can(membership, Permission.OUTINGS_PLAN),
    }
    return render(request, "agenda/series_list.html", context)


@require_safe
@route(Permission.OUTINGS_READ)
def series_detail(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Show one series: its sentence, its next dates, what was changed."""
    series = get_object_or_404(OutingSeries.objects.select_related("vehicle", "continues"), pk=series_id)
    return detail_page(request, series, DateForm(), status=200)


def detail_page(request: HttpRequest, series: OutingSeries, form: DateForm, *, status: int) -> HttpResponse:
    """Return the page of a series with the form that adds a date."""
    membership = membership_of(request)
    assert membership is not None
    every = request.GET.get("dates") == "toutes"
    context: dict[str, Any] = {
        "series": series,
        "page": series_page(series, membership.structure, now=timezone.now(), every=every),
        "form": form,
        "can_plan": can(membership, Permission.OUTINGS_PLAN),
    }
    return render(request, "agenda/series_detail.html", context, status=status)
