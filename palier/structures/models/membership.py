"""Who belongs to a structure, and as what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models.structure import Structure


class Membership(Record):
    """A person's place in a structure: a status (how they belong), one role (what they may do), a name on their work.

    ``name`` is what this structure's pages show; it outlives the departure, then is replaced (``renamed_at``).
    ``on_phone`` is set for the time of a request that comes from a phone entered by QR code.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "user": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
        "status": Privacy.PERSONAL,
        "role": Privacy.NONE,
        "ended_at": Privacy.PERSONAL,
        "renamed_at": Privacy.NONE,
    }
    on_phone: bool = False

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="memberships", verbose_name="structure"
    )
    # A log-in finds the structures of an account before any scope is open: this one index starts with the account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="compte"
    )
    name = models.CharField("nom affiché", max_length=120)
    status = models.CharField("statut", max_length=20, choices=MembershipStatus)
    role = models.CharField("rôle", max_length=20, choices=Role)
    ended_at = models.DateTimeField("parti·e le", null=True, blank=True)
    renamed_at = models.DateTimeField("nom remplacé le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Membership"]] = TenantManager()

    class Meta:
        verbose_name = "membre"
        verbose_name_plural = "membres"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"],
                name="membership_unique",
                violation_error_message="Cette personne est déjà membre de la structure.",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(status__in=MembershipStatus.values), name="membership_status_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("structures:member-detail", args=[self.pk])

    @property
    def is_active(self) -> bool:
        """Whether this person still belongs to the structure."""
        return self.ended_at is None

    @property
    def acting_role(self) -> Role:
        """The role of this request: a phone entered by QR code opens the field work at most, and never more than the
        person's own role, which may be for reading figures alone.
        """
        own = Role(self.role)
        return Role.EQUIPIER if self.on_phone and own != Role.LECTURE else own
