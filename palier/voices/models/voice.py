"""What residents said, in their words."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy
from palier.core.tenancy import TenantManager
from palier.fieldlog.models import ENTRY_PRIVACY, Entry
from palier.structures.languages import LANGUAGE_NAMES
from palier.voices.enums import VoiceConsent, VoiceKind, VoiceSource

VOICE_LENGTH = 5000


class Voice(Entry):
    """Words as they were said; ``language`` is that of the conversation (ISO 639).

    ``resident_id`` is the key of who asked to be called back about them, when somebody did: it may arrive before or
    after, hence no foreign key.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        "text": Privacy.FREE_TEXT,
        **dict.fromkeys(["kind", "themes", "consent", "language", "source", "resident_id"], Privacy.NONE),
    }
    COUNT = "voices"
    WORD = "parole"
    EDITABLE = ("text", "kind", "themes", "consent", "language", "resident_id")

    text = models.TextField("paroles", max_length=VOICE_LENGTH)
    kind = models.CharField("nature", max_length=16, choices=VoiceKind, default=VoiceKind.CONSTAT)
    themes = models.JSONField("thèmes", default=list, blank=True)
    consent = models.CharField("accord", max_length=12, choices=VoiceConsent, default=VoiceConsent.INTERNE)
    language = models.CharField("langue", max_length=8, default="fr")
    source = models.CharField("venue de", max_length=12, choices=VoiceSource, default=VoiceSource.TERRAIN)
    resident_id = models.UUIDField("personne à rappeler", null=True, blank=True)

    objects: ClassVar[models.Manager["Voice"]] = TenantManager()

    class Meta:
        verbose_name = "parole"
        verbose_name_plural = "paroles"
        indexes = [models.Index(fields=["structure", "outing"], name="voice_of_outing")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def language_name(self) -> str:
        """The French name of the language of the conversation."""
        return LANGUAGE_NAMES.get(self.language, self.language)
