"""How often something was tried lately."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy, Record


class Throttle(Record):
    """The instants at which one thing was tried. ``key`` is a hash: it names no account and no address."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "key": Privacy.NONE,
        "instants": Privacy.NONE,
        "ends_at": Privacy.NONE,
    }

    key = models.CharField("empreinte", max_length=64, unique=True)
    instants = models.JSONField("instants", default=list, help_text="Secondes depuis 1970.")
    ends_at = models.DateTimeField("compte jusqu'au", db_index=True)

    class Meta:
        verbose_name = "limite d'essais"
        verbose_name_plural = "limites d'essais"

    def __str__(self) -> str:
        return self.key[:12]
