"""Pictures of a place or of a drawing board, without anybody on them."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy
from palier.core.tenancy import TenantManager
from palier.fieldlog.models.entry import ENTRY_PRIVACY, Entry


class Photo(Entry):
    """A JPEG made small on the phone, and made again on the server: no metadata comes with it.

    ``digest`` is the SHA-256, in hexadecimal, of what the phone sent: the same picture is written once.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        **dict.fromkeys(["image", "width", "height", "digest"], Privacy.NONE),
        "caption": Privacy.FREE_TEXT,
    }
    COUNT = "photos"
    WORD = "photo"
    EDITABLE = ("caption",)

    image = models.FileField("image", max_length=200)
    width = models.PositiveSmallIntegerField("largeur")
    height = models.PositiveSmallIntegerField("hauteur")
    digest = models.CharField("empreinte", max_length=64, editable=False)
    caption = models.CharField("légende", max_length=200, blank=True)

    objects: ClassVar[models.Manager["Photo"]] = TenantManager()

    class Meta:
        verbose_name = "photo de lieu"
        verbose_name_plural = "photos de lieux"
        indexes = [models.Index(fields=["structure", "outing"], name="photo_of_outing")]

    def __str__(self) -> str:
        return self.caption or "Photo"
