"""Who came to a meeting: noting it, the sheet to sign on paper, the table to keep."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.agenda.actions.attendances import (
    TooManyPeople,
    add_guest,
    mark_attendances,
    note_attendance_export,
    remove_attendance,
)
from palier.agenda.enums import AttendanceState
from palier.agenda.exports.meetings import attendance_columns, sign_in_sheet
from palier.agenda.forms.meetings import GuestForm, states_sent
from palier.agenda.models import Attendance
from palier.agenda.queries.meetings import attendances_of, counted, name_of
from palier.agenda.views.meetings import meeting_or_404, place_of, render_meeting
from palier.documents.downloads import table_download
from palier.documents.names import content_disposition
from palier.documents.odt import odt_document
from palier.documents.pdf import full_pdf
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route

TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


@require_POST
@route(Permission.MEETINGS_EDIT)
def attendance_mark(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Note the presences sent: one tap by htmx, or the whole list."""
    meeting = meeting_or_404(meeting_id)
    states = states_sent(request.POST, attendances_of(meeting))
    mark_attendances(meeting=meeting, states=states, by=actor_of(request), now=timezone.now())
    if getattr(request, "htmx", False):
        return render(request, "agenda/meeting_count.html", {"count": counted(attendances_of(meeting))})
    messages.success(request, "Les présences sont notées.")
    return redirect(meeting)


@require_POST
@route(Permission.MEETINGS_EDIT)
def attendance_add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Add somebody from outside who is there."""
    meeting, form = meeting_or_404(meeting_id), GuestForm(request.POST)
    if not form.is_valid():
        return render_meeting(request, meeting, guest_form=form, status=422)
    try:
        add_guest(
            meeting=meeting,
            guest=form.guest(),
            state=AttendanceState.PRESENT,
            by=actor_of(request),
            now=timezone.now(),
        )
    except TooManyPeople as refused:
        form.add_error(None, str(refused))
        return render_meeting(request, meeting, guest_form=form, status=422)
    messages.success(request, f"{form.cleaned_data['name']} est noté·e présent·e.")
    return redirect(meeting)


@require_POST
@route(Permission.MEETINGS_EDIT)
def attendance_remove(request: HttpRequest, meeting_id: UUID, attendance_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    rows = Attendance.objects.filter(meeting=meeting_id).select_related("meeting", "membership")
    row = get_object_or_404(rows, pk=attendance_id)
    name, meeting = name_of(row), row.meeting
    remove_attendance(attendance=row, by=actor_of(request), now=timezone.now())
    messages.success(request, f"{name} n'est plus sur la liste.")
    return redirect(meeting)


@require_safe
@route(Permission.MEETINGS_EDIT)
def meeting_sheet(request: HttpRequest, meeting_id: UUID, kind: str) -> HttpResponse:
    """Give the sheet to sign on paper, as PDF or ODT."""
    meeting = meeting_or_404(meeting_id)
    document = sign_in_sheet(meeting, attendances_of(meeting), structure=place_of(request).structure)
    response = HttpResponse(full_pdf(document) if kind == "pdf" else odt_document(document), content_type=TYPES[kind])
    name = f"feuille-de-presence-{timezone.localtime(meeting.starts_at):%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


@require_safe
@route(Permission.MEETINGS_EDIT, named_export=True)
def attendance_export(request: HttpRequest, meeting_id: UUID, file_format: str) -> HttpResponseBase:
    """Give the presences of a meeting as CSV or XLSX."""
    if file_format not in {"csv", "xlsx"}:
        raise Http404
    meeting = meeting_or_404(meeting_id)
    rows = attendances_of(meeting)
    note_attendance_export(
        meeting=meeting, count=len(rows), file_format=file_format, by=actor_of(request), now=timezone.now()
    )
    columns = attendance_columns(place_of(request).structure)
    day = timezone.localdate(meeting.starts_at)
    return table_download(columns, rows, file_format=file_format, title="Présences", name="presences", day=day)
