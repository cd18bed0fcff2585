"""Write, correct, take back and give back one line, at a desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.agenda.models import Outing
from palier.agenda.queries.outings import people_of
from palier.core.images import UnusablePicture
from palier.fieldlog.actions.corrections import correct_entry, restore_at_desk, withdraw_at_desk
from palier.fieldlog.actions.photos import keep_picture, put_photos
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.forms.lines import LINE_FORMS, LineForm, ReasonForm
from palier.fieldlog.models import Debrief, Entry, Photo
from palier.fieldlog.origin import Origin
from palier.fieldlog.permissions import can_change_line, can_read_debrief, can_read_log
from palier.fieldlog.views.access import member_of, outing_to_write
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route

PHOTO_KEPT = 3600  # seconds
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_new(request: HttpRequest, outing_id: UUID, word: str) -> HttpResponse:
    """Add a line that was forgotten on the doorstep."""
    outing, refusal = outing_to_write(request, outing_id)
    if refusal is not None:
        return refusal
    form = LINE_FORMS[word](request.POST or None, request.FILES or None, team=people_of(outing))
    if request.method == "POST" and form.is_valid() and _written(request, outing, form):
        messages.success(request, "C'est dans le carnet, à votre nom.")
        return redirect("dashboard:outing-log", outing.pk)
    return _form_page(request, form, outing, form.new_title)


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_edit(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Correct a line, with the reason; what it said before stays in its history."""
    line = _line_to_change(request, word, entry_id)
    form = LINE_FORMS[word](request.POST or None, line=line, team=people_of(line.outing))
    if request.method == "POST" and form.is_valid():
        changed = correct_entry(
            entry=line,
            fields=form.columns(),
            reason=form.cleaned_data["reason"],
            editor=member_of(request),
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La ligne est corrigée." if changed else "Rien n'a changé.")
        return redirect("dashboard:outing-log", line.outing_id)
    return _form_page(request, form, line.outing, form.edit_title)


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_withdraw(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Take a line back, with the reason; it stays, struck out, and counts no more."""
    line = _line_to_change(request, word, entry_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_at_desk(
            entry=line,
            reason=form.cleaned_data["reason"],
            editor=member_of(request),
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La ligne est retirée : elle reste, barrée, et ne compte plus.")
        return redirect("dashboard:outing-log", line.outing_id)
    return _form_page(request, form, line.outing, "Retirer cette ligne")


@require_POST
@route(Permission.FIELDLOG_WRITE)
def entry_restore(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Give back a line that was taken back."""
    line = _line_to_change(request, word, entry_id)
    restore_at_desk(entry=line, editor=member_of(request), by=actor_of(request), now=timezone.now())
    messages.success(request, "La ligne est rétablie.")
    return redirect("dashboard:outing-log", line.outing_id)


@require_safe
@route(Permission.FIELDLOG_WRITE)
@cache_control(private=True, max_age=PHOTO_KEPT)
def photo_file(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Give a photo of the log, a JPEG that we drew; 410 when its file is gone."""
    photo = get_object_or_404(Photo.objects.select_related("outing"), pk=photo_id)
    member = member_of(request)
    if not can_read_log(member, in_team=member.pk in people_of(photo.outing)):
        raise Http404
    if not photo.image.name or not default_storage.exists(photo.image.name):
        return HttpResponseGone(content_type="text/plain")
    with photo.image.open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _written(request: HttpRequest, outing: Outing, form: LineForm) -> bool:
    """Write the new line, or tell at its field what is wrong with its picture."""
    fields, now = form.columns(), timezone.now()
    if form.model is Photo:
        picture = form.cleaned_data["picture"]
        try:
            fields["picture"] = keep_picture(data=picture.read(), structure_id=outing.structure_id)
        except UnusablePicture as unusable:
            form.add_error("picture", str(unusable))
            return False
    origin = Origin.desk(member_of(request), now)
    put = Put(outing, origin.clock, fields, origin)
    if form.model is Photo:
        put_photos(puts=[put])
    else:
        put_lines(model=form.model, puts=[put])
    return True


def _line_to_change(request: HttpRequest, word: str, entry_id: UUID) -> Entry:
    """Return a line that this member may correct. Raises Http404 for any other."""
    form = LINE_FORMS.get(word)
    if form is None:
        raise Http404
    line = get_object_or_404(form.model._default_manager.select_related("outing__place", "made_by"), pk=entry_id)
    member = member_of(request)
    hidden = isinstance(line, Debrief) and not can_read_debrief(member, line)
    if hidden or not can_change_line(member, line, now=timezone.now()):
        raise Http404
    return line


def _form_page(request: HttpRequest, form: Any, outing: Outing, title: str) -> HttpResponse:
    context = {"form": form, "outing": outing, "heading": title}
    return render(request, "fieldlog/line_form.html", context, status=422 if form.is_bound else 200)
