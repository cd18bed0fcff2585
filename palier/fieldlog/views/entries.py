"""Write, correct, take back and give back one line, at a desk."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from palier.agenda.models import Outing
from palier.agenda.queries.outings import people_of
from palier.core.images import UnusablePicture
from palier.fieldlog.actions.photos import keep_picture, put_photos
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.desk import (
    add_line,
    correct_line,
    form_page,
    give_line_back,
    line_to_change,
    member_of,
    take_line_back,
)
from palier.fieldlog.forms.lines import LINE_FORMS
from palier.fieldlog.line_form import LineForm
from palier.fieldlog.models import Debrief, Entry, Photo
from palier.fieldlog.origin import Origin
from palier.fieldlog.permissions import can_read_debrief, can_read_log
from palier.structures.enums import Permission
from palier.structures.routes import route

PHOTO_KEPT = 3600  # seconds


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_new(request: HttpRequest, outing_id: UUID, word: str) -> HttpResponse:
    """Add a line that was forgotten on the doorstep."""
    return add_line(request, outing_id, LINE_FORMS[word], lambda outing, form: _written(request, outing, form))


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_edit(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Correct a line, with the reason; what it said before stays in its history."""
    return correct_line(request, _line_to_change(request, word, entry_id), LINE_FORMS[word])


@form_page
@route(Permission.FIELDLOG_WRITE)
def entry_withdraw(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Take a line back, with the reason; it stays, struck out, and counts no more."""
    return take_line_back(request, _line_to_change(request, word, entry_id))


@require_POST
@route(Permission.FIELDLOG_WRITE)
def entry_restore(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Give back a line that was taken back."""
    return give_line_back(request, _line_to_change(request, word, entry_id))


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
    if word not in LINE_FORMS:
        raise Http404
    line = line_to_change(request, LINE_FORMS[word].model, entry_id)
    if isinstance(line, Debrief) and not can_read_debrief(member_of(request), line):
        raise Http404
    return line
