"""Restitutions: an answer told back where the words were said, and to who asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.agenda.models import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure
from palier.territory.models import Place
from palier.voices.enums import RestitutionMeans, RestitutionState
from palier.voices.models.need import SharedNeed
from palier.voices.models.relay import Reply


class Restitution(Record):
    """An answer due at a place, or to a person who asked to be called back (``resident_id``); exactly one of the two.

    ``people`` is how many it was told to; ``contested`` that they did not agree, which opens the need again.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "need", "reply", "place", "resident_id", "state", "due_at", "means", "people", "outing"),
                *("told_at", "contested"),
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(["reason", "note"], Privacy.FREE_TEXT),
        "told_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    need = models.ForeignKey(
        SharedNeed, models.CASCADE, db_index=False, related_name="restitutions", verbose_name="besoin"
    )
    reply = models.ForeignKey(
        Reply, models.CASCADE, db_index=False, related_name="restitutions", verbose_name="réponse"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="lieu"
    )
    resident_id = models.UUIDField("personne à rappeler", null=True, blank=True)
    state = models.CharField(
        "où elle en est", max_length=12, choices=RestitutionState, default=RestitutionState.A_RAPPORTER
    )
    due_at = models.DateTimeField("due depuis le")
    means = models.CharField("comment", max_length=12, choices=RestitutionMeans, blank=True)
    people = models.PositiveSmallIntegerField("à combien de personnes", null=True, blank=True)
    contested = models.BooleanField("réponse contestée", default=False)
    note = models.TextField("ce qui a été dit", max_length=2000, blank=True)
    reason = models.CharField("pourquoi elle n'a pas pu être rapportée", max_length=300, blank=True)
    outing = models.ForeignKey(
        Outing, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="sortie"
    )
    told_at = models.DateTimeField("le", null=True, blank=True)
    told_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="par"
    )

    objects: ClassVar[models.Manager["Restitution"]] = TenantManager()

    class Meta:
        verbose_name = "retour à faire"
        verbose_name_plural = "retours à faire"
        indexes = [
            models.Index(fields=["structure", "state", "place"], name="restitution_due_at_place"),
            models.Index(fields=["structure", "need"], name="restitution_of_need"),
            models.Index(fields=["structure", "resident_id"], name="restitution_of_resident"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["structure", "reply", "place"], name="restitution_once_a_place"),
            models.UniqueConstraint(fields=["structure", "reply", "resident_id"], name="restitution_once_a_person"),
            models.CheckConstraint(condition=Q(place=None) ^ Q(resident_id=None), name="restitution_place_or_person"),
            models.CheckConstraint(
                condition=~Q(state=RestitutionState.IMPOSSIBLE) | ~Q(reason=""),
                name="restitution_failure_says_why",
                violation_error_message="Dites pourquoi la réponse n'a pas pu être rapportée.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
