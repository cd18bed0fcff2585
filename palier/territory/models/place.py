"""Places where residents are met."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Partner, Structure
from palier.territory.enums import PlaceKind
from palier.territory.models.zone import Zone


class Place(Record):
    """A spot of the territory. ``note`` is about the place, never about a person.

    ``hours`` maps a WeekDay to the intervals when people pass there: ``{"jeudi": [["08:00", "10:30"]]}``.
    ``latitude`` and ``longitude`` are WGS 84 degrees, both or none.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "name", "kind", "address", "postal_code", "commune", "latitude", "longitude"),
                *("hours", "photo", "partner", "zones", "archived_at"),
            ],
            Privacy.NONE,
        ),
        "note": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="places", verbose_name="structure"
    )
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("type de lieu", max_length=20, choices=PlaceKind, default=PlaceKind.RUE_PLACE)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    hours = models.JSONField("heures de passage", default=dict, blank=True)
    note = models.TextField(
        "note pour l'équipe", max_length=2000, blank=True, help_text="Sur le lieu, jamais sur une personne."
    )
    photo = models.FileField("photo du lieu, sans personne", upload_to="lieux/", max_length=200, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="places",
        verbose_name="partenaire rencontré ici",
    )
    zones: models.ManyToManyField[Zone, "PlaceZone"] = models.ManyToManyField(
        Zone, through="PlaceZone", related_name="places", verbose_name="zones"
    )
    archived_at = models.DateTimeField("archivé le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Place"]] = TenantManager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        constraints = [
            models.UniqueConstraint(
                "structure",
                Lower("name"),
                name="place_unique",
                violation_error_message="Un lieu porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_point_on_earth",
                violation_error_message="La latitude va de -90 à 90, la longitude de -180 à 180 ; il faut les deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("territory:place-detail", args=[self.pk])

    @property
    def has_point(self) -> bool:
        """Whether this place can be shown on the map."""
        return self.latitude is not None and self.longitude is not None


class PlaceZone(Record):
    """A place lies in a zone: found from the point and the contour, written again when one of them moves."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "place", "zone"], Privacy.NONE)

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    place = models.ForeignKey(Place, models.CASCADE, db_index=False, verbose_name="lieu")
    zone = models.ForeignKey(Zone, models.CASCADE, db_index=False, verbose_name="zone")

    objects: ClassVar[models.Manager["PlaceZone"]] = TenantManager()

    class Meta:
        verbose_name = "zone d'un lieu"
        verbose_name_plural = "zones des lieux"
        constraints = [models.UniqueConstraint(fields=["structure", "place", "zone"], name="place_zone_unique")]
        indexes = [models.Index(fields=["structure", "zone"], name="place_zone_by_zone")]

    def __str__(self) -> str:
        return f"{self.place_id} dans {self.zone_id}"
