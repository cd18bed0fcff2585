"""Who goes out."""

from typing import ClassVar

from django.db import models

from palier.agenda.enums import ParticipationState, TeamRole
from palier.agenda.models.outing import Outing
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class Participation(Record):
    """A member in the team of an outing. The waiting list is in the order of ``joined_at``.

    ``promoted_at`` is when a place became free for somebody who waited: the screen says so. Who left the structure
    keeps the state they had: the queries read it as « à remplacer » (palier/agenda/queries/team.py).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "outing", "role", "state", "promoted_at"], Privacy.NONE),
        **dict.fromkeys(
            ["membership", "joined_at", "checked_in_at", "checked_out_at", "checked_out_by"], Privacy.PERSONAL
        ),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing = models.ForeignKey(Outing, models.CASCADE, db_index=False, related_name="team", verbose_name="sortie")
    membership = models.ForeignKey(
        Membership, models.CASCADE, db_index=False, related_name="participations", verbose_name="membre"
    )
    role = models.CharField("rôle souhaité", max_length=20, choices=TeamRole, default=TeamRole.ECOUTE)
    state = models.CharField("état", max_length=20, choices=ParticipationState, default=ParticipationState.INSCRIT)
    joined_at = models.DateTimeField("inscrit·e le")
    promoted_at = models.DateTimeField("sorti·e de la liste d'attente le", null=True, blank=True, editable=False)
    checked_in_at = models.DateTimeField("arrivé·e à", null=True, blank=True)
    checked_out_at = models.DateTimeField("rentré·e à", null=True, blank=True)
    checked_out_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="signalé par"
    )

    objects: ClassVar[models.Manager["Participation"]] = TenantManager()

    class Meta:
        verbose_name = "participation"
        verbose_name_plural = "participations"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "outing", "membership"],
                name="participation_unique",
                violation_error_message="Cette personne est déjà dans l'équipe.",
            )
        ]
        indexes = [models.Index(fields=["structure", "membership", "outing"], name="participation_of_member")]

    def __str__(self) -> str:
        return f"{self.membership_id} à {self.outing_id}"
