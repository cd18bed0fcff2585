"""Conversations, orientations, observations: a line each, none about who somebody is."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy
from palier.core.tenancy import TenantManager
from palier.fieldlog.enums import (
    Duration,
    KnowsStructure,
    NewResident,
    OrientationHow,
    OrientationOutcome,
    OrientationTarget,
)
from palier.fieldlog.models.entry import ENTRY_PRIVACY, Entry
from palier.structures.enums import Theme

OBSERVATION_LENGTH = 2000


class Encounter(Entry):
    """A conversation worth a line. Nothing in it tells who it was with."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        **dict.fromkeys(["duration", "themes", "knows_structure", "new_resident"], Privacy.NONE),
    }
    COUNT = "encounters"
    WORD = "rencontre"
    EDITABLE = ("duration", "themes", "knows_structure", "new_resident")

    duration = models.CharField("durée", max_length=12, choices=Duration, default=Duration.NC)
    themes = models.JSONField("thèmes", default=list, blank=True)
    knows_structure = models.CharField(
        "connaît le centre", max_length=4, choices=KnowsStructure, default=KnowsStructure.NC
    )
    new_resident = models.CharField("nouvel·le habitant·e", max_length=4, choices=NewResident, default=NewResident.NC)

    objects: ClassVar[models.Manager["Encounter"]] = TenantManager()

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        indexes = [models.Index(fields=["structure", "outing"], name="encounter_of_outing")]

    def __str__(self) -> str:
        return self.get_duration_display()


class Orientation(Entry):
    """Somebody was told of a service, or taken to it."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        **dict.fromkeys(["target", "how", "theme", "outcome"], Privacy.NONE),
    }
    COUNT = "orientations"
    WORD = "orientation"
    EDITABLE = ("target", "how", "theme", "outcome")

    target = models.CharField("vers", max_length=20, choices=OrientationTarget)
    how = models.CharField("comment", max_length=24, choices=OrientationHow, default=OrientationHow.INFORMATION)
    theme = models.CharField("thème", max_length=40, choices=Theme, blank=True)
    outcome = models.CharField("suite", max_length=12, choices=OrientationOutcome, default=OrientationOutcome.INCONNUE)

    objects: ClassVar[models.Manager["Orientation"]] = TenantManager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        indexes = [models.Index(fields=["structure", "outing"], name="orientation_of_outing")]

    def __str__(self) -> str:
        return self.get_target_display()


class Observation(Entry):
    """Something seen of the place, never of a person."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {**ENTRY_PRIVACY, "text": Privacy.FREE_TEXT, "themes": Privacy.NONE}
    COUNT = "observations"
    WORD = "observation"
    EDITABLE = ("text", "themes")

    text = models.TextField("observation", max_length=OBSERVATION_LENGTH)
    themes = models.JSONField("thèmes", default=list, blank=True)

    objects: ClassVar[models.Manager["Observation"]] = TenantManager()

    class Meta:
        verbose_name = "observation du lieu"
        verbose_name_plural = "observations du lieu"
        indexes = [models.Index(fields=["structure", "outing"], name="observation_of_outing")]

    def __str__(self) -> str:
        return self.text[:60]
