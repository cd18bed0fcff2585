"""Structures and the people who belong to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from palier.core.models import Privacy, Record
from palier.structures.enums import MembershipStatus, Role, StructureKind


class Structure(Record):
    """A centre social, an espace de vie sociale, a federation: the tenant."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "name": Privacy.NONE,
        "kind": Privacy.NONE,
        "departement": Privacy.NONE,
        "commune": Privacy.NONE,
    }

    name = models.CharField("nom", max_length=160, unique=True)
    kind = models.CharField("type", max_length=20, choices=StructureKind, default=StructureKind.CENTRE_SOCIAL)
    departement = models.CharField("département", max_length=3, help_text="Code : 2A, 75, 974…")
    commune = models.CharField("commune", max_length=80)

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    """A person's place in a structure: a status (how they belong) and a role (what they may do)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "user": Privacy.PERSONAL,
        "status": Privacy.PERSONAL,
        "role": Privacy.NONE,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="memberships", verbose_name="structure")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership", verbose_name="compte"
    )
    status = models.CharField("statut", max_length=20, choices=MembershipStatus)
    role = models.CharField("rôle", max_length=20, choices=Role)

    class Meta:
        verbose_name = "membre"
        verbose_name_plural = "membres"

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.get_role_display()}"
