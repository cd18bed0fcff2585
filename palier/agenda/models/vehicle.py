"""What a team goes out with, and that only one team can have at a time."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Structure


class Vehicle(Record):
    """A cargo tricycle, a van, a caravan."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "name", "archived_at"], Privacy.NONE)

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="vehicles", verbose_name="structure"
    )
    name = models.CharField("véhicule", max_length=80)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Vehicle"]] = TenantManager()

    class Meta:
        verbose_name = "véhicule"
        verbose_name_plural = "véhicules"
        constraints = [
            models.UniqueConstraint(
                "structure",
                Lower("name"),
                name="vehicle_unique",
                violation_error_message="Un véhicule porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name
