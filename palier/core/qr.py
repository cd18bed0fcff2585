"""An address as a picture that phones read."""

from base64 import b64encode
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage


def qr_picture(text: str) -> str:
    """Return ``text`` as a QR code: a ``data:`` address of an SVG, black on white, with its quiet margin.

    It bears 15 % of damage (level M): a projector's glare, a scratched screen.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    drawn = BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(drawn)
    return "data:image/svg+xml;base64," + b64encode(drawn.getvalue()).decode("ascii")


def qr_squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the squares of the same code, true for dark, without margin."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    return tuple(tuple(bool(square) for square in row) for row in code.get_matrix())
