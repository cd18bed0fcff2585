"""Faults planted in a server on purpose: a campaign that stays green with one of them proves nothing."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

# How long after the answer the work is done, in seconds.
LATE = 0.03
NO_LIMIT = 10**9


def plant(name: str) -> None:
    """Plant the fault ``name``, "" for none. The limit of requests a minute is lifted: it is not what is proved."""
    from palier.mobile.api import requests  # noqa: PLC0415 (Django is ready only now)

    requests.MOST_A_MINUTE = NO_LIMIT
    if name:
        FAULTS[name]()


def answer_before_commit() -> None:
    """Say « received » first, write after."""
    from django.db import connections  # noqa: PLC0415

    from palier.core.tenancy import structure_scope  # noqa: PLC0415
    from palier.mobile.actions.ledger import Receipt  # noqa: PLC0415
    from palier.mobile.api import sync  # noqa: PLC0415
    from palier.mobile.enums import ReceiptStatus  # noqa: PLC0415

    receive = sync.receive_batch

    def late(*, readings: Sequence[Any], sender: Any, now: Any, report: Any) -> list[Receipt]:
        def work() -> None:
            time.sleep(LATE)
            with structure_scope(sender.membership.structure_id):
                receive(readings=readings, sender=sender, now=now, report=report)
            connections.close_all()

        threading.Thread(target=work, daemon=True).start()
        return [Receipt(reading.operation_id, ReceiptStatus.APPLIED, now) for reading in readings]

    sync.receive_batch = late  # type: ignore[assignment]


def forget_the_ledger() -> None:
    """Know nothing of what was received, and give each tap a key of the server."""
    from palier.core.ids import uuid7  # noqa: PLC0415
    from palier.fieldlog.actions import tallies  # noqa: PLC0415
    from palier.mobile.actions import batches  # noqa: PLC0415
    from palier.mobile.actions.ledger import Ledger  # noqa: PLC0415

    columns = tallies._columns
    tallies._columns = lambda row: {**columns(row), "id": uuid7()}
    batches.read_ledger = lambda *_: Ledger()  # type: ignore[assignment]
    batches.write_operations = lambda *_, **__: None  # type: ignore[assignment]


FAULTS: dict[str, Callable[[], None]] = {
    "answer-before-commit": answer_before_commit,
    "forget-the-ledger": forget_the_ledger,
}
