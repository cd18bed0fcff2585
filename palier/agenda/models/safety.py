"""Warnings about teams that ask for help, or have not said they are back, and the mails they owe."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.agenda.enums import AlertLevel
from palier.agenda.models.outing import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class Alert(Record):
    """One warning, once for each outing, level and ``call``. ``closed_at``: all is well.

    Each « Besoin d'aide » is a call; so is each time a team that asked for more time is late again. ``sent_at`` is when
    its first letter left.
    """

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

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that all is well."""
        return self.closed_at is None


class AlertLetter(Record):
    """A mail owed to one person because of an alert, written with it and kept until it has left.

    ``taken_until``: a process is sending it, and nobody else touches it before; past that, the process is dead or the
    mail server refused, and the letter is sent again. The address is read when it leaves, not kept here.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "alert", "taken_until", "sent_at"], Privacy.NONE),
        "membership": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    alert = models.ForeignKey(Alert, models.CASCADE, db_index=False, related_name="letters", verbose_name="alerte")
    membership = models.ForeignKey(
        Membership, models.CASCADE, db_index=False, related_name="+", verbose_name="personne prévenue"
    )
    taken_until = models.DateTimeField("prise jusqu'à", null=True, blank=True)
    sent_at = models.DateTimeField("partie à", null=True, blank=True)

    objects: ClassVar[models.Manager["AlertLetter"]] = TenantManager()

    class Meta:
        verbose_name = "courriel d'alerte"
        verbose_name_plural = "courriels d'alerte"
        constraints = [models.UniqueConstraint(fields=["structure", "alert", "membership"], name="alert_letter_once")]
        # Few rows at any time: what waits is found at once among years of letters.
        indexes = [
            models.Index(fields=["structure", "taken_until"], condition=Q(sent_at=None), name="alert_letter_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} à {self.membership_id}"
