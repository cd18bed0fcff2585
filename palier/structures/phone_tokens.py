"""The secret that a QR code carries, and the picture of an address."""

from base64 import b32encode, b64encode
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import qrcode
from django.utils.crypto import salted_hmac
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

# 120 bits: a secret that lives 15 minutes and is tried a few times a minute cannot be guessed.
TOKEN_BYTES = 15


def token_of(code_id: UUID) -> str:
    """Return the secret of a code: 24 small letters and digits, none of which reads like another.

    Computed from the code's id and the instance's key, so that it can be shown again and is written nowhere.
    """
    return (
        b32encode(salted_hmac("palier.phone-code", str(code_id), algorithm="sha256").digest()[:TOKEN_BYTES])
        .decode("ascii")
        .lower()
    )


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret, however it was typed: capitals count for nothing."""
    return sha256(token.strip().lower().encode()).hexdigest()


def qr_picture(text: str) -> str:
    """Return ``text`` as a QR code: a ``data:`` address of an SVG, black on white, with its quiet margin.

    It bears 15 % of damage (level M): a projector's glare, a scratched screen.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    drawn = BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(drawn)
    return "data:image/svg+xml;base64," + b64encode(drawn.getvalue()).decode("ascii")
