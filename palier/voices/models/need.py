"""Shared needs: several words that ask for the same thing. People group them; the system only proposes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.enums import Theme
from palier.structures.models import Membership, Structure
from palier.territory.models import Zone
from palier.voices.enums import NeedEventKind, NeedState
from palier.voices.models.voice import Voice

TITLE_LENGTH = 160


class SharedNeed(Record):
    """A need in one sentence. ``outcome`` is the state of the last answer (RelayState), empty while there is none.

    ``state`` and ``outcome`` follow from the relays and restitutions: ``actions.standing.settle_need`` alone writes
    them, besides a closing without relay and a merge.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "theme", "zone", "state", "outcome", "merged_into", "closed_at", "alerted_at"),
                *("is_public", "settled_at"),
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(["title", "description", "closed_reason"], Privacy.FREE_TEXT),
        "made_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    title = models.CharField("besoin, en une phrase", max_length=TITLE_LENGTH)
    description = models.TextField("précisions", max_length=2000, blank=True)
    theme = models.CharField("thème", max_length=30, choices=Theme, default=Theme.AUTRE)
    zone = models.ForeignKey(
        Zone, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="quartier"
    )
    state = models.CharField("où il en est", max_length=12, choices=NeedState, default=NeedState.OUVERT)
    outcome = models.CharField("dernière réponse", max_length=20, blank=True)
    settled_at = models.DateTimeField("dernier changement", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="merged",
        verbose_name="fusionné avec",
    )
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    closed_reason = models.CharField("raison", max_length=300, blank=True)
    alerted_at = models.DateTimeField("seuil dépassé le", null=True, blank=True, editable=False)
    is_public = models.BooleanField("montré sur le panneau", default=False)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="formé par"
    )

    objects: ClassVar[models.Manager["SharedNeed"]] = TenantManager()

    class Meta:
        verbose_name = "besoin partagé"
        verbose_name_plural = "besoins partagés"
        indexes = [models.Index(fields=["structure", "state", "settled_at"], name="need_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state=NeedState.FUSIONNE), name="need_merged_is_said"
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.SANS_RELAIS) | ~Q(closed_reason=""),
                name="need_closed_says_why",
                violation_error_message="Dites pourquoi ce besoin n'est pas relayé.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("voices:need-detail", args=[self.pk])


class Attachment(Record):
    """Words that ask for this need. One pair holds once; detached words leave an event behind (NeedEvent)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "voice", "need", "at", "was_proposed"], Privacy.NONE),
        "made_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    voice = models.ForeignKey(Voice, models.CASCADE, db_index=False, related_name="attachments", verbose_name="parole")
    need = models.ForeignKey(
        SharedNeed, models.CASCADE, db_index=False, related_name="attachments", verbose_name="besoin"
    )
    was_proposed = models.BooleanField("proposée par Palier", default=False)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="rattachée par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["Attachment"]] = TenantManager()

    class Meta:
        verbose_name = "parole rattachée"
        verbose_name_plural = "paroles rattachées"
        constraints = [models.UniqueConstraint(fields=["structure", "need", "voice"], name="attachment_once")]
        indexes = [models.Index(fields=["structure", "voice"], name="attachment_of_voice")]

    def __str__(self) -> str:
        return f"{self.voice_id} dans {self.need_id}"


class NeedEvent(Record):
    """The history of a need: what happened, when, by whom. ``voice_id`` names the words concerned, when some are."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "need", "kind", "at", "voice_id"], Privacy.NONE),
        "detail": Privacy.FREE_TEXT,
        "made_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    need = models.ForeignKey(SharedNeed, models.CASCADE, db_index=False, related_name="events", verbose_name="besoin")
    kind = models.CharField("quoi", max_length=12, choices=NeedEventKind)
    detail = models.CharField("précision", max_length=300, blank=True)
    voice_id = models.UUIDField("parole", null=True, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["NeedEvent"]] = TenantManager()

    class Meta:
        verbose_name = "étape d'un besoin"
        verbose_name_plural = "étapes des besoins"
        indexes = [models.Index(fields=["structure", "need", "at"], name="event_of_need")]

    def __str__(self) -> str:
        return self.get_kind_display()
