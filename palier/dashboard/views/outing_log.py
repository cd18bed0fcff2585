"""The log of one outing: all that was written, whatever the app that keeps it; and moving what was misplaced."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from palier.agenda.models import Outing
from palier.dashboard.forms.outing_log import MoveForm
from palier.dashboard.queries.outing_log import ALL_LINES, LogPage, log_page, outings_to_move_to
from palier.fieldlog.actions.corrections import move_at_desk
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route


def page_or_404(request: HttpRequest, outing_id: UUID) -> LogPage:
    """Return the log of an outing that this member reads. Raises Http404."""
    membership = membership_of(request)
    assert membership is not None
    outing = get_object_or_404(Outing.objects.select_related("place"), pk=outing_id)
    page = log_page(outing, membership, timezone.now())
    if page is None:
        raise Http404
    return page


@require_safe
@route(Permission.FIELDLOG_WRITE)
def outing_log(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Show all that one outing left: by whom, noted and received when, and what it said before."""
    page = page_or_404(request, outing_id)
    context = {
        "page": page,
        "outing": page.outing,
        "can_read_all": can(membership_of(request), Permission.FIELDLOG_READ),
    }
    return render(request, "dashboard/outing_log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.FIELDLOG_WRITE)
def outing_log_move(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Put lines written under the wrong outing under the right one."""
    page = page_or_404(request, outing_id)
    membership = membership_of(request)
    assert membership is not None
    if not page.may_write:
        messages.error(request, "Ce carnet ne se modifie plus : demandez à une personne référente.")
        return redirect("dashboard:outing-log", outing_id)
    now = timezone.now()
    form = MoveForm(request.POST or None, page=page, targets=outings_to_move_to(page.outing, membership, now))
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["to"]
        moved = move_at_desk(
            entries=form.keys(),
            source=page.outing,
            to=target,
            models=ALL_LINES,
            editor=membership,
            by=actor_of(request),
            now=now,
        )
        several = "s" if len(moved) > 1 else ""
        messages.success(request, f"{len(moved)} ligne{several} déplacée{several} : voici leur nouveau carnet.")
        return redirect("dashboard:outing-log", target.pk)
    context = {"page": page, "outing": page.outing, "form": form}
    return render(request, "dashboard/outing_log_move.html", context, status=422 if form.is_bound else 200)
