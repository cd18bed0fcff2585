"""The browsers and phones from which an account is used."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from palier.core.models import Privacy, Record


class Device(Record):
    """One browser on one machine, from its log-in to the day it is closed. ``label`` tells it from the others."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "user": Privacy.PERSONAL,
        "label": Privacy.PERSONAL,
        "is_phone": Privacy.NONE,
        "last_seen_at": Privacy.PERSONAL,
        "closed_at": Privacy.NONE,
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices", verbose_name="compte")
    label = models.CharField("appareil", max_length=80)
    is_phone = models.BooleanField("téléphone entré par QR code", default=False)
    last_seen_at = models.DateTimeField("vu le")
    closed_at = models.DateTimeField("fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "appareil"
        verbose_name_plural = "appareils"

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether this device may still be used."""
        return self.closed_at is None
