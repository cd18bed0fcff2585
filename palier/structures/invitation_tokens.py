"""The secret that the link of an invitation carries."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urljoin
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac


def token_of(invitation_id: UUID, expires_at: datetime) -> str:
    """Return the secret of an invitation: 256 bits, 43 characters of an address.

    Computed from the instance's key, so that the task that writes the mail needs no copy of it. The day it ends is
    part of it: an invitation sent again has another one.
    """
    subject = f"{invitation_id}:{expires_at.astimezone(UTC).isoformat()}"
    digest = salted_hmac("palier.invitation", subject, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def invitation_link(origin: str, token: str) -> str:
    """Return the address to open; ``origin`` begins it, such as https://palier.exemple.fr/."""
    return urljoin(origin, reverse("structures:invitation-accept", args=[token]))
