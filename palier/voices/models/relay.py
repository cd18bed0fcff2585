"""Relays: a need carried to somebody who can act, exactly what was shared, and what they answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Partner, Structure
from palier.voices.enums import REASONED, UNANSWERED, RelayActor, RelayState, ReplyChannel, ReplyKind
from palier.voices.models.need import SharedNeed
from palier.voices.models.voice import VOICE_LENGTH

TEXT_LENGTH = 4000


class Relay(Record):
    """A need given to one who can act. ``title``, ``question`` and ``quotes`` are what was shared, as it was then.

    ``quotes`` lists ``{"voice": key, "text": words, "month": "2026-11", "place": name}``: copies of what was reread and
    may leave, ``place`` being a neighbourhood. Of the secret of the link, the hash and half of what makes it are kept
    (palier/voices/relay_tokens.py); a new link makes the old one void. ``due_on`` is the day when an answer is
    awaited; ``state`` is that of the last answer of the thread.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "need", "actor", "partner", "state", "sent_at", "due_on", "token_hash", "link_salt"),
                *("expires_at", "revoked_at", "first_seen_at", "reminded_at", "reminders", "lead_told_at"),
                "forwarded_from",
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(["title", "question", "quotes", "actor_name"], Privacy.FREE_TEXT),
        **dict.fromkeys(["email", "recipient", "sent_by"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    need = models.ForeignKey(SharedNeed, models.PROTECT, db_index=False, related_name="relays", verbose_name="besoin")
    actor = models.CharField("qui peut agir", max_length=12, choices=RelayActor, default=RelayActor.PARTENAIRE)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="partenaire"
    )
    actor_name = models.CharField("nom du groupe", max_length=160, blank=True)
    recipient = models.CharField("à l'attention de", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    title = models.CharField("besoin", max_length=160)
    question = models.TextField("question posée", max_length=TEXT_LENGTH, blank=True)
    quotes = models.JSONField("paroles citées", default=list, blank=True)
    state = models.CharField("où il en est", max_length=20, choices=RelayState, default=RelayState.TRANSMIS)
    sent_at = models.DateTimeField("transmis le")
    sent_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="transmis par"
    )
    due_on = models.DateField("réponse attendue le")
    token_hash = models.CharField("empreinte du lien", max_length=64, null=True, unique=True, editable=False)
    link_salt = models.CharField("moitié du secret du lien", max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField("lien valable jusqu'au", null=True, blank=True)
    revoked_at = models.DateTimeField("lien retiré le", null=True, blank=True)
    first_seen_at = models.DateTimeField("ouvert le", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)
    lead_told_at = models.DateTimeField("silence signalé le", null=True, blank=True)
    forwarded_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="forwards", verbose_name="reçu de"
    )

    objects: ClassVar[models.Manager["Relay"]] = TenantManager()

    class Meta:
        verbose_name = "relais"
        verbose_name_plural = "relais"
        indexes = [
            models.Index(fields=["structure", "need"], name="relay_of_need"),
            models.Index(fields=["structure", "state", "due_on"], name="relay_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor=RelayActor.PARTENAIRE) | Q(partner__isnull=False),
                name="relay_names_its_partner",
                violation_error_message="Choisissez le partenaire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.to_whom}"

    def get_absolute_url(self) -> str:
        return reverse("voices:relay-detail", args=[self.pk])

    @property
    def to_whom(self) -> str:
        """The name of who is asked to act, to show."""
        return str(self.partner) if self.partner_id else self.actor_name or self.get_actor_display()

    @property
    def is_waiting(self) -> bool:
        """Whether no answer came yet; « bien reçu » is none."""
        return self.state in UNANSWERED

    @property
    def silent_days(self) -> int:
        """For how many days it waits for an answer, to show beside « sans réponse depuis »."""
        return max(0, (timezone.localdate() - timezone.localdate(self.sent_at)).days)

    @property
    def is_late(self) -> bool:
        """Whether the day of the answer is past and none came."""
        return self.is_waiting and self.due_on < timezone.localdate()

    @property
    def has_link(self) -> bool:
        """Whether its link opens something today."""
        return self.revoked_at is None and self.expires_at is not None and self.expires_at > timezone.now()


class Reply(Record):
    """What came back about a relay, or a question between the two sides. ``planned_on`` is a date announced."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "relay", "kind", "state", "planned_on", "channel", "at"], Privacy.NONE),
        **dict.fromkeys(["text", "reason"], Privacy.FREE_TEXT),
        **dict.fromkeys(["author", "made_by"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    relay = models.ForeignKey(Relay, models.CASCADE, db_index=False, related_name="replies", verbose_name="relais")
    kind = models.CharField("nature", max_length=12, choices=ReplyKind, default=ReplyKind.REPONSE)
    state = models.CharField("réponse", max_length=20, choices=RelayState, blank=True)
    text = models.TextField("en quelques mots", max_length=VOICE_LENGTH, blank=True)
    reason = models.TextField("motif", max_length=1000, blank=True)
    planned_on = models.DateField("date annoncée", null=True, blank=True)
    channel = models.CharField("reçue", max_length=12, choices=ReplyChannel, default=ReplyChannel.LIEN)
    author = models.CharField("répondu par", max_length=120, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="noté par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["Reply"]] = TenantManager()

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        indexes = [models.Index(fields=["structure", "relay", "at"], name="reply_of_relay")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ReplyKind.REPONSE) ^ Q(state=""),
                name="reply_answer_has_state",
                violation_error_message="Une réponse dit où en est la demande.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in REASONED)) | ~Q(reason=""),
                name="reply_refusal_says_why",
                violation_error_message="Dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display() or self.get_kind_display()
