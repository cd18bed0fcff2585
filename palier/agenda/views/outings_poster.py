"""The agenda for the wall: a month or a week on one A3 page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.accounts.second_factor import confirm_url, recently_confirmed
from palier.agenda.exports.poster import poster_of
from palier.agenda.queries.agenda import agenda_days, month_of, week_of
from palier.audit.actions import record
from palier.audit.enums import AuditKind
from palier.documents.names import content_disposition
from palier.documents.wall import wall_pdf
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.OUTINGS_READ)
def poster(request: HttpRequest) -> HttpResponse:
    """Give the PDF of ``?mois=`` or ``?semaine=``; with ``?noms=oui``, a lead's second proof gives the first names."""
    membership = membership_of(request)
    assert membership is not None
    today = timezone.localdate()
    asked_week = "semaine" in request.GET
    period = week_of(request.GET["semaine"], today) if asked_week else month_of(request.GET.get("mois", ""), today)
    named = request.GET.get("noms") == "oui"
    if named and not can(membership, Permission.OUTINGS_PLAN):
        raise PermissionDenied
    if named and not recently_confirmed(request):
        return redirect(confirm_url(request))
    days = agenda_days(period, membership.structure, today=today)
    wall = poster_of(period, days, structure=membership.structure, named=named, printed_on=today)
    if named:
        record(
            kind=AuditKind.EXPORT_NAMED,
            by=actor_of(request),
            now=timezone.now(),
            target_kind="agenda",
            target_id=period.key,
            target_label=period.title,
            detail="Affiche avec les prénoms de l'équipe",
        )
    response = HttpResponse(wall_pdf(wall), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"agenda-{period.key}.pdf", inline=True)
    return response
