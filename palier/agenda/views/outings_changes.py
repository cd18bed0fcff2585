"""Move an outing, cancel it, and take either back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.outings import (
    OutingChangedSince,
    OutingIsOver,
    cancel_outing,
    move_outing,
    restore_outing,
    undo_move,
)
from palier.agenda.forms.outings import CancelForm, MoveForm, moment_of
from palier.agenda.models import Outing
from palier.agenda.queries.agenda import moment_words
from palier.agenda.queries.conflicts import slot_of, warnings_if
from palier.agenda.queries.outings import is_in_team, people_of
from palier.agenda.views.outings import outing_at
from palier.agenda.views.outings_undo import offer_undo, way_back
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route

_SALT = "agenda.move"
_KEPT_SECONDS = 3600
NOT_YOURS = "Seule l'équipe de cette sortie, ou un·e référent·e, peut l'annuler ou la rétablir."


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outing_move(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Give an outing another day or other hours; hours left out stay as they are."""
    outing = outing_at(outing_id)
    usual = {name: value.isoformat()[:5] for name, value in moment_of(outing).items() if name != "day"}
    typed = {**usual, **request.POST.dict()} if request.method == "POST" else None
    form = MoveForm(typed, initial=moment_of(outing))
    if request.method == "POST" and form.is_valid():
        before = _signed(outing)
        starts_at, ends_at = form.moment
        try:
            moved = move_outing(
                outing=outing, starts_at=starts_at, ends_at=ends_at, by=actor_of(request), now=timezone.now()
            )
        except OutingIsOver as over:
            messages.error(request, str(over))
        else:
            _tell_move(request, moved, before)
        return redirect(way_back(request, outing.get_absolute_url()))
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_move.html", {"outing": outing, "form": form}, status=status)


@require_POST
@route(Permission.OUTINGS_PLAN)
def outing_move_undo(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Put an outing back where it was before its last move."""
    outing = outing_at(outing_id)
    try:
        before = signing.loads(request.GET.get("avant", ""), salt=f"{_SALT}.{outing.pk}", max_age=_KEPT_SECONDS)
        undo_move(
            outing=outing,
            starts_at=datetime.fromisoformat(before["starts_at"]),
            ends_at=datetime.fromisoformat(before["ends_at"]),
            is_apart=before["is_apart"],
            moved_at=datetime.fromisoformat(before["moved_at"]),
            by=actor_of(request),
            now=timezone.now(),
        )
    except signing.BadSignature:
        messages.error(request, "Ce déplacement ne peut plus être annulé d'un geste : déplacez la sortie.")
    except (OutingIsOver, OutingChangedSince) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La sortie est revenue à sa place.")
    return redirect(way_back(request, outing.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_JOIN)
def outing_cancel(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Cancel an outing, with its reason; the team may, and the leads."""
    outing = outing_at(outing_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and not _may_cancel(request, outing):
        messages.error(request, NOT_YOURS)
        return redirect(outing)
    if request.method == "POST" and form.is_valid():
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        try:
            cancel_outing(outing=outing, reason=reason, note=note, by=actor_of(request), now=timezone.now())
        except OutingIsOver as over:
            messages.error(request, str(over))
        else:
            offer_undo(request, "La sortie est annulée.", reverse("agenda:outing-restore", args=[outing.pk]))
        return redirect(outing)
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_cancel.html", {"outing": outing, "form": form}, status=status)


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_restore(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Bring back an outing that was cancelled."""
    outing = outing_at(outing_id)
    if not _may_cancel(request, outing):
        messages.error(request, NOT_YOURS)
        return redirect(outing)
    try:
        restore_outing(outing=outing, by=actor_of(request), now=timezone.now())
    except OutingIsOver as over:
        messages.error(request, str(over))
    else:
        messages.success(request, "La sortie est rétablie.")
    return redirect(outing)


def _may_cancel(request: HttpRequest, outing: Outing) -> bool:
    membership = membership_of(request)
    assert membership is not None
    return can(membership, Permission.OUTINGS_PLAN) or is_in_team(outing, membership.pk)


def _signed(outing: Outing) -> dict[str, object]:
    """Return where an outing is, to be signed once it has moved."""
    return {
        "starts_at": outing.starts_at.isoformat(),
        "ends_at": outing.ends_at.isoformat(),
        "is_apart": outing.is_apart,
    }


def _tell_move(request: HttpRequest, moved: Outing, before: dict[str, object]) -> None:
    """Say where the outing is now, what it meets there, and offer to undo."""
    membership = membership_of(request)
    assert membership is not None
    token = signing.dumps({**before, "moved_at": moved.updated_at.isoformat()}, salt=f"{_SALT}.{moved.pk}")
    text = f"« {moved} », {moved.place}, est maintenant le {moment_words(moved)}."
    offer_undo(request, text, f"{reverse('agenda:outing-move-undo', args=[moved.pk])}?avant={token}")
    fresh = outing_at(moved.pk)
    for warning in warnings_if(slot_of(fresh, people_of(fresh)), membership.structure):
        if not warning.is_unusual:
            messages.warning(request, warning.text)
