"""Operations set aside as a file: JSON that the desk can take in again, or a table to read."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from palier.documents.tables import Column
from palier.mobile.models import SetAside

TITLE = "Saisies mises de côté"
COLUMNS: list[Column[SetAside]] = [
    Column("Reçue le", lambda aside: localtime(aside.received_at).replace(tzinfo=None)),
    Column("Notée le", lambda aside: localtime(aside.made_at).replace(tzinfo=None)),
    Column("Type", lambda aside: aside.kind_label),
    Column("État", lambda aside: aside.get_status_display()),
    Column("Raison", lambda aside: aside.reason),
    Column("Décision", lambda aside: aside.get_verdict_display()),
    Column("Note", lambda aside: aside.judge_note),
    Column("Clé", lambda aside: str(aside.operation_id)),
    Column("Sortie", lambda aside: str(aside.outing_id or "")),
    Column("Contenu reçu", lambda aside: json.dumps(aside.raw, ensure_ascii=False)),
]


def asides_json(asides: Sequence[SetAside], now: datetime) -> dict[str, Any]:
    """Return the operations as a phone exports them, and beside them why each one was set aside."""
    return {
        "palier": "terrain",
        "version": 1,
        "exported_at": now.isoformat(),
        "account": None,
        "ops": [aside.raw for aside in asides],
        "set_aside": [
            {
                "operation": str(aside.operation_id),
                "status": aside.status,
                "reason": aside.reason,
                "verdict": aside.verdict,
                "note": aside.judge_note,
                "written_by": str(aside.written_by) if aside.written_by else None,
                "made_at": aside.made_at.isoformat(),
                "received_at": aside.received_at.isoformat(),
            }
            for aside in asides
        ],
    }
