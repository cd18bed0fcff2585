"""The request of a phone: what may be said in it, and what refuses it whole."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import AwareDatetime, ValidationError

from palier.mobile.envelopes import NotJson, parse

MOST_OPERATIONS = 500
MOST_BYTES = 4 * 1024 * 1024
# A phone asks once a minute, and more when it empties its list: beyond this, something loops.
MOST_A_MINUTE = 300
MINUTE = timedelta(minutes=1)
HEADER = "X-Palier-Terrain"


class SyncIn(Schema):
    """What a phone says of itself, and its operations (each one an envelope, read on its own)."""

    device: UUID = Field(description="Clé de cette installation de l'application")
    sent_at: AwareDatetime = Field(description="Heure de l'horloge du téléphone à l'envoi")
    user: UUID | None = Field(None, description="Membre dont le téléphone tient la file ; 409 si un autre est connecté")
    app: str = ""
    cursor: str | None = Field(None, description="Le dernier reçu, rendu tel quel")
    persisted: bool | None = Field(None, description="Si le navigateur protège la mémoire du téléphone")
    pending: int = Field(0, description="Opérations encore sur le téléphone, celles-ci comprises")
    oldest_pending_at: datetime | None = None
    ops: list[Any] = Field(default_factory=list, description="Enveloppes : au plus 500")


class RequestRefused(Exception):  # noqa: N818 (the name says what happened)
    """The request is refused whole: nothing of it was kept, the phone keeps all. The message is French."""

    def __init__(self, status: int, detail: str, *, reason: str = "", retry_after: int = 0) -> None:
        super().__init__(detail)
        self.status, self.detail, self.reason, self.retry_after = status, detail, reason, retry_after


def read_request(request: HttpRequest) -> SyncIn:
    """Return what a phone asks. Raises RequestRefused: not JSON, too big, too many operations, a part unreadable."""
    if HEADER not in request.headers or request.content_type != "application/json":
        raise RequestRefused(422, "Cette adresse ne parle qu'à l'application de terrain.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise RequestRefused(413, "Envoi trop lourd : 4 Mo au plus. Le téléphone le coupe en plusieurs.")
    try:
        found = SyncIn.model_validate(parse(request.body))
    except NotJson as error:
        raise RequestRefused(422, "L'envoi ne se lit pas. Rien n'est perdu : le téléphone garde tout.") from error
    except ValidationError as error:
        fields = sorted({str(fault["loc"][0]) if fault["loc"] else "envoi" for fault in error.errors()})
        raise RequestRefused(422, f"L'envoi ne se lit pas ({', '.join(fields)}). Le téléphone garde tout.") from error
    if len(found.ops) > MOST_OPERATIONS:
        raise RequestRefused(413, f"Trop d'opérations en un envoi : {MOST_OPERATIONS} au plus.")
    return found


def check_pace(member: UUID, now: datetime) -> None:
    """Count one request of a member. Raises RequestRefused (429) past the limit of this minute, in this process."""
    minute = int(now.timestamp() // MINUTE.total_seconds())
    key = f"sync:{member.hex}:{minute}"
    cache.add(key, 0, 2 * MINUTE.total_seconds())
    if cache.incr(key) > MOST_A_MINUTE:
        left = int((minute + 1) * MINUTE.total_seconds() - now.timestamp()) + 1
        raise RequestRefused(429, "Trop d'envois à la suite : le téléphone réessaie tout seul.", retry_after=left)
