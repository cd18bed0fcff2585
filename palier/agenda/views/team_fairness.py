"""Who goes out how often, so that outings can be shared."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.actions.fairness_exports import note_fairness_export
from palier.agenda.exports.fairness import COLUMNS, TITLE
from palier.agenda.forms.team import FairnessForm
from palier.agenda.queries.fairness import shares
from palier.documents.downloads import table_download
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route

PAGE_SIZE = 50


def _form(request: HttpRequest) -> FairnessForm:
    return FairnessForm(request.GET if "du" in request.GET or "au" in request.GET else None)


@require_safe
@route(Permission.OUTINGS_PLAN)
def fairness(request: HttpRequest) -> HttpResponse:
    """Show each member's outings over a period."""
    form = _form(request)
    period = form.period(timezone.localdate())
    rows = shares(period, sort=form.order())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    if not form.is_bound:
        form.initial = {"du": period.first, "au": period.last}
    context = {
        "form": form,
        "period": period,
        "page": page,
        "bars": [(share.member.name, share.outings) for share in page],
        "total": sum(share.outings for share in rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "agenda/team_fairness.html", context)


@require_safe
@route(Permission.OUTINGS_PLAN, named_export=True)
def fairness_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the same table as CSV or XLSX."""
    form = _form(request)
    period = form.period(timezone.localdate())
    rows = shares(period, sort=form.order())
    note_fairness_export(
        period=period, count=len(rows), file_format=file_format, by=actor_of(request), now=timezone.now()
    )
    return table_download(
        COLUMNS, rows, file_format=file_format, title=TITLE, name="qui-sort", day=timezone.localdate()
    )
