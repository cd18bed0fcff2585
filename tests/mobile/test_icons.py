"""The icons of the home screen are those that the tool draws from the mark."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from tools.phone_icons import ICONS, MARK, PICTURES, draw, filled


@pytest.mark.parametrize(("name", "pixels", "is_filled"), PICTURES)
def test_icon_is_the_mark(name: str, pixels: int, is_filled: bool) -> None:
    mark = MARK.read_text(encoding="utf-8")

    with Image.open(ICONS / f"{name}.png") as kept, Image.open(BytesIO(draw(mark, pixels))) as unfilled:
        wanted = Image.open(BytesIO(draw(filled(mark), pixels))) if is_filled else unfilled
        assert kept.size == (pixels, pixels)
        assert ImageChops.difference(kept, wanted).getbbox() is None
        # A mask or a rounded corner of the system shows no hole.
        corner = kept.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert (corner[3] == 255) is is_filled
