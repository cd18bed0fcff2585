"""The secret that a QR code carries."""

from base64 import b32encode
from hashlib import sha256
from uuid import UUID

from django.utils.crypto import salted_hmac

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
