"""Import contours: read the file, choose the zones to keep, then write them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.imports import counts_of
from palier.documents.reading.trials import TOO_OLD, carried, carry
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route
from palier.territory.actions.zones import TooManyZones, import_zones
from palier.territory.forms.zones import ChosenZonesForm, ContourFileForm
from palier.territory.importing.geojson import Feature, FeatureFile, RefusedFeature, read_features
from palier.territory.importing.selection import Choice, choices_of, drafts_of

SUBJECT = "zones"
NOTHING_CHOSEN = "Choisissez au moins une commune ou une zone à garder."


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def zone_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the file and offer its zones, without writing anything."""
    membership = membership_of(request)
    assert membership is not None
    form = ContourFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_features(file, name=file.name)
            kept = _carry(read, form.cleaned_data["source"], membership)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return _choice_page(request, read, kept, status=200)
    status = 422 if request.method == "POST" else 200
    return render(request, "territory/zone_import.html", {"form": form}, status=status)


@require_POST
@route(Permission.PLACES_EDIT)
def zone_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write the zones chosen. Sent twice, it changes nothing the second time."""
    membership = membership_of(request)
    assert membership is not None
    kept = carried(request.POST.get("zones_read", ""), subject=SUBJECT, holder=membership.pk)
    if kept is None:
        messages.error(request, TOO_OLD)
        return redirect("territory:zone-import")
    read = FeatureFile(
        [Feature(**feature) for feature in kept["features"]], [RefusedFeature(**told) for told in kept["refusals"]]
    )
    form = ChosenZonesForm(request.POST)
    drafts = drafts_of(read.features, request.POST.getlist("communes"), request.POST.getlist("zones"), kind=_kind(form))
    try:
        outcomes = import_zones(
            structure=membership.structure,
            drafts=drafts,
            source=kept["source"],
            dry_run=False,
            by=actor_of(request),
            now=timezone.now(),
        )
    except TooManyZones as refused:
        return _choice_page(request, read, request.POST["zones_read"], status=422, refused=str(refused))
    if not outcomes:
        return _choice_page(request, read, request.POST["zones_read"], status=422, refused=NOTHING_CHOSEN)
    context = {"outcomes": outcomes, "counts": counts_of(outcomes), "refusals": read.refusals}
    return render(request, "territory/zone_import_report.html", context)


def _kind(form: ChosenZonesForm) -> str:
    form.is_valid()
    kind: str = form.cleaned_data.get("kind", "")
    return kind


def _carry(read: FeatureFile, source: str, membership: Membership) -> str:
    content: dict[str, Any] = {
        "features": [asdict(feature) for feature in read.features],
        "refusals": [asdict(refusal) for refusal in read.refusals],
        "source": source,
    }
    return carry(content, subject=SUBJECT, holder=membership.pk)


def _choice_page(request: HttpRequest, read: FeatureFile, kept: str, *, status: int, refused: str = "") -> HttpResponse:
    membership = membership_of(request)
    assert membership is not None
    choices: Sequence[Choice] = choices_of(read.features, near=membership.structure.commune)
    context = {
        "choices": choices,
        "count": len(read.features),
        "repaired": sum(feature.repaired for feature in read.features),
        "refusals": read.refusals,
        "form": ChosenZonesForm(),
        "carried": kept,
        "refused": refused,
    }
    return render(request, "territory/zone_import_choice.html", context, status=status)
