"""What people answered to the proposals of Palier, and from when a need deserves an alert."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure
from palier.voices.models.need import SharedNeed
from palier.voices.models.voice import Voice

ALERT_WORDS, ALERT_PLACES = 3, 2


class RefusedProposal(Record):
    """Words that do not ask for ``need``; or that do not ask for the same thing as the others of ``group``.

    The rows of a group share its key. What a person refused is not proposed again.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "voice", "need", "group", "at"], Privacy.NONE),
        "made_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    voice = models.ForeignKey(Voice, models.CASCADE, db_index=False, related_name="refusals", verbose_name="parole")
    need = models.ForeignKey(
        SharedNeed,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="refusals",
        verbose_name="besoin",
    )
    group = models.UUIDField("groupe", null=True, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="refusée par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["RefusedProposal"]] = TenantManager()

    class Meta:
        verbose_name = "proposition refusée"
        verbose_name_plural = "propositions refusées"
        constraints = [
            models.UniqueConstraint(fields=["structure", "need", "voice"], name="refused_once_for_need"),
            models.UniqueConstraint(fields=["structure", "group", "voice"], name="refused_once_in_group"),
            models.CheckConstraint(condition=Q(need=None) ^ Q(group=None), name="refused_need_or_group"),
        ]
        indexes = [models.Index(fields=["structure", "voice"], name="refused_of_voice")]

    def __str__(self) -> str:
        return f"{self.voice_id} refusée"


class AlertThreshold(Record):
    """From how many words, of how many places, a structure wants to be told of a need; without a row, 3 and 2."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "words", "places"], Privacy.NONE)

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    words = models.PositiveSmallIntegerField("paroles", default=ALERT_WORDS)
    places = models.PositiveSmallIntegerField("lieux", default=ALERT_PLACES)

    objects: ClassVar[models.Manager["AlertThreshold"]] = TenantManager()

    class Meta:
        verbose_name = "seuil d'alerte"
        verbose_name_plural = "seuils d'alerte"
        constraints = [
            models.UniqueConstraint(fields=["structure"], name="threshold_once"),
            models.CheckConstraint(condition=Q(words__gte=1, places__gte=1), name="threshold_counts_something"),
        ]

    def __str__(self) -> str:
        return f"paroles : {self.words}, lieux : {self.places}"
