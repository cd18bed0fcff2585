"""Invitations by e-mail."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models.membership import Membership
from palier.structures.models.structure import Structure


class Invitation(Record):
    """A place offered to an e-mail address. Only the hash of its secret is kept."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "email": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
        "status": Privacy.PERSONAL,
        "role": Privacy.NONE,
        "token_hash": Privacy.NONE,
        "invited_by": Privacy.PERSONAL,
        "expires_at": Privacy.NONE,
        "accepted_at": Privacy.NONE,
        "withdrawn_at": Privacy.NONE,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="invitations", verbose_name="structure"
    )
    email = models.EmailField("adresse e-mail")
    name = models.CharField("prénom et nom", max_length=120)
    status = models.CharField("statut", max_length=20, choices=MembershipStatus, default=MembershipStatus.SALARIE)
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.EQUIPIER)
    token_hash = models.CharField("empreinte du secret", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="par"
    )
    expires_at = models.DateTimeField("valable jusqu'au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = TenantManager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
                violation_error_message="Une invitation attend déjà une réponse à cette adresse.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email
