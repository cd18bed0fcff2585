"""Limits of tries that hold: kept in the database, shared by all processes, counted under a lock.

A limit is a sliding window: at most ``limit`` tries in any ``seconds``. A refused try is not counted, so that who
insists waits no longer. Call these outside a transaction that may be rolled back: the count would go with it.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils.crypto import salted_hmac

from palier.accounts.models import Throttle


def take(*, key: str, limit: int, seconds: float, now: datetime) -> bool:
    """Count one try of ``key`` and return True, or return False when it had ``limit`` tries in the last ``seconds``."""
    with transaction.atomic():
        row = _locked(key, ends_at=now + timedelta(seconds=seconds))
        recent = _recent(row.instants, seconds=seconds, now=now)
        if len(recent) >= limit:
            return False
        row.instants = [*recent, now.timestamp()]
        row.ends_at = now + timedelta(seconds=seconds)
        row.save(update_fields=["instants", "ends_at"])
    return True


def give_back(*, key: str, at: datetime) -> None:
    """Forget the try of ``key`` counted at ``at``: it was a good one."""
    with transaction.atomic():
        row = Throttle.objects.select_for_update().filter(key=_digest(key)).first()
        if row is not None and at.timestamp() in row.instants:
            row.instants.remove(at.timestamp())
            row.save(update_fields=["instants"])


def forget(key: str) -> None:
    """Forget every try of ``key``."""
    Throttle.objects.filter(key=_digest(key)).delete()


def seconds_left(*, key: str, limit: int, seconds: float, now: datetime) -> int:
    """Return in how many seconds ``take`` will say yes again, rounded up; 0 when it would now."""
    row = Throttle.objects.filter(key=_digest(key)).first()
    recent = _recent(row.instants, seconds=seconds, now=now) if row is not None else []
    if len(recent) < limit:
        return 0
    return max(1, ceil(sorted(recent)[-limit] + seconds - now.timestamp()))


def forget_old(now: datetime) -> int:
    """Erase the rows whose tries no longer count, and return how many."""
    return Throttle.objects.filter(ends_at__lt=now).delete()[0]


def _digest(key: str) -> str:
    # Keyed, so that a stolen database does not tell which addresses were tried.
    return salted_hmac("palier.throttling", key, algorithm="sha256").hexdigest()


def _locked(key: str, *, ends_at: datetime) -> Throttle:
    """Return the row of ``key``, made when missing, locked until the end of the transaction."""
    rows = Throttle.objects.select_for_update().filter(key=_digest(key))
    found = rows.first()
    if found is None:
        # Another process may make it at the same time: one of the two does, and both then wait for the lock.
        Throttle.objects.bulk_create([Throttle(key=_digest(key), ends_at=ends_at)], ignore_conflicts=True)
        found = rows.get()
    return found


def _recent(instants: list[float], *, seconds: float, now: datetime) -> list[float]:
    """Return the instants that still count. One ahead of a clock set back counts as now, or it would last for ever."""
    moment = now.timestamp()
    return [min(instant, moment) for instant in instants if instant > moment - seconds]
