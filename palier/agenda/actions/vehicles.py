"""Write the vehicles of a structure."""

from datetime import datetime

from django.db import transaction

from palier.agenda.models import Vehicle
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.documents.reading.folding import fold
from palier.structures.models import Structure


class VehicleNameTaken(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Another vehicle of the structure has this name."""


@transaction.atomic
def create_vehicle(*, structure: Structure, name: str, by: Actor, now: datetime) -> Vehicle:
    """Return a new vehicle. Raises VehicleNameTaken."""
    vehicle = Vehicle(structure=structure, name=name, created_at=now, updated_at=now)
    _check_name(vehicle)
    vehicle.save(force_insert=True)
    _record(vehicle, "Véhicule ajouté", by=by, now=now)
    return vehicle


@transaction.atomic
def rename_vehicle(*, vehicle: Vehicle, name: str, by: Actor, now: datetime) -> Vehicle:
    """Return the vehicle with its new name. Raises VehicleNameTaken."""
    if vehicle.name != name:
        vehicle.name, vehicle.updated_at = name, now
        _check_name(vehicle)
        vehicle.save(update_fields=["name", "updated_at"])
        _record(vehicle, "Véhicule renommé", by=by, now=now)
    return vehicle


@transaction.atomic
def archive_vehicle(*, vehicle: Vehicle, by: Actor, now: datetime) -> Vehicle:
    """Put a vehicle aside: new outings cannot take it, those that have it keep it."""
    if vehicle.archived_at is None:
        vehicle.archived_at = vehicle.updated_at = now
        vehicle.save(update_fields=["archived_at", "updated_at"])
        _record(vehicle, "Véhicule archivé", by=by, now=now)
    return vehicle


@transaction.atomic
def restore_vehicle(*, vehicle: Vehicle, by: Actor, now: datetime) -> Vehicle:
    """Bring back a vehicle put aside."""
    if vehicle.archived_at is not None:
        vehicle.archived_at, vehicle.updated_at = None, now
        vehicle.save(update_fields=["archived_at", "updated_at"])
        _record(vehicle, "Véhicule repris", by=by, now=now)
    return vehicle


def _check_name(vehicle: Vehicle) -> None:
    wanted = fold(vehicle.name)
    others = Vehicle.objects.filter(structure_id=vehicle.structure_id).exclude(pk=vehicle.pk)
    other = next((found for found in others if fold(found.name) == wanted), None)
    if other is not None:
        words = "est parmi les véhicules archivés : reprenez-le plutôt." if other.archived_at else "existe déjà."
        raise VehicleNameTaken(f"« {other} » {words}")


def _record(vehicle: Vehicle, detail: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="vehicle",
        target_id=str(vehicle.pk),
        target_label=vehicle.name,
        detail=detail,
        structure_id=vehicle.structure_id,
    )
