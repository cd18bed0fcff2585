"""``POST /api/sync`` as a phone sends it, and what its answer means (static/mobile/sync/exchange.js)."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE = 30.0
STATUSES = {"applied", "waiting", "quarantined", "conflict"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange: its outcome (answered, offline, login, refused, later) and the body of an answer of the centre."""

    outcome: str
    status: int = 0
    answer: Mapping[str, Any] | None = None


def exchange(port: int, cookie: str, body: Mapping[str, Any], patience: float = PATIENCE) -> Exchange:
    """Send ``body``; never raises: a line that breaks is « offline », and so is an answer that is not the centre's."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    headers = {"Content-Type": "application/json", "X-Palier-Terrain": "1", "Cookie": cookie}
    try:
        line.request("POST", "/api/sync", json.dumps(body), headers)
        response = line.getresponse()
        kind, content = response.headers.get("Content-Type", ""), response.read()
    except (OSError, http.client.HTTPException):
        return Exchange("offline")
    finally:
        line.close()
    return _result(response.status, kind, content)


def _result(status: int, kind: str, content: bytes) -> Exchange:
    if not kind.startswith("application/json"):
        return Exchange("offline", status)
    try:
        body = json.loads(content)
    except ValueError:
        return Exchange("offline", status)
    if 200 <= status < 300:
        return Exchange("answered", status, body) if is_answer(body) else Exchange("offline", status)
    if status == 401:
        return Exchange("login", status, body)
    if status in {400, 413, 422}:
        return Exchange("refused", status, body)
    return Exchange("later", status, body)


def is_answer(body: Any) -> bool:
    """Tell whether this has the shape of an answer of the centre: a captive portal says « 200 OK » too."""
    return (
        isinstance(body, dict)
        and isinstance(body.get("now"), str)
        and isinstance(body.get("receipts"), list)
        and all(isinstance(one.get("op"), str) and one.get("status") in STATUSES for one in body["receipts"])
        and "changes" in body
    )
