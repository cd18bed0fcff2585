"""Phones entered by QR code."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.urls import reverse

from palier.accounts.models import Device
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.enums import MembershipStatus
from palier.structures.models.membership import Membership
from palier.structures.models.structure import Structure


class CodeState(StrEnum):
    """What became of a QR code."""

    WAITING = "waiting"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class EnrolmentCode(Record):
    """A QR code shown by a lead: it lets one phone in, once, for a few minutes.

    ``membership`` is the member whose new phone it is; null for somebody who comes for the first time.
    ``used_by`` is who came in by it.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "token_hash": Privacy.NONE,
        "membership": Privacy.PERSONAL,
        "status": Privacy.NONE,
        "shown_by": Privacy.PERSONAL,
        "expires_at": Privacy.NONE,
        "used_at": Privacy.NONE,
        "used_by": Privacy.PERSONAL,
        "cancelled_at": Privacy.NONE,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    token_hash = models.CharField("empreinte du secret", max_length=64, unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name="pour"
    )
    status = models.CharField("statut", max_length=20, choices=MembershipStatus, default=MembershipStatus.BENEVOLE)
    shown_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="montré par"
    )
    expires_at = models.DateTimeField("valable jusqu'à")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    used_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="utilisé par"
    )
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)

    objects: ClassVar[models.Manager["EnrolmentCode"]] = TenantManager()

    class Meta:
        verbose_name = "code d'entrée"
        verbose_name_plural = "codes d'entrée"
        indexes = [models.Index(fields=["structure", "created_at"], name="enrolment_code_recent")]

    def __str__(self) -> str:
        return f"Code du {self.created_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("structures:phone-code", args=[self.pk])

    def state(self, now: datetime) -> CodeState:
        """Return whether it still lets a phone in, or why it does not."""
        if self.used_at is not None:
            return CodeState.USED
        if self.cancelled_at is not None:
            return CodeState.CANCELLED
        return CodeState.WAITING if self.expires_at > now else CodeState.EXPIRED


class EnrolledPhone(Record):
    """A phone that opens one member's field work in one structure, behind a six-digit PIN."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "membership": Privacy.PERSONAL,
        "device": Privacy.PERSONAL,
        "pin": Privacy.PERSONAL,
        "wrong_tries": Privacy.NONE,
        "blocked_at": Privacy.NONE,
        "expires_at": Privacy.NONE,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    membership = models.ForeignKey(
        Membership, models.CASCADE, db_index=False, related_name="phones", verbose_name="membre"
    )
    # Each request of a phone starts from its device, before any scope is open.
    device = models.OneToOneField(Device, models.CASCADE, related_name="phone", verbose_name="appareil")
    pin = models.CharField("empreinte du code", max_length=128, editable=False)
    wrong_tries = models.PositiveSmallIntegerField("essais manqués", default=0)
    blocked_at = models.DateTimeField("bloqué le", null=True, blank=True)
    expires_at = models.DateTimeField("valable jusqu'au")

    objects: ClassVar[models.Manager["EnrolledPhone"]] = TenantManager()

    class Meta:
        verbose_name = "téléphone"
        verbose_name_plural = "téléphones"
        indexes = [models.Index(fields=["structure", "membership"], name="phone_of_member")]

    def __str__(self) -> str:
        return f"Téléphone de {self.membership_id}"

    @property
    def is_blocked(self) -> bool:
        """Whether too many wrong PINs closed it until a lead releases it."""
        return self.blocked_at is not None
