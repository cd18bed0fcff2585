"""Sums kept up to date in the transaction that writes their rows: a figure never reads the rows themselves.

``month`` is the first day of the local month of the outing, whatever the clock of the phone said.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.agenda.enums import Modality
from palier.agenda.models import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.structures.models import Structure
from palier.territory.models import Place


class OutingLog(Record):
    """What one outing holds. Made with its first line; ``version`` grows by one with each transaction that touches it.

    Phones say which versions they know: those that grew are sent to them. ``people`` counts the contacts of every kind
    but refusals; ``closed_at`` is when a first debrief came. The sums alone hold no outing: its taps and lines do.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        [
            *("structure", "outing", "version", "people", "first_meetings", "refusals", "encounters", "voices"),
            *("orientations", "observations", "photos", "debriefs", "callbacks", "incidents", "nobody"),
            *("last_received_at", "closed_at"),
        ],
        Privacy.NONE,
    )
    COUNTS: ClassVar[tuple[str, ...]] = (
        *("people", "first_meetings", "refusals", "encounters", "voices"),
        *("orientations", "observations", "photos", "debriefs", "callbacks", "incidents"),
    )

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing = models.OneToOneField(Outing, models.CASCADE, related_name="log", verbose_name="sortie")
    version = models.PositiveIntegerField("version", default=1)
    people = models.IntegerField("personnes rencontrées", default=0)
    first_meetings = models.IntegerField("premières rencontres", default=0)
    refusals = models.IntegerField("refus", default=0)
    encounters = models.IntegerField("rencontres notées", default=0)
    voices = models.IntegerField("paroles", default=0)
    orientations = models.IntegerField("orientations", default=0)
    observations = models.IntegerField("observations", default=0)
    photos = models.IntegerField("photos", default=0)
    debriefs = models.IntegerField("débriefings", default=0)
    callbacks = models.IntegerField("personnes à rappeler", default=0)
    incidents = models.IntegerField("incidents", default=0)
    nobody = models.BooleanField("personne aujourd'hui", default=False)
    last_received_at = models.DateTimeField("dernière ligne reçue à", null=True, blank=True)
    closed_at = models.DateTimeField("close à", null=True, blank=True)

    objects: ClassVar[models.Manager["OutingLog"]] = TenantManager()

    class Meta:
        verbose_name = "carnet d'une sortie"
        verbose_name_plural = "carnets des sorties"
        indexes = [models.Index(fields=["structure", "closed_at"], name="outing_log_open")]

    def __str__(self) -> str:
        return str(self.outing_id)


class CellRollup(Record):
    """Contacts by month, place, modality and cell of the tally grid."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ["structure", "month", "place", "modality", "age", "gender", "acquaintance", "contact", "people"], Privacy.NONE
    )
    CELL: ClassVar[tuple[str, ...]] = ("age", "gender", "acquaintance", "contact")

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    month = models.DateField("mois")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+", verbose_name="lieu")
    modality = models.CharField("modalité", max_length=20, choices=Modality)
    age = models.CharField("âge", max_length=8, choices=Age)
    gender = models.CharField("genre", max_length=8, choices=Gender)
    acquaintance = models.CharField("connaissance", max_length=20, choices=Acquaintance)
    contact = models.CharField("contact", max_length=12, choices=Contact)
    people = models.IntegerField("personnes")

    objects: ClassVar[models.Manager["CellRollup"]] = TenantManager()

    class Meta:
        verbose_name = "somme par case"
        verbose_name_plural = "sommes par case"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("structure", "month", "place", "modality", "age", "gender", "acquaintance", "contact"),
                ],
                name="cell_rollup_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.people}"


class HourRollup(Record):
    """Contacts by month, place, modality and local hour of the week (0 is Monday, 0 to 23)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ["structure", "month", "place", "modality", "weekday", "hour", "people"], Privacy.NONE
    )

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    month = models.DateField("mois")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+", verbose_name="lieu")
    modality = models.CharField("modalité", max_length=20, choices=Modality)
    weekday = models.PositiveSmallIntegerField("jour de la semaine")
    hour = models.PositiveSmallIntegerField("heure")
    people = models.IntegerField("personnes")

    objects: ClassVar[models.Manager["HourRollup"]] = TenantManager()

    class Meta:
        verbose_name = "somme par heure"
        verbose_name_plural = "sommes par heure"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "month", "place", "modality", "weekday", "hour"], name="hour_rollup_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6, hour__lte=23), name="hour_rollup_in_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.hour} h"


class MonthRollup(Record):
    """What a structure did in a month, line by line of the log."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        [
            *("structure", "month", "people", "first_meetings", "refusals", "encounters", "voices", "orientations"),
            *("observations", "photos", "debriefs", "callbacks", "incidents"),
        ],
        Privacy.NONE,
    )

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    month = models.DateField("mois")
    people = models.IntegerField("personnes rencontrées", default=0)
    first_meetings = models.IntegerField("premières rencontres", default=0)
    refusals = models.IntegerField("refus", default=0)
    encounters = models.IntegerField("rencontres notées", default=0)
    voices = models.IntegerField("paroles", default=0)
    orientations = models.IntegerField("orientations", default=0)
    observations = models.IntegerField("observations", default=0)
    photos = models.IntegerField("photos", default=0)
    debriefs = models.IntegerField("débriefings", default=0)
    callbacks = models.IntegerField("personnes à rappeler", default=0)
    incidents = models.IntegerField("incidents", default=0)

    objects: ClassVar[models.Manager["MonthRollup"]] = TenantManager()

    class Meta:
        verbose_name = "somme du mois"
        verbose_name_plural = "sommes du mois"
        constraints = [models.UniqueConstraint(fields=["structure", "month"], name="month_rollup_once")]

    def __str__(self) -> str:
        return str(self.month)
