"""What a page of trial carries to the page that confirms it: signed, for one hour, for one person of one structure.

The server keeps nothing of a file between the two.
"""

from typing import Any
from uuid import UUID

from django.core import signing

from palier.documents.reading.errors import UnreadableFile

TRIAL_SECONDS = 3600
TOO_OLD = "Cet essai date de plus d'une heure : envoyez de nouveau le fichier. Rien n'a été écrit."
TOO_MUCH = "Ce fichier est trop lourd pour être essayé d'un seul coup : coupez-le en plusieurs fichiers."
# A form of text is refused past 5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE).
_CARRIED_LIMIT = 4 * 1024 * 1024


def carry(content: Any, *, subject: str, holder: UUID) -> str:
    """Return ``content``, JSON values, as a signed text that serves ``holder`` alone.

    Raises UnreadableFile when a page could not carry it.
    """
    carried = signing.dumps(content, salt=_salt(subject, holder), compress=True)
    if len(carried) > _CARRIED_LIMIT:
        raise UnreadableFile(TOO_MUCH)
    return carried


def carried(text: str, *, subject: str, holder: UUID) -> Any:
    """Return what ``carry`` was given; None when it is too old, or not for this holder."""
    try:
        return signing.loads(text, salt=_salt(subject, holder), max_age=TRIAL_SECONDS)
    except signing.BadSignature:
        return None


def _salt(subject: str, holder: UUID) -> str:
    return f"palier.{subject}.{holder}"
