"""The ledger of operations: what is known of each, so that a repeat is answered as the first time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from palier.audit.actor import Actor
from palier.core.inserting import insert_values
from palier.core.questions import Question, columns_of, names_of
from palier.mobile.enums import ReceiptStatus, Verdict
from palier.mobile.envelopes import Reading
from palier.mobile.models import Operation, SetAside
from palier.structures.models import Membership

REASON_LENGTH = 300
# What is written by itself when its outing, or its line, comes.
OPEN_WAITING = Q(status=ReceiptStatus.WAITING, verdict=Verdict.OPEN)
_ASIDE = columns_of(SetAside)
_ASIDES = Question(
    f"SELECT {names_of(_ASIDE)} FROM mobile_setaside WHERE structure_id = :structure AND (operation_id IN :keys"  # noqa: S608
    f" OR (outing_id IN :outings AND status = '{ReceiptStatus.WAITING.value}' AND verdict = '{Verdict.OPEN.value}'))"
    " ORDER BY operation_id",
    _ASIDE,
)
_APPLIED = Question(
    "SELECT id, digest, received_at FROM mobile_operation WHERE structure_id = :structure AND id IN :keys",
    columns_of(Operation, "id", "digest", "received_at"),
)
CONFLICT = "Le téléphone a envoyé deux contenus différents pour une même saisie : les deux sont gardés."


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the phone is told of one operation: from now on, the centre holds it."""

    op: UUID
    status: ReceiptStatus
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends. ``refusal`` (French) is why nothing of theirs is applied; "" when it may be."""

    membership: Membership
    by: Actor
    refusal: str = ""


@dataclass(slots=True)
class Ledger:
    """What is known of some keys: the answer given to each content, and the rows that wait for some outings."""

    answers: dict[UUID, dict[bytes, Receipt]] = field(default_factory=lambda: defaultdict(dict))
    waiting: list[SetAside] = field(default_factory=list)

    def answer(self, reading: Reading) -> Receipt | None:
        """Return the answer given to the same content under the same key."""
        return self.answers[reading.operation_id].get(reading.digest)

    def note(self, reading: Reading, receipt: Receipt) -> None:
        """Remember an answer, for what follows in the same batch."""
        self.answers[reading.operation_id][reading.digest] = receipt


def read_ledger(readings: Sequence[Reading], outings: Iterable[UUID]) -> Ledger:
    """Return what the current structure knows of these operations, in two questions whatever their number."""
    keys, ledger = {reading.operation_id for reading in readings}, Ledger()
    for aside in _ASIDES.records(SetAside, keys=keys, outings=set(outings)):
        if aside.operation_id in keys:
            ledger.answers[aside.operation_id][bytes(aside.digest)] = Receipt(
                aside.operation_id, ReceiptStatus(aside.answer), aside.received_at, aside.reason
            )
        if aside.status == ReceiptStatus.WAITING and aside.verdict == Verdict.OPEN:
            ledger.waiting.append(aside)
    for key, digest, received_at in _APPLIED.ask(keys=keys):
        # What was set aside first, and applied since, is still answered as the first time.
        ledger.answers[key].setdefault(bytes(digest), Receipt(key, ReceiptStatus.APPLIED, received_at))
    return ledger


def write_operations(readings: Iterable[Reading], *, structure_id: UUID, now: datetime) -> None:
    """Write operations in the ledger. Raises IntegrityError when a key was taken meanwhile: read the ledger again.

    In the order of their keys: two transactions that meet wait for each other, and never both.
    """
    in_order = sorted(readings, key=lambda reading: reading.operation_id)
    insert_values(
        Operation,
        [
            {"id": each.operation_id, "structure_id": structure_id, "digest": each.digest, "received_at": now}
            for each in in_order
        ],
    )


def aside_of(reading: Reading, *, sender: Sender, status: ReceiptStatus, reason: str, now: datetime) -> SetAside:
    """Return, not saved, the row that keeps an operation whole."""
    return SetAside(
        structure_id=sender.membership.structure_id,
        operation_id=reading.operation_id,
        digest=reading.digest,
        kind=reading.kind,
        outing_id=reading.outing,
        raw=reading.raw,
        answer=status,
        status=status,
        reason=reason[:REASON_LENGTH],
        sent_by=sender.membership,
        written_by=reading.user,
        device=reading.device,
        made_at=reading.made_at,
        received_at=now,
        created_at=now,
        updated_at=now,
    )
