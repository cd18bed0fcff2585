"""A picture that somebody sends, drawn again before it is kept: nothing of the file itself stays."""

from io import BytesIO
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from palier.core.ids import uuid7

FORMATS = ("PNG", "JPEG", "WEBP")
ACCEPTED = ".png,.jpg,.jpeg,.webp"
MAX_BYTES = 5 * 1024 * 1024
# A small file may unfold into gigabytes: its size is read in its header, before anything is unfolded.
MAX_PIXELS = 25_000_000
LOGO_SIDE = 512  # pixels, the longest side of what is kept
PHOTO_SIDE = 1280
PHOTO_BYTES = 300_000
_QUALITIES = (82, 72, 60, 45)


class UnusablePicture(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The file cannot be drawn. The message is French and says what to do."""


def replace_picture(old: str | None, picture: bytes | None, *, folder: str, ending: str) -> str:
    """Keep a redrawn picture, or none, in place of the file named ``old``, if any; return its name, or "".

    The old file goes once the transaction is kept.
    """
    if old:
        transaction.on_commit(lambda: default_storage.delete(old))
    if picture is None:
        return ""
    # A name of its own each time: a browser that keeps the old one never shows it for the new.
    return default_storage.save(f"{folder}/{uuid7().hex}.{ending}", ContentFile(picture))


def redrawn_logo(file: BinaryIO, size: int) -> bytes:
    """Return the PNG, at most 512 px wide and high, of a PNG, JPEG or WebP file of ``size`` bytes.

    It has the pixels and nothing else: no place, no date, no comment, no second image. Raises UnusablePicture.
    """
    image = _upright(file, size, LOGO_SIDE)
    clean = Image.new("RGBA", image.size)
    clean.paste(image)
    return _saved(clean, "PNG", optimize=True)


def redrawn_photo(file: BinaryIO, size: int) -> bytes:
    """Return the JPEG, at most 1280 px wide and high and 300 kB, of a PNG, JPEG or WebP file of ``size`` bytes.

    What was transparent is white. It has the pixels and nothing else, as ``redrawn_logo``. Raises UnusablePicture.
    """
    image = _upright(file, size, PHOTO_SIDE)
    while True:
        clean = Image.new("RGB", image.size, "white")
        clean.paste(image, mask=image)
        for quality in _QUALITIES:
            data = _saved(clean, "JPEG", quality=quality, optimize=True)
            if len(data) <= PHOTO_BYTES:
                return data
        # Noise, such as leaves or gravel, does not shrink by its quality alone.
        image.thumbnail((image.width * 3 // 4, image.height * 3 // 4))


def _upright(file: BinaryIO, size: int, side: int) -> Image.Image:
    """Return the pixels, no side longer than ``side``. Raises UnusablePicture."""
    if size > MAX_BYTES:
        raise UnusablePicture(f"Cette image dépasse {MAX_BYTES // 1024 // 1024} Mo : réduisez-la.")
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnusablePicture(_too_many_pixels())
            image.draft("RGB", (2 * side, 2 * side))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    # Pillow's own limit, when somebody made its warning an error: ours is far below.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise UnusablePicture(
            "Ce n'est pas une image PNG, JPEG ou WebP. Enregistrez-la dans un de ces formats."
        ) from error
    # What a broken or hostile file makes Pillow raise is open-ended.
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, OverflowError, MemoryError) as error:
        raise UnusablePicture("Cette image est abîmée : enregistrez-la de nouveau, puis réessayez.") from error
    upright.thumbnail((side, side))
    return upright


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _too_many_pixels() -> str:
    return f"Cette image a plus de {MAX_PIXELS // 1_000_000} millions de points : réduisez-la."
