"""Add words that were forgotten, correct them, take them back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.agenda.models import Outing
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.desk import (
    add_line,
    correct_line,
    form_page,
    give_line_back,
    line_to_change,
    member_of,
    take_line_back,
)
from palier.fieldlog.line_form import LineForm
from palier.fieldlog.origin import Origin
from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.actions.puts import put_voices
from palier.voices.forms.voices import VoiceForm
from palier.voices.models import Voice


@form_page
@route(Permission.FIELDLOG_WRITE)
def voice_new(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Add words that were forgotten on the doorstep."""

    def write(outing: Outing, form: LineForm) -> bool:
        origin = Origin.desk(member_of(request), timezone.now())
        return not put_voices(puts=[Put(outing, origin.clock, form.columns(), origin)])

    return add_line(request, outing_id, VoiceForm, write)


@form_page
@route(Permission.FIELDLOG_WRITE)
def voice_edit(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Correct words, with the reason; what they said before stays in their history."""
    return correct_line(request, _to_change(request, voice_id), VoiceForm)


@form_page
@route(Permission.FIELDLOG_WRITE)
def voice_withdraw(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Take words back, with the reason."""
    return take_line_back(request, _to_change(request, voice_id), "Retirer cette parole")


@require_POST
@route(Permission.FIELDLOG_WRITE)
def voice_restore(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Give back words that were taken back."""
    return give_line_back(request, _to_change(request, voice_id))


def _to_change(request: HttpRequest, voice_id: UUID) -> Voice:
    """Return the words to change, unless they were erased for good. Raises Http404."""
    line = line_to_change(request, Voice, voice_id)
    if line.is_erased:
        raise Http404
    return line
