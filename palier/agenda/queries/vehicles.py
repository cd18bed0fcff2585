"""Read the vehicles of the current structure."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from palier.agenda.models import Vehicle


def vehicles_in_use(chosen: UUID | None = None) -> QuerySet[Vehicle]:
    """Return the vehicles that can be taken, by name; one archived since stays offered to what has ``chosen`` it."""
    return Vehicle.objects.filter(Q(archived_at=None) | Q(pk=chosen)).order_by(Lower("name"), "pk")


def archived_vehicles() -> QuerySet[Vehicle]:
    """Return the vehicles put aside, by name."""
    return Vehicle.objects.exclude(archived_at=None).order_by(Lower("name"), "pk")
