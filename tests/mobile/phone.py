"""An invented phone: it makes operations as the field app does, and sends them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.structures.models import Membership
from tests.agenda.safety_teams import START

NOW = START + timedelta(hours=3)
SYNC = "/api/sync"
HEADERS = {"X-Palier-Terrain": "1"}


@dataclass
class Phone:
    """Who writes on it, and its operations in their order."""

    owner: Membership
    device: UUID = field(default_factory=uuid7)
    at: datetime = START + timedelta(minutes=10)
    count: int = 0

    def op(self, kind: str, outing: Outing | UUID | None, /, **payload: Any) -> dict[str, Any]:
        """Return an operation as the phone writes it; ``payload`` as it is."""
        self.count += 1
        where = outing.pk if isinstance(outing, Outing) else outing
        return {
            "id": str(uuid7()),
            "device": str(self.device),
            "seq": self.count,
            "user": str(self.owner.pk),
            "outing": str(where) if where else None,
            "kind": kind,
            "payload": payload,
            "at": self.at.isoformat(),
            "schema": 1,
        }

    def tap(self, outing: Outing | UUID, **cell: Any) -> dict[str, Any]:
        """Return one person counted."""
        return self.op("tally.add", outing, **cell)

    def put(self, line: str, outing: Outing | UUID, entry: UUID | None = None, /, **fields: Any) -> dict[str, Any]:
        """Return a line written."""
        return self.op(f"{line}.put", outing, entry=str(entry or uuid7()), **fields)

    def improvise(self, key: UUID, place: UUID | None = None, **fields: Any) -> dict[str, Any]:
        """Return the operation that makes an outing of two hours under ``key``."""
        hours = {"starts_at": START.isoformat(), "ends_at": (START + timedelta(hours=2)).isoformat()}
        return self.op("outing.improvise", key, **{"place": str(place) if place else None, **hours, **fields})

    def request(self, *ops: Any, sent_at: datetime = NOW, **changed: Any) -> dict[str, Any]:
        """Return the body of a request."""
        return {
            "schema": 1,
            "device": str(self.device),
            "user": str(self.owner.pk),
            "app": "test",
            "sent_at": sent_at.isoformat(),
            "cursor": None,
            "persisted": True,
            "pending": len(ops),
            "oldest_pending_at": None,
            "ops": list(ops),
            **changed,
        }


def send(client: Client, body: Any, **headers: str) -> Any:
    """Return the answer to a request of a phone."""
    return client.post(SYNC, body, content_type="application/json", headers={**HEADERS, **headers})
