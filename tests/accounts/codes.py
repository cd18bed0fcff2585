"""What an authenticator app shows, computed as RFC 6238 says, apart from the code under test."""

import base64
import hashlib
import hmac
import struct
import time

PERIOD = 30


def code_of(key: str, *, at: float | None = None) -> str:
    """Return the six digits of ``key`` (base32, spaces allowed) at an instant, now by default."""
    counter = int(time.time() if at is None else at) // PERIOD
    secret = base64.b32decode(key.replace(" ", ""))
    digest = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def wrong_code(key: str) -> str:
    """Return six digits that the app shows neither now nor a step earlier or later."""
    close = {code_of(key, at=time.time() + shift) for shift in (-PERIOD, 0, PERIOD)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in close)
