"""Private keys are kept enciphered with the secret of the server: the database alone opens no name."""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings
from django.utils.encoding import force_bytes

from palier.residents.sealing import IV_BYTES, KEY_BYTES, UnopenableError, as_bytes, as_text

INFO = b"palier structure key 1"
LOST = "Ce nom ne s'ouvre plus : la clé secrète du serveur (PALIER_SECRET_KEY) a changé depuis qu'il a été scellé."


def put_away(private: ec.EllipticCurvePrivateKey, *, structure_id: UUID) -> str:
    """Return a private key enciphered with the secret of today, for a column of the database."""
    clear = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    iv = secrets.token_bytes(IV_BYTES)
    return as_text(iv + _cipher(settings.SECRET_KEY, structure_id).encrypt(iv, clear, None))


def taken_out(kept: str, *, structure_id: UUID) -> ec.EllipticCurvePrivateKey:
    """Return the private key that ``put_away`` wrote, with the secret of today or a former one that the server knows.

    Raises UnopenableError when none of them opens it.
    """
    for secret in (settings.SECRET_KEY, *settings.FORMER_SECRET_KEYS):
        try:
            data = as_bytes(kept)
            clear = _cipher(secret, structure_id).decrypt(data[:IV_BYTES], data[IV_BYTES:], None)
        except (InvalidTag, ValueError):
            continue
        private = load_der_private_key(clear, None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        return private
    raise UnopenableError(LOST)


def _cipher(secret: str | bytes, structure_id: UUID) -> AESGCM:
    # The structure is in the derivation: a row copied under another one opens nothing.
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=structure_id.bytes, info=INFO)
    return AESGCM(derived.derive(force_bytes(secret)))
