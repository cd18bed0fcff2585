"""Keys made where the record is born: UUID version 7 (RFC 9562, section 5.7), ordered by time."""

import secrets
import time
from threading import Lock
from uuid import UUID

RANDOM_BITS = 74
LAST_BITS = 62
# Within one millisecond each key follows the one before, by a step that cannot be guessed (RFC 9562, section 6.2).
STEP_BITS = 32

_lock = Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits. A process makes them in order."""
    global _last
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    drawn = secrets.randbits(RANDOM_BITS)
    with _lock:
        if milliseconds == _last[0] and drawn <= _last[1]:
            drawn = (_last[1] + 1 + secrets.randbits(STEP_BITS)) & (1 << RANDOM_BITS) - 1
        _last = (milliseconds, drawn)
    first, last = drawn >> LAST_BITS, drawn & (1 << LAST_BITS) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | first << 64 | 0x2 << 62 | last)
