"""Outings: one place, one date."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from palier.agenda.enums import CancelReason, Modality, OutingState
from palier.agenda.models.series import CROWD, PAIR, OutingSeries
from palier.agenda.models.vehicle import Vehicle
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure
from palier.territory.models import Place


class Outing(Record):
    """A team goes to one place, once.

    ``series_date`` is the date that the rule of its series gave, and stays when the outing moves. ``is_apart`` tells
    that this outing was changed alone: changes of its series leave it. ``override_reason`` is why a lead confirmed it
    although the team rules were not met. ``written_at``: the first line of its log came; from then on the outing
    changes no more, since figures are counted at its place and date.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "series", "series_date", "is_apart", "name", "modality", "intents", "place"),
                *("starts_at", "ends_at", "state", "cancel_reason", "smallest_team", "largest_team", "material"),
                *("vehicle", "plan_action", "is_public", "is_improvised", "confirmed_at", "called_at"),
                *("started_at", "ended_at", "written_at"),
            ],
            Privacy.NONE,
        ),
        "override_by": Privacy.PERSONAL,
        "override_reason": Privacy.FREE_TEXT,
        "cancel_note": Privacy.FREE_TEXT,
        "note": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="outings", verbose_name="structure"
    )
    series = models.ForeignKey(
        OutingSeries,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="outings",
        verbose_name="série",
    )
    series_date = models.DateField("date donnée par la série", null=True, blank=True, editable=False)
    is_apart = models.BooleanField("changée à part", default=False, editable=False)
    name = models.CharField("nom", max_length=120, blank=True)
    modality = models.CharField("modalité", max_length=20, choices=Modality, default=Modality.PRESENCE_SOCIALE)
    intents = models.JSONField("pourquoi y aller", default=list, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="outings", verbose_name="lieu")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    state = models.CharField("état", max_length=20, choices=OutingState, default=OutingState.BROUILLON)
    cancel_reason = models.CharField("motif d'annulation", max_length=20, choices=CancelReason, blank=True)
    cancel_note = models.CharField("précision", max_length=300, blank=True)
    smallest_team = models.PositiveSmallIntegerField("personnes au moins", default=PAIR)
    largest_team = models.PositiveSmallIntegerField("personnes au plus", default=3)
    material = models.JSONField("matériel", default=list, blank=True)
    vehicle = models.ForeignKey(
        Vehicle, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="véhicule"
    )
    plan_action = models.CharField("action du projet social servie", max_length=200, blank=True)
    note = models.TextField("note pour l'équipe", max_length=2000, blank=True)
    is_public = models.BooleanField("annoncée aux habitant·es", default=True)
    is_improvised = models.BooleanField("improvisée", default=False, editable=False)
    override_by = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name="confirmée malgré les règles par",
    )
    override_reason = models.CharField("raison écrite", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True, editable=False)
    called_at = models.DateTimeField("dernier appel à l'équipe le", null=True, blank=True, editable=False)
    started_at = models.DateTimeField("commencée à", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("terminée à", null=True, blank=True, editable=False)
    written_at = models.DateTimeField("carnet commencé à", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Outing"]] = TenantManager()

    class Meta:
        verbose_name = "sortie"
        verbose_name_plural = "sorties"
        indexes = [
            models.Index(fields=["structure", "starts_at"], name="outing_by_date"),
            models.Index(fields=["structure", "place", "starts_at"], name="outing_by_place"),
            models.Index(fields=["structure", "state", "ends_at"], name="outing_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "series", "series_date"],
                condition=Q(series__isnull=False),
                name="outing_once_a_date",
                violation_error_message="La série a déjà une sortie à cette date.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="outing_hours_in_order",
                violation_error_message="L'heure de fin vient après l'heure de début.",
            ),
            models.CheckConstraint(
                condition=Q(smallest_team__gte=1, largest_team__gte=F("smallest_team"), largest_team__lte=CROWD),
                name="outing_team_in_order",
                violation_error_message="Le nombre de personnes au plus va du nombre au moins à 30.",
            ),
            models.CheckConstraint(
                condition=~Q(state=OutingState.ANNULEE) | ~Q(cancel_reason=""),
                name="outing_cancelled_with_reason",
                violation_error_message="Une annulation a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_modality_display()

    def get_absolute_url(self) -> str:
        return reverse("agenda:outing-detail", args=[self.pk])
