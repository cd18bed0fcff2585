"""People met, one tap each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.agenda.models import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.structures.models import Membership, Structure


class Tally(Record):
    """One step of a count: +1 for a tap, -1 for a tap taken back, more when a desk corrects. Steps only add up.

    Rows are never changed, save for their outing when the wrong one was open: two phones cannot overwrite each other.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ["structure", "outing", "age", "gender", "acquaintance", "contact", "step", "received_at"], Privacy.NONE
        ),
        **dict.fromkeys(["made_by", "device", "made_at"], Privacy.PERSONAL),
        "reason": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing = models.ForeignKey(Outing, models.PROTECT, db_index=False, related_name="tallies", verbose_name="sortie")
    age = models.CharField("âge", max_length=8, choices=Age, default=Age.NC)
    gender = models.CharField("genre", max_length=8, choices=Gender, default=Gender.NC)
    acquaintance = models.CharField("connaissance", max_length=20, choices=Acquaintance, default=Acquaintance.NC)
    contact = models.CharField("contact", max_length=12, choices=Contact, default=Contact.ECHANGE)
    step = models.SmallIntegerField("personnes", default=1)
    reason = models.CharField("raison de la correction", max_length=300, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="noté par"
    )
    device = models.UUIDField("téléphone", null=True, blank=True, editable=False)
    made_at = models.DateTimeField("noté à")
    received_at = models.DateTimeField("reçu à")

    objects: ClassVar[models.Manager["Tally"]] = TenantManager()

    class Meta:
        verbose_name = "comptage"
        verbose_name_plural = "comptages"
        indexes = [models.Index(fields=["structure", "outing"], name="tally_of_outing")]
        constraints = [models.CheckConstraint(condition=~Q(step=0), name="tally_counts_somebody")]

    def __str__(self) -> str:
        return f"{self.step:+d} {self.get_age_display()}"

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """Its place in the grid."""
        return self.age, self.gender, self.acquaintance, self.contact
