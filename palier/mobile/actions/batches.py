"""Receive what a phone sends: the whole of it in one go, or one by one when something refuses.

Whatever happens to an operation, the centre holds it when this returns: applied, or set aside whole with the reason.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from palier.agenda.actions.safety import SafetyRefused
from palier.agenda.actions.written import outings_to_write
from palier.agenda.models import Outing
from palier.core.tenancy import across_structures
from palier.fieldlog.origin import Origin
from palier.mobile.actions.applying import Job, NotApplied, apply_jobs, in_order
from palier.mobile.actions.ledger import (
    CONFLICT,
    OPEN_WAITING,
    Ledger,
    Receipt,
    Sender,
    aside_of,
    read_ledger,
    write_operations,
)
from palier.mobile.actions.phones import PhoneReport, note_phone
from palier.mobile.actions.pictures import Pictures, keep_pictures
from palier.mobile.actions.waking import job_of, members_of
from palier.mobile.enums import OperationKind, ReceiptStatus, Verdict
from palier.mobile.envelopes import Reading
from palier.mobile.models import Operation, SetAside
from palier.residents.sealing import UnopenableError

logger = logging.getLogger(__name__)
# A race for a key, or two transactions that wait for each other, end at the next try.
TRIES = 6
REFUSALS = (NotApplied, SafetyRefused, UnopenableError)
NO_OUTING_YET = "Sa sortie n'est pas encore arrivée au centre."
NO_LINE_YET = "La ligne dont elle parle n'est pas encore arrivée au centre."
NOT_THEIRS = "Écrite par une autre personne que celle qui est connectée sur ce téléphone."
KEY_TAKEN = "Sa clé est déjà celle d'une autre saisie."
UNEXPECTED = "Palier n'a pas su l'enregistrer : rien n'est perdu, elle est gardée ici entière."


@dataclass(slots=True)
class _Batch:
    """What becomes of the operations of one request."""

    sender: Sender
    now: datetime
    ledger: Ledger
    outings: dict[UUID, Outing]
    receipts: dict[tuple[UUID, bytes], Receipt] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    asides: list[SetAside] = field(default_factory=list)
    judged: list[SetAside] = field(default_factory=list)

    def applied(self, job: Job) -> None:
        """Note that an operation is in the log."""
        if job.aside is not None:
            job.aside.verdict, job.aside.judged_at = Verdict.APPLIED, self.now
            self.judged.append(job.aside)
        else:
            receipt = Receipt(job.reading.operation_id, ReceiptStatus.APPLIED, self.now)
            self.receipts[job.reading.identity] = receipt

    def keep(self, reading: Reading, status: ReceiptStatus, reason: str) -> None:
        """Set an operation aside, whole."""
        self.asides.append(aside_of(reading, sender=self.sender, status=status, reason=reason, now=self.now))
        receipt = Receipt(reading.operation_id, status, self.now, reason)
        self.receipts[reading.identity] = receipt
        self.ledger.note(reading, receipt)

    def refuse(self, job: Job, status: ReceiptStatus, reason: str) -> None:
        """Set aside an operation that could not be applied; one that was aside already is told why."""
        if job.aside is None:
            self.keep(job.reading, status, reason)
        elif status != job.aside.status:
            job.aside.status, job.aside.reason = status, reason
            self.judged.append(job.aside)


def receive_batch(
    *,
    readings: Sequence[Reading],
    sender: Sender,
    now: datetime,
    report: PhoneReport | None = None,
    awaited: Collection[UUID] = (),
) -> list[Receipt]:
    """Return what becomes of each operation, in their order, once all are written. A repeat is answered the same.

    What the phone says of itself is written in the same transaction. ``awaited``: outings that came by another way.
    """
    known, pictures = keep_pictures(readings, sender.membership.structure_id)
    one_by_one = False
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                if report is not None:
                    note_phone(report)
                batch = _sort_out(known, pictures, sender, now, awaited)
                # Last, since all the phones of a structure write in the same sums, and wait for each other.
                (_apply_each if one_by_one else _apply_at_once)(batch)
                _save(batch)
        except OperationalError as error:
            if not left or "deadlock" not in str(error):
                raise
        except IntegrityError:
            # A key taken meanwhile is in the ledger at the next try; anything else is found one by one.
            if not left:
                raise
            one_by_one = left < TRIES - 1
        except Exception:
            if one_by_one:
                raise
            one_by_one = True
        else:
            _meet(batch, sender, now)
            return [batch.receipts[reading.identity] for reading in readings]
    raise AssertionError("unreachable")  # the last try returns or raises


def _meet(batch: _Batch, sender: Sender, now: datetime) -> None:
    """Wake what waits for an outing that came in another transaction at the same moment: neither saw the other."""
    waited = {aside.outing_id for aside in batch.asides if aside.status == ReceiptStatus.WAITING}
    made = {job.reading.outing for job in batch.jobs if job.reading.kind == OperationKind.OUTING_IMPROVISE}
    both = {outing for outing in waited | made if outing is not None}
    if both and SetAside.objects.filter(OPEN_WAITING, outing_id__in=both).exists():
        found = list(Outing.objects.filter(pk__in=both).values_list("pk", flat=True))
        if found:
            receive_batch(readings=[], sender=sender, now=now, awaited=found)


def _sort_out(
    readings: Sequence[Reading], pictures: Pictures, sender: Sender, now: datetime, awaited: Collection[UUID]
) -> _Batch:
    """Tell what is known already, what is set aside at once, and what is to be applied."""
    wanted = {*awaited, *(outing for reading in readings for outing in reading.outings)}
    found = outings_to_write(wanted)
    batch = _Batch(sender, now, read_ledger(readings, wanted), found)
    made = {reading.outing for reading in readings if reading.kind == OperationKind.OUTING_IMPROVISE}
    to_come = {*found, *made}
    for reading in readings:
        known = batch.ledger.answer(reading)
        if known is not None:
            batch.receipts[reading.identity] = known
        elif batch.ledger.answers[reading.operation_id]:
            batch.keep(reading, ReceiptStatus.CONFLICT, CONFLICT)
        elif refusal := _refusal(reading, sender):
            batch.keep(reading, ReceiptStatus.QUARANTINED, refusal)
        elif not to_come.issuperset(reading.outings):
            batch.keep(reading, ReceiptStatus.WAITING, NO_OUTING_YET)
        else:
            batch.jobs.append(_job(reading, pictures, sender, now))
            batch.ledger.note(reading, Receipt(reading.operation_id, ReceiptStatus.APPLIED, now))
    batch.jobs += _woken(batch, to_come)
    return batch


def _refusal(reading: Reading, sender: Sender) -> str:
    if sender.refusal or reading.refusal:
        return sender.refusal or reading.refusal
    return NOT_THEIRS if reading.user != sender.membership.pk else ""


def _job(reading: Reading, pictures: Pictures, sender: Sender, now: datetime) -> Job:
    origin = Origin(
        membership=sender.membership,
        device=reading.device,
        made_at=reading.made_at,
        received_at=now,
        clock=reading.operation_id,
    )
    return Job(reading, origin, sender.by, picture=pictures.get(reading.operation_id))


def _woken(batch: _Batch, to_come: set[UUID | None]) -> list[Job]:
    """Return what waited for an outing of this batch."""
    rows = [row for row in batch.ledger.waiting if row.outing_id in to_come]
    if not rows:
        return []
    members = members_of(rows)
    jobs = [job_of(row, members, by=batch.sender.by, now=batch.now) for row in rows]
    _find_outings(jobs, batch.outings)
    to_come |= batch.outings.keys()
    return [job for job in jobs if not job.reading.refusal and to_come.issuperset(job.reading.outings)]


def _find_outings(jobs: Sequence[Job], outings: dict[UUID, Outing]) -> None:
    missing = {outing for job in jobs for outing in job.reading.outings} - outings.keys()
    outings.update(outings_to_write(missing))


def _apply_at_once(batch: _Batch) -> None:
    if not batch.jobs:
        return
    structure_id = batch.sender.membership.structure_id
    write_operations((job.reading for job in batch.jobs), structure_id=structure_id, now=batch.now)
    late = apply_jobs(batch.jobs, batch.outings, batch.now)
    if late:
        Operation.objects.filter(pk__in=[job.reading.operation_id for job in late]).delete()
    waiting = {job.reading.identity for job in late}
    for job in batch.jobs:
        if job.reading.identity in waiting:
            batch.refuse(job, ReceiptStatus.WAITING, NO_LINE_YET)
        else:
            batch.applied(job)


def _apply_each(batch: _Batch) -> None:
    for job in in_order(batch.jobs):
        if not batch.outings.keys() >= set(job.reading.outings) and job.reading.kind != OperationKind.OUTING_IMPROVISE:
            batch.refuse(job, ReceiptStatus.WAITING, NO_OUTING_YET)
            continue
        try:
            _apply_one(batch, job)
        except OperationalError:
            raise
        except REFUSALS as refusal:
            batch.refuse(job, ReceiptStatus.QUARANTINED, str(refusal))
        except Exception as fault:
            _keep_after(batch, job, fault)
        else:
            batch.applied(job)


def _apply_one(batch: _Batch, job: Job) -> None:
    with transaction.atomic():
        structure_id = batch.sender.membership.structure_id
        write_operations([job.reading], structure_id=structure_id, now=batch.now)
        outings = dict(batch.outings)
        if apply_jobs([job], outings, batch.now):
            raise _NotYet
    batch.outings.update(outings)


class _NotYet(Exception):  # noqa: N818 (the name says what happened)
    """The line that an operation speaks of has not come."""


def _keep_after(batch: _Batch, job: Job, fault: Exception) -> None:
    """Say what becomes of an operation that failed on its own."""
    if isinstance(fault, _NotYet):
        batch.refuse(job, ReceiptStatus.WAITING, NO_LINE_YET)
        return
    reading = job.reading
    if isinstance(fault, IntegrityError):
        answers = read_ledger([reading], []).answers[reading.operation_id]
        if reading.digest in answers:
            batch.receipts[reading.identity] = answers[reading.digest]
            return
        if answers:
            batch.refuse(job, ReceiptStatus.CONFLICT, CONFLICT)
            return
        if _is_taken_elsewhere(reading.operation_id):
            batch.refuse(job, ReceiptStatus.QUARANTINED, KEY_TAKEN)
            return
    logger.error("Operation %s (%s) could not be applied.", reading.operation_id, reading.kind, exc_info=fault)
    batch.refuse(job, ReceiptStatus.QUARANTINED, UNEXPECTED)


def _is_taken_elsewhere(key: UUID) -> bool:
    # A key is unique in the whole instance: which structure has it is not said.
    with across_structures():
        return Operation.objects.filter(pk=key).exists()


def _save(batch: _Batch) -> None:
    SetAside.objects.bulk_create(sorted(batch.asides, key=lambda aside: (aside.operation_id, aside.digest)))
    for aside in batch.judged:
        aside.updated_at = batch.now
        aside.save(update_fields=["status", "reason", "verdict", "judged_at", "updated_at"])
