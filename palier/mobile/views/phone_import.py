"""Take in the file of a phone that cannot send any more: a trial first, then for good."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.trials import TOO_OLD, carried, carry
from palier.mobile.actions.phone_import import import_phone_file
from palier.mobile.forms.phone_import import PhoneFileForm
from palier.mobile.phone_files import PhoneFile, UnreadablePhoneFile, read_phone_file
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

SUBJECT = "phone-file"


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.FIELDLOG_EDIT)
def phone_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, say what would be written, without writing anything."""
    form = PhoneFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["file"].read()
        try:
            file = read_phone_file(body)
            if form.cleaned_data["at_once"]:
                return _report(request, file, dry_run=False)
            kept = carry(json.loads(body), subject=SUBJECT, holder=_member(request).pk)
            return _report(request, file, dry_run=True, kept=kept)
        except (UnreadablePhoneFile, UnreadableFile) as refusal:
            form.add_error("file", str(refusal))
    return render(request, "mobile/phone_import.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_POST
@route(Permission.FIELDLOG_EDIT)
def phone_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced. Sent twice, it changes nothing the second time."""
    kept = carried(request.POST.get("lines", ""), subject=SUBJECT, holder=_member(request).pk)
    if kept is None:
        messages.error(request, TOO_OLD)
        return redirect("mobile:phone-import")
    return _report(request, read_phone_file(json.dumps(kept).encode()), dry_run=False)


def _report(request: HttpRequest, file: PhoneFile, *, dry_run: bool, kept: str = "") -> HttpResponse:
    found = import_phone_file(
        file=file, imported_by=_member(request), by=actor_of(request), now=timezone.now(), dry_run=dry_run
    )
    context = {
        "found": found,
        "authors": found.authors.most_common(),
        "reasons": found.reasons.most_common(),
        "dry_run": dry_run,
        "has_news": bool(found.written or found.aside),
        "kept": kept,
    }
    return render(request, "mobile/phone_import_report.html", context)


def _member(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route lets nobody else in
    return membership
