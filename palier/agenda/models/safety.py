"""Warnings about teams that have not said they are back."""

from typing import ClassVar

from django.db import models

from palier.agenda.enums import AlertLevel
from palier.agenda.models.outing import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class Alert(Record):
    """One warning, once for each outing and level; « Besoin d'aide » once for each call. ``closed_at``: all is well."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "outing", "level", "call", "raised_at", "sent_at", "closed_at"], Privacy.NONE),
        "raised_by": Privacy.PERSONAL,
        "closed_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing = models.ForeignKey(Outing, models.CASCADE, db_index=False, related_name="alerts", verbose_name="sortie")
    level = models.CharField("qui est prévenu", max_length=20, choices=AlertLevel)
    call = models.PositiveSmallIntegerField("appel", default=1)
    raised_at = models.DateTimeField("donnée à")
    raised_by = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="demandée par",
    )
    sent_at = models.DateTimeField("envoyée à", null=True, blank=True)
    closed_at = models.DateTimeField("close à", null=True, blank=True)
    closed_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="close par"
    )

    objects: ClassVar[models.Manager["Alert"]] = TenantManager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        constraints = [models.UniqueConstraint(fields=["structure", "outing", "level", "call"], name="alert_once")]
        indexes = [models.Index(fields=["structure", "closed_at"], name="alert_open")]

    def __str__(self) -> str:
        return self.get_level_display()
