"""Zones with a contour."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Structure
from palier.territory.enums import ZoneKind


class Zone(Record):
    """A neighbourhood, a QPV, an IRIS, a commune, as one structure knows it.

    ``contour`` is a GeoJSON geometry (Polygon or MultiPolygon, WGS 84, longitude first). ``population`` maps an age
    band as the source names it to a number of inhabitants; ``population_total`` is null when nobody told it.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        [
            *("structure", "name", "kind", "code", "contour", "source"),
            *("population", "population_total", "population_source"),
        ],
        Privacy.NONE,
    )

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="zones", verbose_name="structure"
    )
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("type", max_length=20, choices=ZoneKind, default=ZoneKind.QUARTIER)
    code = models.CharField("code", max_length=20, blank=True, help_text="Code Insee, IRIS ou QPV.")
    contour = models.JSONField("contour")
    source = models.CharField("source du contour", max_length=200, blank=True)
    population = models.JSONField("habitant·es par âge", default=dict, blank=True)
    population_total = models.PositiveIntegerField("habitant·es", null=True, blank=True)
    population_source = models.CharField("source de la population", max_length=200, blank=True)

    objects: ClassVar[models.Manager["Zone"]] = TenantManager()

    class Meta:
        verbose_name = "zone"
        verbose_name_plural = "zones"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "kind", "code", "name"],
                name="zone_unique",
                violation_error_message="Une zone de ce type porte déjà ce code et ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("territory:zone-detail", args=[self.pk])
