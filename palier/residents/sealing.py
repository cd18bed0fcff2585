"""Seal a name so that only the server opens it: the same bytes as the phone makes with WebCrypto (docs/adr/0007).

``key`` is ECDH P-256 between a pair made for this one name and the key of the structure, through HKDF-SHA-256 (salt:
the 16 bytes of the structure key's id). ``box`` is AES-256-GCM of UTF-8 JSON, bound to the line by its 16 bytes.
tests/fixtures/sealing.json holds an example that both sides play. Texts are base64url without padding.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from palier.residents.enums import ContactKind

VERSION = 1
INFO = b"palier recontact 1"
IV_BYTES, KEY_BYTES = 12, 32


class UnopenableError(Exception):
    """A sealed part that this server cannot open; the message says why, in French."""


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """Who to call back: a first name, one way to reach them (``kind`` says which), and when it suits them.

    It never shows what it holds in a log, nor in the report of an error.
    """

    first_name: str
    contact: str
    kind: ContactKind = ContactKind.TELEPHONE
    when: str = ""

    def __repr__(self) -> str:
        return "Named(…)"

    @property
    def address(self) -> str:
        """What calls or writes, « tel:… » or « mailto:… »; "" when the contact is neither a number nor an e-mail."""
        digits = "".join(sign for sign in self.contact if sign.isdecimal() or sign == "+")
        if self.kind == ContactKind.TELEPHONE and digits:
            return f"tel:{digits}"
        return f"mailto:{self.contact}" if self.kind == ContactKind.COURRIEL and "@" in self.contact else ""

    @classmethod
    def read(cls, clear: bytes) -> "Named":
        """Return the name in ``clear``, JSON in UTF-8; what is missing is empty. Raises UnopenableError."""
        try:
            told = json.loads(clear)
            kind = told.get("kind", "")
            fields = {name: str(told.get(name) or "") for name in ("first_name", "contact", "when")}
        except (ValueError, AttributeError):
            raise UnopenableError("Ce qui a été scellé n'est pas un nom.") from None
        return cls(**fields, kind=ContactKind(kind) if kind in ContactKind else ContactKind.AUTRE)

    def written(self) -> bytes:
        """Return the JSON that is sealed, without spaces, as a browser writes it."""
        told = {"first_name": self.first_name, "contact": self.contact, "kind": str(self.kind), "when": self.when}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def seal(
    named: Named,
    *,
    entry: UUID,
    key: UUID,
    point: str,
    ephemeral: ec.EllipticCurvePrivateKey | None = None,
    iv: bytes = b"",
) -> dict[str, Any]:
    """Return ``named`` sealed for the line ``entry`` with the public ``point`` of the structure's key ``key``.

    The pair ``ephemeral`` and ``iv`` are drawn for each name; only the example of the tests gives them.
    """
    own = ephemeral or ec.generate_private_key(ec.SECP256R1())
    iv = iv or secrets.token_bytes(IV_BYTES)
    cipher = _cipher(own, public_of(point), key)
    box = cipher.encrypt(iv, named.written(), entry.bytes)
    return {
        "v": VERSION,
        "key": str(key),
        "point": point_of(own.public_key()),
        "iv": as_text(iv),
        "box": as_text(box),
    }


def unseal(sealed: Mapping[str, Any], *, entry: UUID, private: ec.EllipticCurvePrivateKey) -> Named:
    """Return the name sealed for the line ``entry`` with the public half of ``private``. Raises UnopenableError."""
    if sealed.get("v") != VERSION:
        raise UnopenableError("Le nom a été scellé par une version de Palier que ce serveur ne connaît pas.")
    try:
        iv, box = as_bytes(sealed["iv"]), as_bytes(sealed["box"])
        cipher = _cipher(private, public_of(sealed["point"]), UUID(str(sealed["key"])))
        clear = cipher.decrypt(iv, box, entry.bytes)
    except InvalidTag:
        raise UnopenableError(
            "Le nom scellé ne s'ouvre pas : il a été abîmé, ou scellé pour un autre rappel."
        ) from None
    except (KeyError, TypeError, ValueError):
        raise UnopenableError("Le nom scellé n'a pas la forme attendue.") from None
    return Named.read(clear)


def point_of(public: ec.EllipticCurvePublicKey) -> str:
    """Return the 65 bytes of a public key, uncompressed, as text."""
    return as_text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def public_of(point: str) -> ec.EllipticCurvePublicKey:
    """Return the public key of ``point``. Raises ValueError when it is not one of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), as_bytes(point))


def as_text(data: bytes) -> str:
    """Return ``data`` in base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def as_bytes(text: str) -> bytes:
    """Return what ``as_text`` wrote. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _cipher(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, key: UUID) -> AESGCM:
    shared = own.exchange(ec.ECDH(), other)
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=key.bytes, info=INFO).derive(shared))
