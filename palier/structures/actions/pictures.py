"""A picture that somebody sends, drawn again before it is kept: nothing of the file itself stays."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 5 * 1024 * 1024
# A small file may unfold into gigabytes: its size is read in its header, before anything is unfolded.
MAX_PIXELS = 25_000_000
SIDE = 512  # pixels, the longest side of what is kept


class UnusablePicture(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The file cannot be drawn. The message is French and says what to do."""


def redrawn(file: BinaryIO, size: int) -> bytes:
    """Return the PNG, at most 512 px wide and high, of a PNG, JPEG or WebP file of ``size`` bytes.

    It has the pixels and nothing else: no place, no date, no comment, no second image. Raises UnusablePicture.
    """
    if size > MAX_BYTES:
        raise UnusablePicture(f"Cette image dépasse {MAX_BYTES // 1024 // 1024} Mo : réduisez-la.")
    try:
        return _drawn(file)
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


def _drawn(file: BinaryIO) -> bytes:
    with Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise UnusablePicture(_too_many_pixels())
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((SIDE, SIDE))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    target = BytesIO()
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()


def _too_many_pixels() -> str:
    return f"Cette image a plus de {MAX_PIXELS // 1_000_000} millions de points : réduisez-la."
