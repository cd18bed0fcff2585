"""Who wants to take part in an idea, and what readers report."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.noticeboard.enums import ReportReason, ReportState
from palier.noticeboard.models.idea import Idea
from palier.residents.enums import CallState, Purpose
from palier.structures.models import Membership, Structure
from palier.voices.models import SharedNeed


class Joining(Record):
    """« Je veux en être »: somebody to call back about an idea. First name and contact are sealed as they arrive.

    ``sealed`` has the form of ``residents.Resident.sealed`` and is bound to this row; it is empty once erased.
    ``text_version`` and ``language`` name the words that were read before the yes (residents/consent_texts.py).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ["structure", "idea", "purpose", "language", "text_version", "state", "called_at"], Privacy.NONE
        ),
        **dict.fromkeys(["sealed", "given_at", "called_by"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    idea = models.ForeignKey(Idea, models.CASCADE, db_index=False, related_name="joinings", verbose_name="idée")
    sealed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        "prénom et contact, scellés", default=dict, blank=True
    )
    purpose = models.CharField("pour", max_length=20, choices=Purpose, default=Purpose.RECONTACT)
    language = models.CharField("langue du texte lu", max_length=8, default="fr")
    text_version = models.CharField("texte lu", max_length=20, blank=True)
    given_at = models.DateTimeField("accord donné le")
    state = models.CharField("suite", max_length=12, choices=CallState, default=CallState.A_RAPPELER)
    called_at = models.DateTimeField("rappelé·e le", null=True, blank=True)
    called_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="noté par"
    )

    objects: ClassVar[models.Manager["Joining"]] = TenantManager()

    class Meta:
        verbose_name = "personne qui veut en être"
        verbose_name_plural = "personnes qui veulent en être"
        indexes = [models.Index(fields=["structure", "state", "given_at"], name="joining_by_state")]

    def __str__(self) -> str:
        return "Personne qui veut en être"

    @property
    def is_named(self) -> bool:
        """Whether the name is still kept."""
        return bool(self.sealed)


class Report(Record):
    """A reader says that something on the board should not be there: an idea, or a need that it tells."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "idea", "need", "why", "state", "handled_at"], Privacy.NONE),
        "note": Privacy.FREE_TEXT,
        "handled_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    idea = models.ForeignKey(
        Idea, models.CASCADE, null=True, blank=True, db_index=False, related_name="reports", verbose_name="idée"
    )
    need = models.ForeignKey(
        SharedNeed, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name="besoin"
    )
    why = models.CharField("raison", max_length=10, choices=ReportReason)
    note = models.CharField("précision", max_length=500, blank=True)
    state = models.CharField("suite", max_length=10, choices=ReportState, default=ReportState.A_TRAITER)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="traité par"
    )

    objects: ClassVar[models.Manager["Report"]] = TenantManager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        indexes = [models.Index(fields=["structure", "state", "created_at"], name="report_by_state")]
        constraints = [models.CheckConstraint(condition=Q(idea=None) | Q(need=None), name="report_of_one_thing")]

    def __str__(self) -> str:
        return self.get_why_display()
