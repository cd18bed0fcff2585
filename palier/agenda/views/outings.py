"""One outing: its page, writing it, doing it again, deleting a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.agenda.actions.outings import (
    OPEN,
    OutingIsOver,
    OutingNotDraft,
    can_change,
    change_outing,
    create_outing,
    delete_draft,
    duplicate_outing,
)
from palier.agenda.enums import CancelReason, Intent, OutingState
from palier.agenda.forms.outings import MoveForm, OutingForm
from palier.agenda.models import Outing
from palier.agenda.queries.agenda import lines_of
from palier.agenda.queries.conflicts import OutingWarning, slot_of, warnings_if
from palier.agenda.queries.outings import people_of
from palier.agenda.queries.preparation import preparation_panel
from palier.agenda.queries.safety import safety_panel
from palier.agenda.queries.team_panel import team_panel
from palier.agenda.recurrence import PARIS
from palier.agenda.views.outings_undo import take_undo
from palier.structures.enums import Permission
from palier.structures.models import Structure
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route


def outing_at(outing_id: UUID) -> Outing:
    """Return an outing of the current structure with its place (and partner), vehicle and series, or raise Http404."""
    found = Outing.objects.select_related("place__partner", "vehicle", "series", "override_by")
    return get_object_or_404(found, pk=outing_id)


@require_safe
@route(Permission.OUTINGS_READ)
def outing_detail(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Show one outing: when, where, what for, with whom, and what is out of the ordinary."""
    membership = membership_of(request)
    assert membership is not None
    outing, now = outing_at(outing_id), timezone.now()
    (line,) = lines_of([outing], membership.structure)
    people = people_of(outing)
    cancelled = outing.state == OutingState.ANNULEE
    plans = can(membership, Permission.OUTINGS_PLAN)
    may_tell = plans or membership.pk in people
    context = {
        "outing": outing,
        "line": line,
        "warnings": [] if cancelled else warnings_if(slot_of(outing, people), membership.structure),
        "intents": [Intent(slug).label for slug in outing.intents],
        "reason": CancelReason(outing.cancel_reason).label if outing.cancel_reason else "",
        "is_open": can_change(outing, now),
        "can_restore": cancelled and may_tell,
        "can_cancel": outing.state in OPEN and outing.written_at is None and may_tell,
        "can_plan": plans,
        "can_read_log": can(membership, Permission.FIELDLOG_READ)
        or (membership.pk in people and can(membership, Permission.FIELDLOG_WRITE)),
        "undo": take_undo(request),
        "safety": safety_panel(outing, membership, now),
        **team_panel(outing, membership, now),
        **preparation_panel(outing, membership),
    }
    return render(request, "agenda/outing_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outing_new(request: HttpRequest) -> HttpResponse:
    """Write a new outing; ``?jour=2027-03-11`` gives its day."""
    membership = membership_of(request)
    assert membership is not None
    day = _day_asked(request.GET.get("jour", ""))
    form = OutingForm(request.POST or None, initial={"day": day} if day else None)
    warnings = _warnings(form, None, membership.structure)
    if _is_to_save(request, form, warnings):
        outing = create_outing(
            structure=membership.structure, fields=form.columns, by=actor_of(request), now=timezone.now()
        )
        messages.success(request, "La sortie est écrite, en brouillon. Complétez l'équipe, puis confirmez-la.")
        return redirect(outing)
    return _form_page(request, form, None, warnings)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outing_edit(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Correct an outing that has yet to take place."""
    membership = membership_of(request)
    assert membership is not None
    outing = outing_at(outing_id)
    form = OutingForm(request.POST or None, outing=outing)
    warnings = _warnings(form, outing, membership.structure)
    if _is_to_save(request, form, warnings):
        try:
            change_outing(
                outing=outing,
                fields=form.columns,
                by=actor_of(request),
                now=timezone.now(),
                origin=request.build_absolute_uri("/"),
            )
        except OutingIsOver as over:
            form.add_error(None, str(over))
        else:
            messages.success(request, "La sortie est enregistrée.")
            return redirect(outing)
    return _form_page(request, form, outing, warnings)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outing_duplicate(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Make a draft like this outing on another day."""
    outing = outing_at(outing_id)
    start, end = outing.starts_at.astimezone(PARIS), outing.ends_at.astimezone(PARIS)
    form = MoveForm(request.POST or None, initial={"start": start.time(), "end": end.time()})
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.moment
        copy = duplicate_outing(
            outing=outing, starts_at=starts_at, ends_at=ends_at, by=actor_of(request), now=timezone.now()
        )
        messages.success(request, "Voici la nouvelle sortie, en brouillon. Son équipe est à composer.")
        return redirect(copy)
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_duplicate.html", {"outing": outing, "form": form}, status=status)


@require_POST
@route(Permission.OUTINGS_PLAN)
def outing_delete(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Delete a draft."""
    outing = outing_at(outing_id)
    try:
        delete_draft(outing=outing, by=actor_of(request), now=timezone.now())
    except (OutingNotDraft, OutingIsOver) as refusal:
        messages.error(request, str(refusal))
        return redirect(outing)
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("agenda:agenda")


def _day_asked(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:  # the 31st of a month that has 30 days
        return None


def _warnings(form: OutingForm, outing: Outing | None, structure: Structure) -> list[OutingWarning]:
    """Return what the outing would meet as it is typed; nothing while it is not understood."""
    if not (form.is_bound and form.is_valid()):
        return []
    return warnings_if(form.slot(outing, people_of(outing) if outing else {}), structure)


def _is_to_save(request: HttpRequest, form: OutingForm, warnings: list[OutingWarning]) -> bool:
    """Tell whether to save: at once when nothing clashes, else when one says so having read what does."""
    if request.method != "POST" or not form.is_valid():
        return False
    return "quand_meme" in request.POST or all(warning.is_unusual for warning in warnings)


def _form_page(
    request: HttpRequest, form: OutingForm, outing: Outing | None, warnings: list[OutingWarning]
) -> HttpResponse:
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    context = {"form": form, "outing": outing, "warnings": warnings}
    return render(request, "agenda/outing_form.html", context, status=status)
