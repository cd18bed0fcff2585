"""Where a writing comes from: who, with what, when said, when received, and its place in the order of writings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from palier.core.ids import uuid7
from palier.structures.models import Membership


@dataclass(frozen=True, slots=True)
class Origin:
    """One writing. ``clock`` is the key of its operation (UUIDv7): the greater one is the later writing.

    ``made_at`` is the hour of the phone put right. ``device`` is None, and ``clock`` a key of the server's, for what is
    written at a desk.
    """

    membership: Membership | None
    device: UUID | None
    made_at: datetime
    received_at: datetime
    clock: UUID

    @classmethod
    def desk(cls, membership: Membership | None, now: datetime, *seen: UUID) -> "Origin":
        """Return the origin of a writing made at a desk now, after the writings ``seen``."""
        return cls(membership=membership, device=None, made_at=now, received_at=now, clock=key_after(*seen))


def key_after(*seen: UUID) -> UUID:
    """Return a new key greater than those ``seen``, which a phone with a clock ahead of time may have made."""
    fresh = uuid7()
    latest = max(seen, default=fresh)
    return fresh if fresh > latest or fresh == latest else UUID(int=latest.int + 1)
