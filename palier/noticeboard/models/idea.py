"""Ideas that residents leave on the board, and who supports them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.noticeboard.enums import IdeaState
from palier.structures.models import Membership, Structure
from palier.voices.models import Voice

REASON_LENGTH = 300


class Idea(Record):
    """An idea left on the board. Its words, place and language are those of ``voice``, and so is what may be shown.

    ``code_hash`` finds it again from the short code that its author keeps. ``batch`` is a keyed mark of the line that
    it came by, drawn anew each day: it groups a flood for who reads, and is erased as soon as the idea was read.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "voice", "state", "code_hash", "published_at", "decided_at"], Privacy.NONE),
        **dict.fromkeys(["batch", "decided_by"], Privacy.PERSONAL),
        "reason": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    voice = models.ForeignKey(Voice, models.CASCADE, db_index=False, related_name="+", verbose_name="parole")
    state = models.CharField("où elle en est", max_length=8, choices=IdeaState, default=IdeaState.A_LIRE)
    reason = models.CharField("pourquoi elle n'est pas montrée", max_length=REASON_LENGTH, blank=True)
    code_hash = models.CharField("empreinte du code", max_length=64)
    batch = models.CharField("envoi groupé", max_length=16, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    decided_at = models.DateTimeField("lue le", null=True, blank=True)
    decided_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="lue par"
    )

    objects: ClassVar[models.Manager["Idea"]] = TenantManager()

    class Meta:
        verbose_name = "idée"
        verbose_name_plural = "idées"
        indexes = [models.Index(fields=["structure", "state", "created_at"], name="idea_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["structure", "voice"], name="idea_of_words"),
            models.UniqueConstraint(fields=["structure", "code_hash"], name="idea_code_unique"),
            models.CheckConstraint(
                condition=~Q(state__in=[IdeaState.RETIREE, IdeaState.REFUSEE]) | ~Q(reason=""),
                name="idea_refusal_says_why",
                violation_error_message="Dites pourquoi cette idée n'est pas montrée.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    def get_absolute_url(self) -> str:
        return reverse("noticeboard:idea-detail", args=[self.pk])


class Support(Record):
    """One browser supports one idea. ``browser`` is a keyed mark of the random key that this browser keeps."""

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "idea", "browser"], Privacy.NONE)

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    idea = models.ForeignKey(Idea, models.CASCADE, db_index=False, related_name="supports", verbose_name="idée")
    browser = models.CharField("empreinte du navigateur", max_length=64)

    objects: ClassVar[models.Manager["Support"]] = TenantManager()

    class Meta:
        verbose_name = "soutien"
        verbose_name_plural = "soutiens"
        constraints = [models.UniqueConstraint(fields=["structure", "idea", "browser"], name="support_once_a_browser")]

    def __str__(self) -> str:
        return self.browser[:8]
