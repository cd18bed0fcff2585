"""What residents said, in their words."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from palier.agenda.models import Outing
from palier.core.models import Privacy
from palier.core.tenancy import TenantManager
from palier.fieldlog.models import ENTRY_PRIVACY, Entry
from palier.structures.languages import LANGUAGE_NAMES
from palier.structures.models import Membership
from palier.territory.models import Place
from palier.voices.enums import VoiceConsent, VoiceKind, VoiceSource, VoiceState

VOICE_LENGTH = 5000
REASON_LENGTH = 300
# What the search does not know yet as it is now.
WAITS_FOR_INDEX = Q(indexed_at=None) | Q(indexed_at__lt=F("updated_at"))


class Voice(Entry):
    """Words as they were said; ``language`` is that of the conversation (ISO 639).

    Words of an outing were heard at its place; the others (a sheet of paper, the public board) name theirs, or none.
    ``resident_id`` is the key of who asked to be called back about them, when somebody did: it may arrive before or
    after, hence no foreign key.

    ``public_text`` is what may leave the centre, in French, once a person reread it; ``reread_source`` holds the words
    that were read then: a later correction of the words makes the reading void (see ``is_reread``).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        **dict.fromkeys(["text", "translation", "public_text", "reread_source", "nothing_reason"], Privacy.FREE_TEXT),
        **dict.fromkeys(
            [
                *("kind", "themes", "consent", "language", "source", "resident_id"),
                *("place", "state", "triaged_at", "reread_at", "indexed_at"),
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(["triaged_by", "translated_by", "reread_by"], Privacy.PERSONAL),
    }
    COUNT = "voices"
    WORD = "parole"
    EDITABLE = ("text", "kind", "themes", "consent", "language", "resident_id")

    # Words on paper have no outing.
    outing = models.ForeignKey(  # type: ignore[assignment]
        Outing,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="voice_entries",
        verbose_name="sortie",
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="lieu"
    )
    text = models.TextField("paroles", max_length=VOICE_LENGTH)
    kind = models.CharField("nature", max_length=16, choices=VoiceKind, default=VoiceKind.CONSTAT)
    themes = models.JSONField("thèmes", default=list, blank=True)
    consent = models.CharField("accord", max_length=12, choices=VoiceConsent, default=VoiceConsent.INTERNE)
    language = models.CharField("langue", max_length=8, default="fr")
    source = models.CharField("venue de", max_length=12, choices=VoiceSource, default=VoiceSource.TERRAIN)
    resident_id = models.UUIDField("personne à rappeler", null=True, blank=True)

    state = models.CharField(
        "tri", max_length=12, choices=VoiceState, default=VoiceState.A_TRIER, db_default=VoiceState.A_TRIER
    )
    nothing_reason = models.CharField(
        "pourquoi rien à faire", max_length=REASON_LENGTH, blank=True, default="", db_default=""
    )
    triaged_at = models.DateTimeField("triée le", null=True, blank=True, editable=False)
    triaged_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="triée par"
    )
    translation = models.TextField("en français", max_length=VOICE_LENGTH, blank=True, default="", db_default="")
    translated_by = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="traduite par",
    )
    public_text = models.TextField("ce qui peut sortir", max_length=VOICE_LENGTH, blank=True, default="", db_default="")
    reread_source = models.TextField("mots relus", blank=True, default="", db_default="", editable=False)
    reread_at = models.DateTimeField("relue le", null=True, blank=True, editable=False)
    reread_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="relue par"
    )

    # The ``updated_at`` of what the search knows of these words: a phone's are put in the index after its sync.
    indexed_at = models.DateTimeField("cherchée depuis le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Voice"]] = TenantManager()

    class Meta:
        verbose_name = "parole"
        verbose_name_plural = "paroles"
        indexes = [
            models.Index(fields=["structure", "outing"], name="voice_of_outing"),
            # Those that stand alone, and their key: numbers by state and far pages are then read in the index.
            models.Index(
                fields=["structure", "state", "made_at", "id"], condition=Q(withdrawn_at=None), name="voice_by_state"
            ),
            models.Index(fields=["structure", "place", "made_at"], name="voice_by_place"),
            models.Index(fields=["structure", "made_at", "id"], condition=Q(withdrawn_at=None), name="voice_by_date"),
            models.Index(fields=["structure"], condition=WAITS_FOR_INDEX, name="voice_to_index"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outing=None) | Q(place=None), name="voice_one_place"),
            models.CheckConstraint(
                condition=~Q(state=VoiceState.RIEN_A_FAIRE) | ~Q(nothing_reason=""),
                name="voice_nothing_says_why",
                violation_error_message="Dites pourquoi il n'y a rien à faire.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def language_name(self) -> str:
        """The French name of the language of the conversation."""
        return LANGUAGE_NAMES.get(self.language, self.language)

    @property
    def where(self) -> Place | None:
        """The place these words speak from, if one is known."""
        return self.outing.place if self.outing is not None else self.place

    @property
    def is_reread(self) -> bool:
        """Whether a person reread these very words for what may leave the centre."""
        return self.reread_at is not None and self.reread_source == self.text

    @property
    def may_leave(self) -> bool:
        """Whether ``public_text`` may be shown outside: the speaker agreed, a person reread it, nobody took it back."""
        return self.consent != VoiceConsent.INTERNE and self.is_reread and bool(self.public_text) and self.stands

    @property
    def is_erased(self) -> bool:
        """Whether these words were erased for good: of them, only an empty line is left."""
        return not self.text and not self.stands


# The same as ``Voice.may_leave``, for a question to the database.
MAY_LEAVE = (
    ~Q(consent=VoiceConsent.INTERNE)
    & Q(reread_at__isnull=False, reread_source=F("text"), withdrawn_at=None)
    & ~Q(public_text="")
)
