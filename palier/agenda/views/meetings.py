"""The meetings: list, page, writing, the next one, cancelling."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.agenda.actions.meetings import cancel_meeting, change_meeting, create_meeting, restore_meeting
from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.forms.meetings import GuestForm, MeetingFilterForm, MeetingForm, field_of, initial_of
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import (
    PAGE_SIZE,
    attendances_of,
    counted,
    day_of_next,
    is_open_to_sign,
    may_see_inside,
    meetings_found,
    name_of,
    next_supervision,
)
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route

form_page = require_http_methods(["GET", "HEAD", "POST"])


def place_of(request: HttpRequest) -> Membership:
    """Return the place that the request acts from; the route's decorator lets nobody else in."""
    membership = membership_of(request)
    assert membership is not None
    return membership


def meeting_or_404(meeting_id: UUID) -> Meeting:
    """Return a meeting of this structure. Raises Http404."""
    return get_object_or_404(Meeting.objects.all(), pk=meeting_id)


@require_safe
@route(Permission.OUTINGS_READ)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Show the meetings that answer the filters, those to come first, and the next analysis of practice."""
    filters, now, place = MeetingFilterForm(request.GET), timezone.now(), place_of(request)
    search = filters.search()
    found = meetings_found(search, membership=place, now=now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows: list[Any] = list(page.object_list)  # each with is_past, annotated
    context = {
        "page": page,
        "groups": [
            (title, [row for row in rows if row.is_past == past]) for title, past in (("À venir", 0), ("Passées", 1))
        ],
        "filters": filters,
        "search": search,
        "supervision": next_supervision(now=now),
        "none_yet": not rows and not search.is_narrowed,
        "can_edit": can(place, Permission.MEETINGS_EDIT),
    }
    return render(request, "agenda/meeting_list.html", context)


@require_safe
@route(Permission.OUTINGS_READ)
def meeting_detail(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show one meeting: when, where, what about, who comes, what was said."""
    return render_meeting(request, meeting_or_404(meeting_id))


def render_meeting(
    request: HttpRequest, meeting: Meeting, *, guest_form: GuestForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a meeting; ``guest_form`` is one that did not pass."""
    place, now = place_of(request), timezone.now()
    attendances = attendances_of(meeting)
    seen = may_see_inside(place, meeting, attendances)
    context = {
        "meeting": meeting,
        "kind": MeetingKind(meeting.kind).label,
        "is_supervision": meeting.kind == MeetingKind.SUPERVISION,
        "is_past": meeting.ends_at < now,
        "can_edit": can(place, Permission.MEETINGS_EDIT),
        "may_see_inside": seen,
        "people": people_rows(attendances) if seen else [],
        "count": counted(attendances),
        "states": AttendanceState.choices,
        "is_open_to_sign": is_open_to_sign(meeting, now=now),
        "guest_form": guest_form or GuestForm(),
    }
    return render(request, "agenda/meeting_detail.html", context, status=status)


def people_rows(attendances: list[Attendance]) -> list[dict[str, Any]]:
    """Return what a page shows of each person."""
    return [{"row": row, "name": name_of(row), "field": field_of(row)} for row in attendances]


@form_page
@route(Permission.MEETINGS_EDIT)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    kind = request.GET.get("type", "")
    initial = {"kind": kind if kind in MeetingKind.values else MeetingKind.EQUIPE}
    return _written(request, MeetingForm(request.POST or None, initial=initial), title="Prévoir une réunion")


@form_page
@route(Permission.MEETINGS_EDIT)
def meeting_next(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Plan the meeting that follows: the same hours, place and people, on the likely day."""
    source = meeting_or_404(meeting_id)
    rows = attendances_of(source)
    still_here = [row.membership_id for row in rows if row.membership and row.membership.is_active]
    guests = [", ".join(filter(None, [row.guest, row.organisation])) for row in rows if row.membership is None]
    initial = {
        **initial_of(source, still_here),
        "day": day_of_next(source, today=timezone.localdate()),
        "agenda": "",
        "guests": "\n".join(guests),
    }
    return _written(request, MeetingForm(request.POST or None, initial=initial), title="Prévoir la suivante")


def _written(request: HttpRequest, form: MeetingForm, *, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        meeting = create_meeting(
            structure=place_of(request).structure,
            fields=form.columns(),
            members=form.cleaned_data["members"],
            guests=form.cleaned_data["guests"],
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La réunion est prévue. Elle est dans l'agenda des personnes invitées.")
        return redirect(meeting)
    return _form_page(request, form, title=title)


@form_page
@route(Permission.MEETINGS_EDIT)
def meeting_edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Change a meeting, and who is invited."""
    meeting = meeting_or_404(meeting_id)
    invited = [row.membership_id for row in attendances_of(meeting) if row.membership_id]
    form = MeetingForm(request.POST or None, initial=initial_of(meeting, [*invited]), also=invited)
    form.fields["guests"].label = "Inviter encore d'autres personnes"
    if request.method == "POST" and form.is_valid():
        change_meeting(
            meeting=meeting,
            fields=form.columns(),
            members=form.cleaned_data["members"],
            guests=form.cleaned_data["guests"],
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La réunion est enregistrée.")
        return redirect(meeting)
    return _form_page(request, form, title="Modifier la réunion", meeting=meeting)


def _form_page(request: HttpRequest, form: MeetingForm, *, title: str, meeting: Meeting | None = None) -> HttpResponse:
    context = {"form": form, "heading": title, "meeting": meeting}
    return render(request, "agenda/meeting_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@route(Permission.MEETINGS_EDIT)
def meeting_cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Cancel a meeting; its page lets one take it back."""
    meeting = meeting_or_404(meeting_id)
    if cancel_meeting(meeting=meeting, by=actor_of(request), now=timezone.now()):
        messages.success(request, "La réunion est annulée. Rien n'est effacé : vous pouvez la rétablir.")
    return redirect(meeting)


@require_POST
@route(Permission.MEETINGS_EDIT)
def meeting_restore(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Take a cancellation back."""
    meeting = meeting_or_404(meeting_id)
    if restore_meeting(meeting=meeting, by=actor_of(request), now=timezone.now()):
        messages.success(request, "La réunion est rétablie.")
    return redirect(meeting)
