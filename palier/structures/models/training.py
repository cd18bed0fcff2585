"""Trainings followed by the members."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.enums import TrainingKind
from palier.structures.models.membership import Membership
from palier.structures.models.structure import Structure


class Training(Record):
    """A training that one member followed. Without ``valid_until`` it does not expire."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "membership": Privacy.PERSONAL,
        "kind": Privacy.NONE,
        "title": Privacy.NONE,
        "organiser": Privacy.NONE,
        "taken_on": Privacy.PERSONAL,
        "valid_until": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    membership = models.ForeignKey(
        Membership, models.CASCADE, db_index=False, related_name="trainings", verbose_name="membre"
    )
    kind = models.CharField("formation", max_length=20, choices=TrainingKind)
    title = models.CharField("intitulé", max_length=160, blank=True)
    organiser = models.CharField("organisme", max_length=120, blank=True)
    taken_on = models.DateField("suivie le")
    valid_until = models.DateField("valable jusqu'au", null=True, blank=True)

    objects: ClassVar[models.Manager["Training"]] = TenantManager()

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"
        indexes = [
            models.Index(fields=["structure", "membership", "kind"], name="training_of_member"),
            models.Index(fields=["structure", "valid_until"], name="training_expiring"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "membership", "kind", "title", "taken_on"],
                name="training_unique",
                violation_error_message="Cette formation est déjà notée à cette date.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("taken_on")),
                name="training_dates_in_order",
                violation_error_message="La fin de validité vient après la date de la formation.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
