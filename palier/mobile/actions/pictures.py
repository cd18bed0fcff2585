"""Keep the pictures of a batch before its transaction: drawing them again takes time, and their files are no rows."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from palier.core.images import UnusablePicture
from palier.fieldlog.actions.photos import KeptPicture, keep_picture
from palier.mobile.envelopes import Reading
from palier.mobile.payloads import PhotoPut

Pictures = dict[UUID, KeptPicture]


def keep_pictures(readings: Sequence[Reading], structure_id: UUID) -> tuple[list[Reading], Pictures]:
    """Return the operations, those whose picture cannot be read now refused, and the pictures by operation."""
    kept: Pictures = {}
    return [_kept(reading, structure_id, kept) for reading in readings], kept


def _kept(reading: Reading, structure_id: UUID, kept: Pictures) -> Reading:
    if not isinstance(reading.payload, PhotoPut) or not reading.payload.data:
        return reading
    try:
        data = base64.b64decode(reading.payload.data, validate=True)
        kept[reading.operation_id] = keep_picture(data=data, structure_id=structure_id)
    except (binascii.Error, UnusablePicture):
        return replace(reading, refusal="La photo ne se lit pas.")
    return reading
