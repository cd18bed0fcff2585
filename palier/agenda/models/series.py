"""Series: a rule that gives dates, and places and teams that take turns."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from palier.agenda.enums import Frequency, Modality, Rotation, SchoolZone
from palier.agenda.models.vehicle import Vehicle
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure
from palier.territory.models import Place

PAIR = 2
CROWD = 30


class OutingSeries(Record):
    """A season of outings, in the local time of Paris.

    ``weekdays`` lists WeekDay slugs; ``ranks`` lists which ones of the month (1 to 4, -1 for the last) when the
    frequency is monthly; ``interval`` is in weeks or months; ``months`` lists the months of the season (1 to 12, empty
    for all year); ``skipped_dates`` and ``added_dates`` list ISO dates; ``intents`` lists slugs, ``material`` words.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "name", "frequency", "interval", "weekdays", "ranks", "months", "starts_on", "ends_on"),
                *("start_time", "end_time", "skip_public_holidays", "skip_school_holidays", "school_zone"),
                *("skipped_dates", "added_dates", "rotation", "modality", "intents", "smallest_team", "largest_team"),
                *("material", "vehicle", "plan_action", "is_public", "ended_at", "continues"),
            ],
            Privacy.NONE,
        ),
        "note": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="outing_series", verbose_name="structure"
    )
    name = models.CharField("nom de la série", max_length=120)
    frequency = models.CharField("rythme", max_length=20, choices=Frequency, default=Frequency.HEBDOMADAIRE)
    interval = models.PositiveSmallIntegerField(
        "toutes les", default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    weekdays = models.JSONField("jours", default=list)
    ranks = models.JSONField("quels jours du mois", default=list, blank=True)
    months = models.JSONField("mois de la saison", default=list, blank=True)
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au")
    start_time = models.TimeField("de")
    end_time = models.TimeField("à")
    skip_public_holidays = models.BooleanField("pas les jours fériés", default=True)
    skip_school_holidays = models.BooleanField("pas pendant les vacances scolaires", default=False)
    school_zone = models.CharField("zone de vacances", max_length=2, choices=SchoolZone, blank=True)
    skipped_dates = models.JSONField("dates sautées", default=list, blank=True)
    added_dates = models.JSONField("dates ajoutées", default=list, blank=True)
    rotation = models.CharField("les lieux tournent", max_length=20, choices=Rotation, default=Rotation.ORDRE)
    modality = models.CharField("modalité", max_length=20, choices=Modality, default=Modality.PRESENCE_SOCIALE)
    intents = models.JSONField("pourquoi y aller", default=list, blank=True)
    smallest_team = models.PositiveSmallIntegerField("personnes au moins", default=PAIR)
    largest_team = models.PositiveSmallIntegerField("personnes au plus", default=3)
    material = models.JSONField("matériel", default=list, blank=True)
    vehicle = models.ForeignKey(
        Vehicle, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="véhicule"
    )
    plan_action = models.CharField("action du projet social servie", max_length=200, blank=True)
    note = models.TextField("note pour l'équipe", max_length=2000, blank=True)
    is_public = models.BooleanField("annoncée aux habitant·es", default=True)
    # A change of « this one and the next » ends a series and opens another, which says what it continues.
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="suite de"
    )
    ended_at = models.DateTimeField("arrêtée le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["OutingSeries"]] = TenantManager()

    class Meta:
        verbose_name = "série de sorties"
        verbose_name_plural = "séries de sorties"
        indexes = [models.Index(fields=["structure", "ends_on"], name="series_current")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="series_dates_in_order",
                violation_error_message="La fin de la série vient après son début.",
            ),
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="series_hours_in_order",
                violation_error_message="L'heure de fin vient après l'heure de début.",
            ),
            models.CheckConstraint(
                condition=Q(smallest_team__gte=1, largest_team__gte=F("smallest_team"), largest_team__lte=CROWD),
                name="series_team_in_order",
                violation_error_message="Le nombre de personnes au plus va du nombre au moins à 30.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agenda:series-detail", args=[self.pk])


class SeriesPlace(Record):
    """A place of a series, with its turn and its weight."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ["structure", "series", "place", "rank", "weight"], Privacy.NONE
    )

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    series = models.ForeignKey(OutingSeries, models.CASCADE, db_index=False, related_name="turns", verbose_name="série")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+", verbose_name="lieu")
    rank = models.PositiveSmallIntegerField("tour")
    weight = models.PositiveSmallIntegerField(
        "poids", default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    objects: ClassVar[models.Manager["SeriesPlace"]] = TenantManager()

    class Meta:
        verbose_name = "lieu d'une série"
        verbose_name_plural = "lieux d'une série"
        constraints = [
            models.UniqueConstraint(fields=["structure", "series", "rank"], name="series_place_rank_unique"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="series_place_weight_in_ten"),
        ]

    def __str__(self) -> str:
        return f"Tour {self.rank}"


class SeriesMember(Record):
    """A member of one of the teams that take turns in a series; ``team`` is 1 for the first team."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "series", "team"], Privacy.NONE),
        "membership": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    series = models.ForeignKey(
        OutingSeries, models.CASCADE, db_index=False, related_name="members", verbose_name="série"
    )
    membership = models.ForeignKey(Membership, models.CASCADE, db_index=False, related_name="+", verbose_name="membre")
    team = models.PositiveSmallIntegerField("équipe", default=1)

    objects: ClassVar[models.Manager["SeriesMember"]] = TenantManager()

    class Meta:
        verbose_name = "membre d'une série"
        verbose_name_plural = "membres d'une série"
        constraints = [
            models.UniqueConstraint(fields=["structure", "series", "membership", "team"], name="series_member_unique")
        ]

    def __str__(self) -> str:
        return f"Équipe {self.team}"
