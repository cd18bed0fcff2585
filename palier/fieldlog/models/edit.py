"""What was changed after it was written: by whom, when, why; the value that lost is kept too."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class Edit(Record):
    """One field written again; ``clock`` is the key of the operation, or one made at the desk.

    ``kind`` names the model (« encounter »), ``entry_id`` the line; ``outing_id`` is empty for words on paper. Rows of
    other apps are found by them too. ``won``: the value written became the value shown; otherwise a later writing had
    already been received.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "outing_id", "kind", "entry_id", "field", "clock", "won", "at"], Privacy.NONE),
        **dict.fromkeys(["before", "after", "reason"], Privacy.FREE_TEXT),
        "made_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing_id = models.UUIDField("sortie", null=True, blank=True)
    kind = models.CharField("type de ligne", max_length=20)
    entry_id = models.UUIDField("ligne")
    field = models.CharField("champ", max_length=40)
    before = models.JSONField("avant", null=True)
    after = models.JSONField("après", null=True)
    clock = models.UUIDField("écriture")
    won = models.BooleanField("retenu", default=True)
    reason = models.CharField("raison", max_length=300, blank=True)
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le")

    objects: ClassVar[models.Manager["Edit"]] = TenantManager()

    class Meta:
        verbose_name = "correction"
        verbose_name_plural = "corrections"
        indexes = [
            models.Index(fields=["structure", "entry_id"], name="edit_of_entry"),
            models.Index(fields=["structure", "outing_id"], name="edit_of_outing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.field}"
