"""How allauth's second factors behave here: what they are called, how their secrets are kept."""

import base64
import logging
import secrets
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathFillImage

logger = logging.getLogger(__name__)
NAME = "Palier"
UNKNOWN_CODE = "Ce n'est pas le bon code, ou il a déjà servi. Attendez le suivant, puis réessayez."


class MfaAdapter(DefaultMFAAdapter):
    """French words, secrets unreadable in a stolen database, a QR code that a dark page does not hide."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, "incorrect_code": UNKNOWN_CODE}

    def encrypt(self, text: str) -> str:
        """Return ``text`` as it is kept in the database: readable only with the instance's secret key."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what ``encrypt`` was given, or a secret that nobody knows when the instance's key was changed."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor cannot be read: was the secret key changed?")
            # Never a constant: its codes could be computed by anybody.
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of ``url``, dark on white whatever the theme of the page."""
        buffer = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(buffer)
        return buffer.getvalue().decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return the name a new passkey has until its owner gives it a better one."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Ma clé d'accès" if number == 1 else f"Ma clé d'accès n° {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site a passkey is made for: the host of the request, which ALLOWED_HOSTS vouches for."""
        return {"id": urlsplit(self.request.build_absolute_uri("/")).hostname or "", "name": NAME}


def _cipher() -> Fernet:
    key = salted_hmac("palier.second-factor", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
