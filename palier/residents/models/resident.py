"""People who said yes: a first name, one way to reach them, for one purpose."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.fieldlog.models import ENTRY_PRIVACY, Entry
from palier.residents.enums import CallState, Purpose
from palier.structures.models import Membership, Structure

NOTE_LENGTH = 300


class Resident(Entry):
    """Somebody who asked to be called back. The name and the contact stay sealed, here as on the phone.

    ``sealed`` is what the phone made: ``{v, key, point, iv, box}`` (docs/adr); opened for a page, never written open.
    Empty once erased; it never comes back. ``called_at`` is when somebody tried to reach them last.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        "sealed": Privacy.PERSONAL,
        **dict.fromkeys(["state", "called_at", "language"], Privacy.NONE),
    }
    COUNT = "callbacks"
    WORD = "rappel"
    EDITABLE = ("sealed", "language")
    UNREPEATED = ("sealed",)

    sealed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        "nom et contact, scellés", default=dict, blank=True
    )
    language = models.CharField("langue", max_length=8, default="fr")
    state = models.CharField("suite", max_length=12, choices=CallState, default=CallState.A_RAPPELER)
    called_at = models.DateTimeField("dernier appel le", null=True, blank=True)

    objects: ClassVar[models.Manager["Resident"]] = TenantManager()

    class Meta:
        verbose_name = "personne à rappeler"
        verbose_name_plural = "personnes à rappeler"
        indexes = [
            models.Index(fields=["structure", "outing"], name="resident_of_outing"),
            models.Index(fields=["structure", "state", "made_at"], name="resident_to_call"),
        ]

    def __str__(self) -> str:
        return "Personne à rappeler"

    def get_absolute_url(self) -> str:
        return reverse("residents:resident-detail", args=[self.pk])

    @property
    def is_named(self) -> bool:
        """Whether the name is still kept."""
        return bool(self.sealed)


class Call(Record):
    """Somebody tried to reach a person: ``outcome`` is « rappele » or « injoignable », the note says no name."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "resident", "outcome", "at"], Privacy.NONE),
        "made_by": Privacy.PERSONAL,
        "note": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    resident = models.ForeignKey(
        Resident, models.CASCADE, db_index=False, related_name="calls", verbose_name="personne"
    )
    outcome = models.CharField("suite", max_length=12, choices=CallState)
    note = models.CharField("suite donnée", max_length=NOTE_LENGTH, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["Call"]] = TenantManager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        indexes = [models.Index(fields=["structure", "resident", "at"], name="call_of_resident")]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Consent(Record):
    """A yes to words read aloud; ``text_version`` names these words (palier/residents/consent_texts.py).

    Its key is that of the writing that brought it: the first one of a line and purpose is kept.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "resident", "purpose", "language", "text_version", "revoked_at"], Privacy.NONE),
        **dict.fromkeys(["given_at", "heard_by", "revoked_by"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    resident = models.ForeignKey(
        Resident, models.CASCADE, db_index=False, related_name="consents", verbose_name="personne"
    )
    purpose = models.CharField("pour", max_length=20, choices=Purpose, default=Purpose.RECONTACT)
    language = models.CharField("langue du texte lu", max_length=8)
    text_version = models.CharField("texte lu", max_length=20, blank=True)
    given_at = models.DateTimeField("donné le")
    heard_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="recueilli par"
    )
    revoked_at = models.DateTimeField("repris le", null=True, blank=True)
    revoked_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="noté par"
    )

    objects: ClassVar[models.Manager["Consent"]] = TenantManager()

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        constraints = [
            models.UniqueConstraint(fields=["structure", "resident", "purpose"], name="consent_once_a_purpose")
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
