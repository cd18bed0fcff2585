"""Read the file that a phone exports when it cannot send any more (static/mobile/logic/exports.js writes it)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from palier.mobile.envelopes import NotJson, parse

MARK, VERSION = "terrain", 1
MOST_OPERATIONS = 20_000
NOT_OURS = "Ce fichier ne vient pas de l'application de terrain de Palier."
TOO_NEW = "Ce fichier vient d'une version plus récente de l'application : mettez Palier à jour, puis recommencez."
TOO_MANY = f"Ce fichier contient plus de {MOST_OPERATIONS} saisies : demandez de l'aide à qui gère ce serveur."


class UnreadablePhoneFile(Exception):  # noqa: N818 (the name says what happened)
    """The file cannot be taken in. The message is French."""


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """What a phone held: its operations as they are, of which structure, and its hour when it wrote the file."""

    ops: list[Any]
    structure: UUID | None
    exported_at: datetime | None


def read_phone_file(body: bytes) -> PhoneFile:
    """Return what the file holds. Raises UnreadablePhoneFile."""
    try:
        told = parse(body)
    except NotJson as error:
        raise UnreadablePhoneFile(NOT_OURS) from error
    if not isinstance(told, dict) or told.get("palier") != MARK or not isinstance(told.get("ops"), list):
        raise UnreadablePhoneFile(NOT_OURS)
    if told.get("version") != VERSION:
        raise UnreadablePhoneFile(TOO_NEW)
    if len(told["ops"]) > MOST_OPERATIONS:
        raise UnreadablePhoneFile(TOO_MANY)
    account = told.get("account")
    structure = account.get("structure") if isinstance(account, dict) else None
    return PhoneFile(told["ops"], _key(structure), _instant(told.get("exported_at")))


def _key(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) and text else None
    except ValueError:
        return None


def _instant(text: Any) -> datetime | None:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None
