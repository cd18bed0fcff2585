"""What each installation of the field app last said of itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from palier.core.inserting import upsert
from palier.mobile.models import FieldPhone
from palier.structures.models import Membership

# A database column holds no more; nobody has as many.
MOST_PENDING = 1_000_000
_KEY = ("structure", "membership", "device")


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """How much a phone still holds after this exchange, and since when (the hour put right)."""

    membership: Membership
    device: UUID
    label: str
    pending: int
    oldest_pending_at: datetime | None
    app: str
    is_persistent: bool | None
    now: datetime


def note_phone(report: PhoneReport) -> None:
    """Write what a phone said of itself, over what it said before: one statement."""
    row = {
        "structure": report.membership.structure_id,
        "membership": report.membership.pk,
        "device": report.device,
        "label": report.label[:80],
        "pending": min(report.pending, MOST_PENDING),
        "oldest_pending_at": report.oldest_pending_at,
        "app_version": report.app[:40],
        "is_persistent": report.is_persistent,
        "last_sync_at": report.now,
    }
    upsert(FieldPhone, _KEY, [row], [f"{name} = excluded.{name}" for name in row if name not in _KEY], report.now)
