"""Import partners from a table: a trial first, always, then for good.

The server keeps nothing of a table between the two: the page carries its lines, signed, for one hour.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.documents.reading.errors import UnreadableFile
from palier.structures.actions.partner_import import import_partners
from palier.structures.enums import Permission
from palier.structures.exports.partner_files import EXAMPLES, MODEL_COLUMNS, TITLE, refused_table
from palier.structures.forms.partners import PartnerFileForm
from palier.structures.importing.partners import PartnerLine, drafts_of, ignored_columns, read_lines
from palier.structures.partner_drafts import Outcome
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

SALT = "palier.partners"
TRIAL_SECONDS = 3600
# A form of text is refused past 5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE): the lines, compressed, stay well under.
CARRIED_LIMIT = 4 * 1024 * 1024
SHOWN_ROWS = 200
TOO_OLD = "Cet essai date de plus d'une heure : envoyez de nouveau le fichier. Rien n'a été écrit."
TOO_MUCH = "Ce tableau contient trop de texte : coupez-le en plusieurs fichiers."


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def partner_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the file and say what would happen, without writing anything."""
    form = PartnerFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = read_lines(file, name=file.name)
            return _report(request, lines, dry_run=True)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
    return _form_page(request, form)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced. Sent twice, it changes nothing the second time."""
    lines = _carried(request)
    if lines is None:
        messages.error(request, TOO_OLD)
        return redirect("structures:partner-import")
    return _report(request, lines, dry_run=False)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_import_refused(request: HttpRequest) -> HttpResponseBase:
    """Give the refused lines as CSV, to correct and send again."""
    lines = _carried(request) or []
    _drafts, refusals = drafts_of(lines)
    columns, rows = refused_table(lines, refusals)
    return table_download(
        columns,
        rows,
        file_format="csv",
        title="Lignes refusées",
        name="partenaires-a-corriger",
        day=timezone.localdate(),
        dated=False,
    )


@require_safe
@route(Permission.PARTNERS_EDIT)
def partner_template(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give an empty table to fill in."""
    return table_download(
        MODEL_COLUMNS,
        EXAMPLES,
        file_format=file_format,
        title=TITLE,
        name="modele-partenaires",
        day=timezone.localdate(),
        dated=False,
    )


def _carried(request: HttpRequest) -> list[PartnerLine] | None:
    """Return the lines that the page of a trial carries; None when they are too old, or not ours."""
    membership = membership_of(request)
    assert membership is not None
    try:
        kept: Any = signing.loads(request.POST.get("lines", ""), salt=_salt(membership.pk), max_age=TRIAL_SECONDS)
    except signing.BadSignature:
        return None
    return [(line, cells) for line, cells in kept]


def _salt(membership_id: object) -> str:
    # A page opened for another structure, or by another person, is not theirs to confirm.
    return f"{SALT}.{membership_id}"


def _report(request: HttpRequest, lines: list[PartnerLine], *, dry_run: bool) -> HttpResponse:
    """Return the page of what is done, or would be. Raises UnreadableFile when the page could not carry the lines."""
    membership = membership_of(request)
    assert membership is not None
    carried = signing.dumps(lines, salt=_salt(membership.pk), compress=True)
    if len(carried) > CARRIED_LIMIT:
        raise UnreadableFile(TOO_MUCH)
    drafts, refusals = drafts_of(lines)
    outcomes = import_partners(
        structure=membership.structure, drafts=drafts, dry_run=dry_run, by=actor_of(request), now=timezone.now()
    )
    context = {
        "dry_run": dry_run,
        "carried": carried,
        "counts": _counts(outcomes),
        "outcomes": outcomes[:SHOWN_ROWS],
        "outcomes_left": max(0, len(outcomes) - SHOWN_ROWS),
        "refusals": refusals,
        "ignored": ignored_columns(lines),
    }
    return render(request, "structures/partner_import_report.html", context)


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    found = Counter(outcome.result.value for outcome in outcomes)
    return {"created": found["created"], "changed": found["changed"], "identical": found["identical"]}


def _form_page(request: HttpRequest, form: PartnerFileForm) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/partner_import.html", {"form": form}, status=status)
