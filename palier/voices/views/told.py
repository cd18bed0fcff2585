"""« À rapporter »: what residents wait for, tick it, say why it could not be, print it for the foot of a tower."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.names import content_disposition, safe_filename
from palier.fieldlog.desk import member_of
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can
from palier.structures.routes import route
from palier.voices.actions.told import ToldRefused, cannot_tell, tell_restitution, undo_telling
from palier.voices.enums import RestitutionState
from palier.voices.exports.answer_poster import answer_poster
from palier.voices.forms.told import CannotTellForm, DueFilterForm, TellForm
from palier.voices.models import Restitution
from palier.voices.queries.due import PAGE_SIZE, due_found, late_count

UNDO = "told_undo"


@require_safe
@route(Permission.VOICES_READ)
def restitution_list(request: HttpRequest) -> HttpResponse:
    """Show what is to be told, by place, what waits for too long first."""
    filters, today = DueFilterForm(request.GET), timezone.localdate()
    filters.is_valid()
    asked = filters.cleaned_data
    is_late = bool(asked.get("retard"))
    found = due_found(today=today, place=asked.get("lieu", ""), theme=asked.get("theme", ""), late=is_late)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "is_narrowed": any(asked.values()),
        "late": late_count(today),
        "can_edit": can(member_of(request), Permission.VOICES_EDIT),
        "undo": request.session.pop(UNDO, ""),
    }
    return render(request, "voices/told_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.VOICES_EDIT)
def restitution_tell(request: HttpRequest, restitution_id: UUID) -> HttpResponse:
    """Note that an answer was told."""
    restitution = _restitution(restitution_id)
    form = TellForm(request.POST or None, is_call=restitution.resident_id is not None)
    if request.method == "POST" and form.is_valid():

        def act() -> Restitution:
            member, by, now = member_of(request), actor_of(request), timezone.now()
            return tell_restitution(restitution=restitution, telling=form.telling(), told_by=member, by=by, now=now)

        return _done(request, act)
    return _page(request, restitution, form, CannotTellForm())


@require_POST
@route(Permission.VOICES_EDIT)
def restitution_cannot(request: HttpRequest, restitution_id: UUID) -> HttpResponse:
    """Note why an answer could not be told."""
    restitution, form = _restitution(restitution_id), CannotTellForm(request.POST)
    if not form.is_valid():
        return _page(request, restitution, TellForm(), form)

    def act() -> Restitution:
        member, by, now = member_of(request), actor_of(request), timezone.now()
        reason = form.cleaned_data["reason"]
        return cannot_tell(restitution=restitution, reason=reason, told_by=member, by=by, now=now)

    return _done(request, act)


@require_POST
@route(Permission.VOICES_EDIT)
def restitution_undo(request: HttpRequest, restitution_id: UUID) -> HttpResponse:
    """Take back what was noted: the answer is due again."""
    restitution = _restitution(restitution_id)
    try:
        undo_telling(restitution=restitution, told_by=member_of(request), by=actor_of(request), now=timezone.now())
    except ToldRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"« {restitution.need} » est de nouveau à rapporter.")
    return redirect("voices:restitution-list")


@require_safe
@route(Permission.VOICES_READ)
def restitution_poster(request: HttpRequest, restitution_id: UUID) -> HttpResponse:
    """Give the answer as an A4 poster."""
    restitution = _restitution(restitution_id)
    poster = answer_poster(restitution, structure=member_of(request).structure, day=timezone.localdate())
    response = HttpResponse(poster, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(safe_filename(f"réponse {restitution.need}", "pdf"))
    return response


def _restitution(restitution_id: UUID) -> Restitution:
    rows = Restitution.objects.select_related("need", "reply__relay__partner", "place", "told_by")
    return get_object_or_404(rows, pk=restitution_id)


def _done(request: HttpRequest, act: Callable[[], Restitution]) -> HttpResponse:
    try:
        kept = act()
    except ToldRefused as refusal:
        messages.error(request, str(refusal))
    else:
        done = "rapportée" if kept.state == RestitutionState.RAPPORTEE else "notée impossible à rapporter"
        again = " Ses habitant·es la contestent : le besoin est rouvert." if kept.contested else ""
        request.session[UNDO] = {"text": f"La réponse à « {kept.need} » est {done}.{again}", "key": str(kept.pk)}
    return redirect("voices:restitution-list")


def _page(request: HttpRequest, restitution: Restitution, form: TellForm, cannot: CannotTellForm) -> HttpResponse:
    context = {
        "restitution": restitution,
        "form": form,
        "cannot": cannot,
        "is_due": restitution.state == RestitutionState.A_RAPPORTER,
        "is_done": restitution.state in {RestitutionState.RAPPORTEE, RestitutionState.IMPOSSIBLE},
    }
    has_failed = bool(form.errors or cannot.errors)
    return render(request, "voices/told_form.html", context, status=422 if has_failed else 200)
