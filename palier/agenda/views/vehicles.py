"""What teams go out with."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.vehicles import (
    VehicleNameTaken,
    archive_vehicle,
    create_vehicle,
    rename_vehicle,
    restore_vehicle,
)
from palier.agenda.forms.outings import VehicleForm
from palier.agenda.models import Vehicle
from palier.agenda.queries.vehicles import archived_vehicles, vehicles_in_use
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def vehicle_list(request: HttpRequest) -> HttpResponse:
    """Show the vehicles, and add one."""
    membership = membership_of(request)
    assert membership is not None
    form = VehicleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vehicle = create_vehicle(
                structure=membership.structure,
                name=form.cleaned_data["name"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except VehicleNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"« {vehicle} » est parmi vos véhicules.")
            return redirect("agenda:vehicle-list")
    context = {"vehicles": list(vehicles_in_use()), "archived": list(archived_vehicles()), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_vehicles.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def vehicle_edit(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """Give a vehicle another name."""
    vehicle = get_object_or_404(Vehicle.objects, pk=vehicle_id)
    form = VehicleForm(request.POST or None, initial={"name": vehicle.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_vehicle(vehicle=vehicle, name=form.cleaned_data["name"], by=actor_of(request), now=timezone.now())
        except VehicleNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "Le véhicule est renommé.")
            return redirect("agenda:vehicle-list")
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_vehicle.html", {"form": form, "vehicle": vehicle}, status=status)


@require_POST
@route(Permission.OUTINGS_PLAN)
def vehicle_archive(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """Put a vehicle aside."""
    vehicle = get_object_or_404(Vehicle.objects, pk=vehicle_id)
    archive_vehicle(vehicle=vehicle, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {vehicle} » est archivé. Les sorties qui l'ont le gardent.")
    return redirect("agenda:vehicle-list")


@require_POST
@route(Permission.OUTINGS_PLAN)
def vehicle_restore(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """Bring a vehicle back."""
    vehicle = get_object_or_404(Vehicle.objects, pk=vehicle_id)
    restore_vehicle(vehicle=vehicle, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {vehicle} » est de nouveau parmi vos véhicules.")
    return redirect("agenda:vehicle-list")
