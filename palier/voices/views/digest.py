"""« Point d'équipe »: what the next team meeting starts from, to read, to project, to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.names import content_disposition
from palier.documents.pdf import full_pdf
from palier.fieldlog.desk import member_of
from palier.structures.enums import Permission
from palier.structures.permissions import can
from palier.structures.routes import route
from palier.voices.exports.digest import digest_document, since_words
from palier.voices.forms.digest import DigestForm
from palier.voices.queries.digest import Digest, digest_since


@require_safe
@route(Permission.VOICES_READ)
def digest_page(request: HttpRequest) -> HttpResponse:
    """Show the digest since the last team meeting, or since a day."""
    form = DigestForm(request.GET)
    found = _digest(request, form)
    context = {"digest": found, "form": form, "since": since_words(found)}
    return render(request, "voices/digest.html", context)


@require_safe
@route(Permission.VOICES_READ)
def digest_projector(request: HttpRequest) -> HttpResponse:
    """Show the digest in large words, one screen a section."""
    found = _digest(request, form := DigestForm(request.GET))
    context = {"digest": found, "form": form, "since": since_words(found), "structure": member_of(request).structure}
    return render(request, "voices/digest_projector.html", context)


@require_safe
@route(Permission.VOICES_READ)
def digest_pdf(request: HttpRequest) -> HttpResponse:
    """Give the digest on A4."""
    found, day = _digest(request, DigestForm(request.GET)), timezone.localdate()
    document = digest_document(found, structure=member_of(request).structure, day=day)
    response = HttpResponse(full_pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(f"point-equipe-{day:%Y-%m-%d}.pdf")
    return response


def _digest(request: HttpRequest, form: DigestForm) -> Digest:
    now = timezone.now()
    found = digest_since(now=now, today=timezone.localdate(now), first=form.first)
    if not can(member_of(request), Permission.FIELDLOG_EDIT):
        # Debriefs are read by the leads: the others know how many, and talk about it if they wish.
        found.incidents = []
    return found
