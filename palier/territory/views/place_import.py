"""Import places from a table: a trial first, always, then for good."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.documents.reading.errors import UnreadableFile
from palier.structures.enums import Permission
from palier.structures.models import Partner
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route
from palier.territory.actions.place_import import import_places
from palier.territory.drafts import Outcome
from palier.territory.exports.places import EXAMPLES, MODEL_COLUMNS, TITLE, refused_table
from palier.territory.forms.places import PlaceFileForm
from palier.territory.importing.places import PlaceLine, drafts_of, ignored_columns, read_lines
from palier.territory.trials import TOO_OLD, carried, carry

SUBJECT = "places"
SHOWN_ROWS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def place_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the file and say what would happen, without writing anything."""
    form = PlaceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _report(request, read_lines(file, name=file.name), dry_run=True)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
    status = 422 if request.method == "POST" else 200
    return render(request, "territory/place_import.html", {"form": form}, status=status)


@require_POST
@route(Permission.PLACES_EDIT)
def place_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced. Sent twice, it changes nothing the second time."""
    lines = _lines(request)
    if lines is None:
        messages.error(request, TOO_OLD)
        return redirect("territory:place-import")
    return _report(request, lines, dry_run=False)


@require_POST
@route(Permission.PLACES_EDIT)
def place_import_refused(request: HttpRequest) -> HttpResponseBase:
    """Give the refused lines as CSV, to correct and send again."""
    lines = _lines(request) or []
    _drafts, refusals = drafts_of(lines, Partner.objects.all())
    columns, rows = refused_table(lines, refusals)
    return table_download(
        columns,
        rows,
        file_format="csv",
        title="Lignes refusées",
        name="lieux-a-corriger",
        day=timezone.localdate(),
        dated=False,
    )


@require_safe
@route(Permission.PLACES_EDIT)
def place_template(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give an empty table to fill in."""
    return table_download(
        MODEL_COLUMNS,
        EXAMPLES,
        file_format=file_format,
        title=TITLE,
        name="modele-lieux",
        day=timezone.localdate(),
        dated=False,
    )


def _lines(request: HttpRequest) -> list[PlaceLine] | None:
    """Return the lines that the page of a trial carries; None when they are too old, or not ours."""
    membership = membership_of(request)
    assert membership is not None
    kept = carried(request.POST.get("lines", ""), subject=SUBJECT, membership=membership)
    return None if kept is None else [(line, cells) for line, cells in kept]


def _report(request: HttpRequest, lines: list[PlaceLine], *, dry_run: bool) -> HttpResponse:
    """Return the page of what is done, or would be. Raises UnreadableFile when the page could not carry the lines."""
    membership = membership_of(request)
    assert membership is not None
    kept = carry(lines, subject=SUBJECT, membership=membership)
    drafts, refusals = drafts_of(lines, Partner.objects.all())
    outcomes = import_places(
        structure=membership.structure, drafts=drafts, dry_run=dry_run, by=actor_of(request), now=timezone.now()
    )
    context = {
        "dry_run": dry_run,
        "carried": kept,
        "counts": counts(outcomes),
        "outcomes": outcomes[:SHOWN_ROWS],
        "outcomes_left": max(0, len(outcomes) - SHOWN_ROWS),
        "refusals": refusals,
        "ignored": ignored_columns(lines),
    }
    return render(request, "territory/place_import_report.html", context)


def counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return how many were created, changed and left as they were."""
    found = Counter(outcome.result.value for outcome in outcomes)
    return {"created": found["created"], "changed": found["changed"], "identical": found["identical"]}
