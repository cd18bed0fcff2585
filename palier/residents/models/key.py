"""The pair of keys of a structure: phones seal a name with the public one, this server alone opens it."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Structure


class StructureKey(Record):
    """ECDH P-256. ``public`` is the raw uncompressed point, base64url; ``private`` is kept enciphered.

    The newest is given to phones. Older ones stay: a phone two months in a drawer sealed with them.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "public", "private"], Privacy.NONE)

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    public = models.CharField("clé publique", max_length=120)
    private = models.TextField("clé privée, chiffrée")

    objects: ClassVar[models.Manager["StructureKey"]] = TenantManager()

    class Meta:
        verbose_name = "clé de la structure"
        verbose_name_plural = "clés de la structure"
        indexes = [models.Index(fields=["structure", "created_at"], name="structure_key_newest")]

    def __str__(self) -> str:
        return self.public[:12]
