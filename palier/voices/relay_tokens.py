"""The secret that the link of a relay carries."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_hex
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.crypto import salted_hmac

LENGTH = 43


def new_salt() -> str:
    """Return 256 random bits, drawn anew for each link."""
    return token_hex(32)


def token_of(salt: str) -> str:
    """Return the secret of the link whose random half is ``salt``: 256 bits, 43 characters of an address.

    The other half is the instance's key: neither a copy of the database nor the queue of letters opens a link, and a
    reminder can give the same link again.
    """
    digest = salted_hmac("palier.relay", salt, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret, and finds it by: the time of a look-up tells nothing of it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def relay_link(origin: str, token: str) -> str:
    """Return the address to open; ``origin`` begins it, such as https://palier.exemple.fr/."""
    return urljoin(origin, reverse("voices:partner-relay", args=[token]))
