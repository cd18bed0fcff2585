"""Read what a phone sends, each operation as far as it can be: what cannot be applied is kept, with the reason."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import isfinite
from typing import Any, cast
from uuid import UUID

from pydantic import ValidationError

from palier.mobile.clocks import PhoneClock
from palier.mobile.enums import OperationKind
from palier.mobile.payloads import PAYLOADS, SCHEMA, EntryMove, Envelope, Payload

DIGEST_BYTES = 16
# What makes an operation itself: a field that a later app adds around it does not make another one of it.
SIGNED = ("id", "device", "seq", "user", "outing", "kind", "payload", "at", "schema")
UUID7 = 7
_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class NotJson(Exception):  # noqa: N818 (the name says what happened)
    """The body is not JSON that can be kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One operation of a request. ``refusal`` (French) says why it cannot be applied, "" when it can.

    ``has_key`` is False when it came without a key of its own: ``operation_id`` is then made from its digest.
    """

    index: int
    operation_id: UUID
    digest: bytes
    raw: dict[str, Any]
    made_at: datetime
    has_key: bool = True
    refusal: str = ""
    kind: str = ""
    user: UUID | None = None
    outing: UUID | None = None
    device: UUID | None = None
    at: datetime | None = None
    payload: Payload | None = None

    @property
    def identity(self) -> tuple[UUID, bytes]:
        """What tells it from all others: its key and its content."""
        return self.operation_id, self.digest

    @property
    def outings(self) -> list[UUID]:
        """The outings that must be known for it to be applied; its own first."""
        wanted = [self.outing] if self.outing is not None else []
        return [*wanted, self.payload.to] if isinstance(self.payload, EntryMove) else wanted


def parse(body: bytes) -> Any:
    """Return the JSON of ``body``, without the characters and numbers that no database can write. Raises NotJson."""
    try:
        found = json.loads(body.decode(), parse_constant=str, parse_float=_finite)
        return _writable(found) if _ESCAPED.search(body) else found
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def read_operations(sent: Sequence[Any], clock: PhoneClock) -> list[Reading]:
    """Return what each operation of a request says. Raises NotJson when one is nested too deep to be kept."""
    try:
        return [read_operation(index, raw, clock) for index, raw in enumerate(sent)]
    except RecursionError as error:
        raise NotJson from error


def read_operation(index: int, sent: Any, clock: PhoneClock) -> Reading:
    """Return what one operation says."""
    raw = sent if isinstance(sent, dict) else {"operation": sent}
    digest = _digest([raw.get(name) for name in SIGNED] if raw is sent else raw)
    try:
        envelope = Envelope.model_validate(raw)
    except ValidationError as error:
        return _unreadable(index, raw, digest, error, clock)
    kind = envelope.kind[:40]
    payload, refusal = _payload_of(envelope)
    return Reading(
        index=index,
        operation_id=envelope.id,
        digest=digest,
        raw=raw,
        made_at=clock.put_right(envelope.at),
        refusal=refusal,
        kind=kind,
        user=envelope.user,
        outing=envelope.outing,
        device=envelope.device,
        at=envelope.at,
        payload=payload,
    )


def _payload_of(envelope: Envelope) -> tuple[Payload | None, str]:
    if envelope.schema_ > SCHEMA:
        return None, "Écrite par une version plus récente de l'application : mettez Palier à jour."
    if envelope.schema_ < SCHEMA:
        return None, "Écrite par une version de l'application trop ancienne pour être lue telle quelle."
    if envelope.kind not in PAYLOADS:
        return None, f"D'un type que cette version de Palier ne connaît pas : « {envelope.kind[:40]} »."
    if envelope.id.version != UUID7:
        return None, "Sa clé n'est pas datée : on ne sait pas la ranger parmi les autres."
    if envelope.outing is None:
        return None, "Elle ne dit pas de quelle sortie il s'agit."
    try:
        return PAYLOADS[OperationKind(envelope.kind)].model_validate(envelope.payload), ""
    except ValidationError as error:
        return None, f"Son contenu ne se lit pas ({_first_field(error)})."


def _unreadable(index: int, raw: dict[str, Any], digest: bytes, error: ValidationError, clock: PhoneClock) -> Reading:
    """Return an operation without a whole envelope, under its own key if it has one."""
    own = _key(raw.get("id"))
    return Reading(
        index=index,
        operation_id=own or UUID(bytes=digest),
        digest=digest,
        raw=raw,
        made_at=clock.received_at,
        has_key=own is not None,
        refusal=f"Son enveloppe ne se lit pas ({_first_field(error)}).",
        kind=str(raw.get("kind") or "")[:40],
        user=_key(raw.get("user")),
        outing=_key(raw.get("outing")),
        device=_key(raw.get("device")),
    )


def _first_field(error: ValidationError) -> str:
    where = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    return ".".join(str(step) for step in where)[:60] or "contenu"


def _key(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _digest(content: Any) -> bytes:
    told = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return blake2b(told.encode(), digest_size=DIGEST_BYTES).digest()


def _finite(text: str) -> float | str:
    value = float(text)
    return value if isfinite(value) else text


def _writable(value: Any) -> Any:
    """Return ``value`` with a mark in place of null characters and of halves of characters."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_writable(each) for each in value]
    if isinstance(value, dict):
        return {cast("str", _writable(name)): _writable(each) for name, each in value.items()}
    return value
