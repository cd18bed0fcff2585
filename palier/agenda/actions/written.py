"""The field log of an outing begins: from its first line on, figures are counted at its place, date and modality."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.agenda.models import Outing


@transaction.atomic(savepoint=False)
def hold_written(*, ids: Collection[UUID], now: datetime) -> list[Outing]:
    """Return the outings as the database holds them, marked as written in, and kept from others until the end.

    Call it in the transaction that writes the lines. Whoever wanted to change one of them waits, then is refused.
    """
    # NO KEY: the lines just written hold their outing by its key, on both sides of two transactions that meet.
    held = list(Outing.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    new = [outing for outing in held if outing.written_at is None]
    for outing in new:
        outing.written_at = now
    if new:
        Outing.objects.filter(pk__in=[outing.pk for outing in new]).update(written_at=now)
    return held


@transaction.atomic(savepoint=False)
def release_written(*, ids: Collection[UUID]) -> None:
    """Let outings change again: every line was moved to another outing, this one had been opened by mistake."""
    Outing.objects.filter(pk__in=ids).update(written_at=None)
