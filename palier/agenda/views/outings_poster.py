"""The agenda for the wall: a month or a week on one A3 page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.actions.poster_exports import note_named_poster
from palier.agenda.exports.poster import poster_of
from palier.agenda.queries.agenda import Period, agenda_days, month_of, week_of
from palier.documents.names import content_disposition
from palier.documents.wall import wall_pdf
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.OUTINGS_READ)
def poster(request: HttpRequest) -> HttpResponse:
    """Give the PDF of ``?mois=`` or ``?semaine=``, which names nobody."""
    return _drawn(request, _period(request), named=False)


@require_safe
@route(Permission.OUTINGS_PLAN, named_export=True)
def poster_named(request: HttpRequest) -> HttpResponse:
    """Give the same PDF with the first names of the teams, and write that they left."""
    period = _period(request)
    note_named_poster(key=period.key, title=period.title, by=actor_of(request), now=timezone.now())
    return _drawn(request, period, named=True)


def _period(request: HttpRequest) -> Period:
    today = timezone.localdate()
    if "semaine" in request.GET:
        return week_of(request.GET["semaine"], today)
    return month_of(request.GET.get("mois", ""), today)


def _drawn(request: HttpRequest, period: Period, *, named: bool) -> HttpResponse:
    membership = membership_of(request)
    assert membership is not None  # the route lets nobody else in
    today = timezone.localdate()
    days = agenda_days(period, membership.structure, today=today)
    wall = poster_of(period, days, structure=membership.structure, named=named, printed_on=today)
    response = HttpResponse(wall_pdf(wall), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"agenda-{period.key}.pdf", inline=True)
    return response
