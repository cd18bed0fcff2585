"""The minutes of a meeting: a draft kept while one types, then published."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.meetings import MinutesChanged, keep_minutes_draft, minutes_version, publish_minutes
from palier.agenda.forms.meetings import MinutesForm
from palier.agenda.models import Meeting
from palier.agenda.views.meetings import meeting_or_404
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.MEETINGS_EDIT)
def meeting_minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write the minutes: publish them, or keep them as a draft that nobody else reads."""
    meeting = meeting_or_404(meeting_id)
    form = _form(request, meeting)
    if request.method == "POST" and form.is_valid():
        if "brouillon" in request.POST:
            keep_minutes_draft(meeting=meeting, text=form.cleaned_data["minutes"])
            messages.success(request, "Le brouillon est gardé. Il n'est pas encore publié.")
            return redirect(meeting)
        try:
            publish_minutes(meeting=meeting, **_typed(form), by=actor_of(request), now=timezone.now())
        except MinutesChanged as changed:
            form.add_error(None, str(changed))
            # Seen now: publishing again means it.
            form.data = {**request.POST.dict(), "seen": minutes_version(meeting)}
        else:
            messages.success(request, "Le compte rendu est publié.")
            return redirect(meeting)
    context = {"meeting": meeting, "form": form, "conflict": meeting.minutes if form.is_bound else ""}
    return render(request, "agenda/meeting_minutes.html", context, status=422 if form.is_bound else 200)


@require_POST
@route(Permission.MEETINGS_EDIT)
def meeting_draft(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Keep what is being typed; htmx sends it, and shows when it was kept."""
    meeting = meeting_or_404(meeting_id)
    form = _form(request, meeting)
    context = {"is_kept": form.is_valid(), "at": timezone.localtime()}
    if form.is_valid():
        keep_minutes_draft(meeting=meeting, text=form.cleaned_data["minutes"])
    return render(request, "agenda/meeting_draft_state.html", context)


def _form(request: HttpRequest, meeting: Meeting) -> MinutesForm:
    return MinutesForm(
        request.POST if request.method == "POST" else None,
        kind=meeting.kind,
        draft_url=reverse("agenda:meeting-draft", args=[meeting.pk]),
        initial={"minutes": meeting.minutes_draft or meeting.minutes, "seen": minutes_version(meeting)},
    )


def _typed(form: MinutesForm) -> dict[str, str]:
    return {"text": form.cleaned_data["minutes"], "seen": form.cleaned_data["seen"]}
