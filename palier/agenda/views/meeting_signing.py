"""Sign in to a meeting by QR code: the lead's screen, and the phone of who comes."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palier.accounts.limits import Limit, network_of
from palier.agenda.actions.attendances import TooManyPeople
from palier.agenda.actions.meeting_signing import (
    SigningClosed,
    close_signing,
    open_signing,
    sign_as_guest,
    sign_as_member,
)
from palier.agenda.exports.meetings import consent_said
from palier.agenda.forms.meetings import GuestForm
from palier.agenda.meeting_tokens import sign_token
from palier.agenda.models import Meeting
from palier.agenda.queries.meetings import attendances_of, counted, is_open_to_sign, meeting_with_token
from palier.agenda.views.feeds import origin_of
from palier.agenda.views.meetings import form_page, meeting_or_404
from palier.audit.actor import Actor
from palier.core.errors import too_many
from palier.core.qr import qr_picture
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of
from palier.structures.routes import TOKEN, route

# Wrong secrets alone count: a whole room scans from one address.
WRONG_CODES = Limit("meeting-code", 20, 300)


@never_cache
@require_safe
@route(Permission.MEETINGS_EDIT)
def meeting_code(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the code to sign in, or how to open it. htmx asks for the part that changes every five seconds."""
    meeting, now = meeting_or_404(meeting_id), timezone.now()
    context = {
        "meeting": meeting,
        "is_open": is_open_to_sign(meeting, now=now),
        "count": counted(attendances_of(meeting)),
    }
    if context["is_open"] and meeting.sign_opened_at is not None:
        token = sign_token(meeting.pk, meeting.sign_opened_at)
        address = origin_of(request).rstrip("/") + reverse("agenda:meeting-sign", args=[token])
        context |= {"address": address, "picture": qr_picture(address)}
    part = getattr(request, "htmx", False)
    return render(request, "agenda/meeting_code_state.html" if part else "agenda/meeting_code.html", context)


@require_POST
@route(Permission.MEETINGS_EDIT)
def meeting_code_open(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Make a code; the one before, if any, lets nobody sign any more."""
    meeting = meeting_or_404(meeting_id)
    if meeting.cancelled_at is not None:
        messages.error(request, "Cette réunion est annulée : rétablissez-la pour que l'on puisse signer.")
        return redirect(meeting)
    open_signing(meeting=meeting, by=actor_of(request), now=timezone.now())
    return redirect("agenda:meeting-code", meeting_id=meeting.pk)


@require_POST
@route(Permission.MEETINGS_EDIT)
def meeting_code_close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let nobody sign any more."""
    meeting = meeting_or_404(meeting_id)
    if close_signing(meeting=meeting, by=actor_of(request), now=timezone.now()):
        messages.success(request, "La signature est fermée.")
    return redirect(meeting)


@never_cache
@form_page
@route(TOKEN)
def meeting_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Let who scanned the code sign: a member by one tap, somebody else with a name. Reading the page signs nothing."""
    now, network = timezone.now(), network_of(request)
    try:
        WRONG_CODES.check(network, now=now)
    except ValidationError:
        return too_many(request, retry_after=WRONG_CODES.seconds)
    meeting = meeting_with_token(token)
    if meeting is None:
        WRONG_CODES.is_free(network, now=now)
        return render(request, "agenda/meeting_sign_refused.html", {"why": "unknown"}, status=404)
    if not is_open_to_sign(meeting, now=now):
        return _closed(request)
    member = _member_here(request, meeting)
    try:
        return _member_page(request, meeting, member, now) if member else _guest_page(request, meeting, now)
    except SigningClosed:
        return _closed(request)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/meeting_sign_refused.html", {"why": "closed"}, status=410)


def _member_here(request: HttpRequest, meeting: Meeting) -> Membership | None:
    """Return the place that who scanned has in the structure of the meeting, whichever one they act from."""
    places = cast("list[Membership]", getattr(request, "memberships", []))
    return next((place for place in places if place.structure_id == meeting.structure_id), None)


def _member_page(request: HttpRequest, meeting: Meeting, member: Membership, now: datetime) -> HttpResponse:
    context = {"meeting": meeting, "member": member, "is_signed": request.method == "POST"}
    if request.method == "POST":
        acting = actor_of(request)
        by = Actor(id=acting.id, name=member.name, structure_id=meeting.structure_id, device=acting.device)
        sign_as_member(meeting=meeting, membership=member, by=by, now=now)
    return render(request, "agenda/meeting_sign.html", context)


def _guest_page(request: HttpRequest, meeting: Meeting, now: datetime) -> HttpResponse:
    form = GuestForm(request.POST or None)
    context = {"meeting": meeting, "form": form, "consent": consent_said(meeting.structure), "is_signed": False}
    if request.method == "POST" and form.is_valid():
        try:
            sign_as_guest(meeting=meeting, guest=form.guest(), now=now)
        except TooManyPeople as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "agenda/meeting_sign.html", {**context, "is_signed": True})
    return render(request, "agenda/meeting_sign.html", context, status=422 if request.method == "POST" else 200)
