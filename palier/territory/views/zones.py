"""The zones: list, page, drawing, writing, deletion."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route
from palier.territory.actions.zones import TooManyZones, ZoneNameTaken, change_zone, create_zone, delete_zone
from palier.territory.forms.zones import DrawingForm, ZoneForm
from palier.territory.models import Zone
from palier.territory.queries.zones import places_in, population_rows, zones_by_kind

DRAWN_HERE = "Dessiné dans Palier"


@require_safe
@route(Permission.PLACES_READ)
def zone_list(request: HttpRequest) -> HttpResponse:
    """Show the zones, kind by kind."""
    context = {
        "zones_by_kind": zones_by_kind(),
        "can_edit": can(membership_of(request), Permission.PLACES_EDIT),
    }
    return render(request, "territory/zone_list.html", context)


@require_safe
@route(Permission.PLACES_READ)
def zone_detail(request: HttpRequest, zone_id: UUID) -> HttpResponse:
    """Show one zone: its contour, its inhabitants, its places."""
    zone = get_object_or_404(Zone.objects.defer("contour"), pk=zone_id)
    context = {
        "zone": zone,
        "population": population_rows(zone),
        "places": places_in(zone),
        "can_edit": can(membership_of(request), Permission.PLACES_EDIT),
    }
    return render(request, "territory/zone_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def zone_draw(request: HttpRequest) -> HttpResponse:
    """Draw a new zone, on the map or point by point."""
    membership = membership_of(request)
    assert membership is not None
    form = DrawingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {**{name: form.cleaned_data[name] for name in form.fields}, "source": DRAWN_HERE}
        try:
            zone = create_zone(structure=membership.structure, fields=fields, by=actor_of(request), now=timezone.now())
        except (ZoneNameTaken, TooManyZones) as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"« {zone} » est parmi vos zones.")
            return redirect(zone)
    status = 422 if request.method == "POST" else 200
    return render(request, "territory/zone_draw.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def zone_edit(request: HttpRequest, zone_id: UUID) -> HttpResponse:
    """Correct the name, the kind or the code of a zone."""
    zone = get_object_or_404(Zone.objects.select_related("structure").defer("contour"), pk=zone_id)
    form = ZoneForm(request.POST or None, initial={name: getattr(zone, name) for name in ZoneForm.Meta.fields})
    if request.method == "POST" and form.is_valid():
        try:
            change_zone(zone=zone, fields=form.cleaned_data, by=actor_of(request), now=timezone.now())
        except ZoneNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "La zone est enregistrée.")
            return redirect(zone)
    status = 422 if request.method == "POST" else 200
    return render(request, "territory/zone_form.html", {"form": form, "zone_id": zone_id}, status=status)


@require_POST
@route(Permission.PLACES_EDIT)
def zone_delete(request: HttpRequest, zone_id: UUID) -> HttpResponse:
    """Erase a zone; its places stay."""
    zone = get_object_or_404(Zone.objects.select_related("structure").defer("contour"), pk=zone_id)
    delete_zone(zone=zone, by=actor_of(request), now=timezone.now())
    messages.success(request, f"La zone « {zone.name} » est supprimée. Vos lieux sont toujours là.")
    return redirect("territory:zone-list")
