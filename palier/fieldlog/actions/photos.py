"""Keep pictures of places: drawn again before anything is written, one file for one picture."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from palier.core.images import redrawn_photo
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.models import Photo

FOLDER = "carnet"


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture in its file: its name in the storage, its size in pixels, and the SHA-256 of what was sent."""

    name: str
    width: int
    height: int
    digest: str


def keep_picture(*, data: bytes, structure_id: UUID) -> KeptPicture:
    """Draw again a PNG, JPEG or WebP picture and write it to the storage, before any transaction.

    The file has the pixels and nothing else; its name comes from what was sent, so that the same picture sent again is
    the same file, and one left by a transaction that failed does no harm. Raises UnusablePicture.
    """
    drawn = redrawn_photo(BytesIO(data), len(data))
    digest = sha256(data).hexdigest()
    with Image.open(BytesIO(drawn)) as image:
        width, height = image.size
    name = _written(f"{FOLDER}/{structure_id.hex}/{digest[:2]}/{digest}.jpg", drawn)
    return KeptPicture(name=name, width=width, height=height, digest=digest)


def put_photos(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write photos (see ``put_lines``): the field ``picture`` of the writing that makes one holds its KeptPicture.

    A caption without a photo yet is returned: it waits for it.
    """
    return put_lines(model=Photo, puts=puts, into=into, made_with=_columns)


def _columns(put: Put) -> Mapping[str, Any] | None:
    picture: KeptPicture | None = put.fields.get("picture")
    if picture is None:
        return None
    return {"image": picture.name, "width": picture.width, "height": picture.height, "digest": picture.digest}


def _written(name: str, data: bytes) -> str:
    """Write ``data`` under ``name`` unless it is there whole, and return the name that it has."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return name
        # A server stopped in the middle of it.
        default_storage.delete(name)
    kept = default_storage.save(name, ContentFile(data))
    _force_to_disk(kept)
    return kept


def _force_to_disk(name: str) -> None:
    """Let nothing be said received before the disk holds it. A storage elsewhere sees to it by itself."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    for target in (path, os.path.dirname(path)):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
