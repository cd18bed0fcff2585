"""The card of one's structure, its logo, and the communes it may be in."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from palier.structures.actions.structures import StructureExists, save_card
from palier.structures.enums import Permission
from palier.structures.forms.card import CardForm
from palier.structures.forms.place import commune_detail, commune_label
from palier.structures.models import Structure
from palier.structures.permissions import actor_of, membership_of
from palier.structures.queries.card import agrement_note, card_facts
from palier.structures.queries.communes import find_communes
from palier.structures.queries.hours import hours_lines
from palier.structures.routes import PUBLIC, route
from palier.structures.week_hours import HoursForm

LOGO_KEPT = 3600  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.STRUCTURE_EDIT)
def structure_edit(request: HttpRequest) -> HttpResponse:
    """Show the card and write what the direction changes in it."""
    membership = membership_of(request)
    assert membership is not None
    # Another object than the frame's: a refused name must not show as the structure's.
    structure = Structure.objects.get(pk=membership.structure_id)
    form = CardForm(request.POST or None, request.FILES or None, instance=structure)
    hours = HoursForm(request.POST or None, prefix="heures", hours=structure.opening_hours)
    if request.method == "POST" and all([form.is_valid(), hours.is_valid()]):
        structure.opening_hours = hours.hours
        try:
            changed = save_card(
                structure=structure,
                logo=form.cleaned_data["logo"],
                remove_logo=form.cleaned_data.get("remove_logo", False),
                by=actor_of(request),
                now=timezone.now(),
            )
        except StructureExists as taken:
            form.add_error(None, str(taken))
        else:
            messages.success(request, "La carte est enregistrée." if changed else "Rien n'avait changé.")
            return redirect("structures:structure-edit")
    kept = membership.structure
    context = {
        "form": form,
        "hours": hours,
        "kept": kept,
        "facts": card_facts(kept),
        "opening": hours_lines(kept.opening_hours),
        "agrement_note": agrement_note(kept, today=timezone.localdate()),
    }
    return render(request, "structures/card_edit.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@route(PUBLIC)
def commune_suggestions(request: HttpRequest) -> HttpResponse:
    """Give the communes that what is typed may mean, as the options of a list."""
    found = find_communes(request.GET.get("commune", "")[:80])
    options = [(commune_label(commune), commune_detail(commune)) for commune in found]
    return render(request, "structures/commune_options.html", {"options": options})


@require_safe
@route(PUBLIC)
@cache_control(public=True, max_age=LOGO_KEPT)
def structure_logo(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Give the logo of a structure: a PNG that we drew."""
    structure = get_object_or_404(Structure.objects.only("logo"), pk=structure_id)
    if not structure.logo.name or not default_storage.exists(structure.logo.name):
        raise Http404
    with structure.logo.open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
