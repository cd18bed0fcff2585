"""The words that the filters found, as a file: for the centre, or for outside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.downloads import table_download
from palier.fieldlog.desk import member_of
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.word_exports import note_word_export
from palier.voices.exports.words import INSIDE, OUTSIDE, rows_inside, rows_outside
from palier.voices.forms.inbox import InboxForm
from palier.voices.models import MAY_LEAVE
from palier.voices.queries.inbox import words_listed

# The finder reads each of them: some seconds at most.
MOST_EXPORTED = 5_000


@require_safe
@route(Permission.VOICES_EDIT, named_export=True)
def words_inside(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give all the words that answer, without what the finder sees."""
    return _download(request, file_format, outside=False)


@require_safe
@route(Permission.VOICES_EDIT, named_export=True)
def words_outside(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the words that answer and may leave: the text reread, the month, the neighbourhood."""
    return _download(request, file_format, outside=True)


def _download(request: HttpRequest, file_format: str, *, outside: bool) -> HttpResponseBase:
    found = words_listed(InboxForm(request.GET).search, member_of(request).structure_id)
    voices = list((found.filter(MAY_LEAVE) if outside else found)[: MOST_EXPORTED + 1])
    if len(voices) > MOST_EXPORTED:
        messages.error(request, f"Plus de {MOST_EXPORTED} paroles : choisissez une période plus courte.")
        return redirect("voices:inbox")
    rows = rows_outside(voices) if outside else rows_inside(voices)
    note_word_export(
        count=len(rows), outside=outside, file_format=file_format, by=actor_of(request), now=timezone.now()
    )
    return table_download(
        OUTSIDE if outside else INSIDE,
        rows,
        file_format=file_format,
        title="Paroles relues" if outside else "Paroles",
        name="paroles-relues" if outside else "paroles",
        day=timezone.localdate(),
    )
