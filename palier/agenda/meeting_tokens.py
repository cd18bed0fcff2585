"""The secret that the QR code of a meeting carries."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils.crypto import salted_hmac

# 125 bits, 25 letters and digits: it lives for the time of a meeting, and may have to be typed.
TOKEN_LENGTH = 25
_AFTER_END = timedelta(minutes=30)


def sign_token(meeting_id: UUID, opened_at: datetime) -> str:
    """Return the secret to sign in, small letters and digits; opening again gives another one.

    Computed from the meeting and the instance's key, so that it can be shown again and is written nowhere.
    """
    told = f"{meeting_id} {opened_at.astimezone(UTC).isoformat()}"
    digest = salted_hmac("palier.meeting-code", told, algorithm="sha256").digest()
    return b32encode(digest).decode("ascii").lower()[:TOKEN_LENGTH]


def sign_until(ends_at: datetime, *, now: datetime) -> datetime:
    """Return until when one may sign: half an hour after the end, or from now when the meeting is over."""
    return max(ends_at, now) + _AFTER_END


def sign_token_hash(token: str) -> str:
    """Return what the database keeps of a secret, however it was typed: capitals count for nothing."""
    return sha256(token.strip().lower().encode()).hexdigest()
