"""The answer to a phone, as OpenAPI describes it and as it is written."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Schema

from palier.mobile.actions.ledger import Receipt
from palier.mobile.enums import ReceiptStatus
from palier.mobile.envelopes import Reading


class ReceiptOut(Schema):
    """Le centre tient cette opération : le téléphone peut l'ôter de sa file. Une répétition a la même réponse."""

    op: UUID
    status: ReceiptStatus
    at: datetime
    reason: str = Field("", description="En français, pour ce qui est mis de côté")


class UnreadableOut(Schema):
    """Une opération sans clé : gardée au centre, entière."""

    index: int = Field(description="Sa place dans `ops`")
    reason: str


class ChangesOut(Schema):
    """Ce que le téléphone ne sait pas encore. Les quatre derniers manquent s'ils n'ont pas changé."""

    account: dict[str, Any]
    outings: list[dict[str, Any]] = Field(description="Chacune entière ; `version` grandit")
    removed: list[UUID] = Field(description="Sorties qui ne sont plus les siennes")
    members: list[dict[str, Any]] | None = None
    places: list[dict[str, Any]] | None = None
    texts: dict[str, Any] | None = None
    themes: list[str] | None = Field(None, description="Ceux que l'équipe a choisis, les derniers d'abord")


class SyncOut(Schema):
    """La réponse : un reçu pour chaque opération lisible, dans leur ordre."""

    receipts: list[ReceiptOut]
    unreadable: list[UnreadableOut]
    locked: bool = Field(description="Le téléphone attend son code : il peut envoyer, rien ne descend")
    changes: ChangesOut | None = Field(description="Rien de neuf, ou d'autres opérations sont encore à envoyer : null")
    cursor: str | None
    now: datetime


class RefusalOut(Schema):
    """Pourquoi rien n'a été pris : le téléphone garde tout."""

    detail: str
    reason: str = Field("", description="401 : login, code ou closed ; 409 : account")


def answer_of(
    readings: Sequence[Reading],
    receipts: Sequence[Receipt],
    *,
    locked: bool,
    changes: dict[str, Any] | None,
    cursor: str | None,
    now: datetime,
) -> HttpResponse:
    """Return the answer 200."""
    pairs = list(zip(readings, receipts, strict=True))
    return json_response(
        {
            "receipts": [
                {"op": str(got.op), "status": got.status.value, "at": got.at.isoformat(), "reason": got.reason}
                for reading, got in pairs
                if reading.has_key
            ],
            "unreadable": [
                {"index": reading.index, "reason": got.reason} for reading, got in pairs if not reading.has_key
            ],
            "locked": locked,
            "changes": changes,
            "cursor": cursor,
            "now": now.isoformat(),
        }
    )


def json_response(content: Any, status: int = 200) -> HttpResponse:
    """Return ``content`` as JSON, never kept by anything on the way."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(written, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
