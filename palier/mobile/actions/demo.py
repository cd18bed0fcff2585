"""Make and receive what the invented phones of the demonstration send, as the field app does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Sender
from palier.mobile.actions.phones import PhoneReport
from palier.mobile.clocks import PhoneClock
from palier.mobile.enums import OperationKind
from palier.mobile.envelopes import read_operations
from palier.mobile.payloads import SCHEMA
from palier.structures.models import Membership


def demo_operation(
    *, kind: OperationKind, outing: Outing, member: Membership, device: UUID, at: datetime, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an operation that ``member`` wrote on the phone ``device``, as it is sent."""
    return {
        "id": str(uuid7()),
        "device": str(device),
        "seq": 1,
        "user": str(member.pk),
        "outing": str(outing.pk),
        "kind": kind.value,
        "payload": dict(payload),
        "at": at.isoformat(),
        "schema": SCHEMA,
    }


def receive_demo(*, sent: Sequence[dict[str, Any]], sender: Sender, report: PhoneReport) -> None:
    """Receive operations at the hour of ``report``, from a phone whose clock is right."""
    clock = PhoneClock.seen(sent_at=report.now, received_at=report.now)
    receive_batch(readings=read_operations(sent, clock), sender=sender, now=report.now, report=report)
