"""What a lead decides of an operation set aside: applied, here or elsewhere, in place of another, or left aside."""

import logging
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from palier.agenda.models import Outing
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.fieldlog.actions.tallies import NewTally, correct_tallies
from palier.fieldlog.models import Tally
from palier.fieldlog.origin import Origin, key_after
from palier.mobile.actions.applying import Job, NotApplied, apply_jobs
from palier.mobile.actions.batches import NO_LINE_YET, REFUSALS, UNEXPECTED, receive_batch
from palier.mobile.actions.ledger import Sender, write_operations
from palier.mobile.actions.waking import job_of, members_of
from palier.mobile.enums import OperationKind, ReceiptStatus, Verdict
from palier.mobile.models import SetAside
from palier.structures.models import Membership

logger = logging.getLogger(__name__)


class Keep(StrEnum):
    """Of two contents under one key: this one besides the other, or in its place."""

    BOTH = "both"
    THIS = "this"


def apply_aside(
    *,
    aside: SetAside,
    judged_by: Membership,
    by: Actor,
    now: datetime,
    outing: Outing | None = None,
    keep: Keep = Keep.BOTH,
) -> SetAside:
    """Apply an operation under the name of who wrote it, and return its row; what waited for it follows.

    ``outing`` is another one than it says. Of two contents under one key, this one is written under a new key. Raises
    NotApplied, with what refuses.
    """
    judged = _apply(aside=aside, judged_by=judged_by, by=by, now=now, outing=outing, keep=keep)
    came = [judged.outing_id] if judged.outing_id else []
    receive_batch(readings=[], sender=Sender(judged_by, by), now=now, awaited=came)
    return judged


@transaction.atomic
def dismiss_aside(*, aside: SetAside, reason: str, judged_by: Membership, by: Actor, now: datetime) -> SetAside:
    """Leave an operation aside for good, with the reason, and return its row: it is kept. Raises NotApplied."""
    held = _held(aside)
    _judge(held, Verdict.DISMISSED, reason, judged_by, now)
    _note(held, f"Laissée de côté : {reason}", by=by, now=now)
    return held


@transaction.atomic
def note_aside_export(*, count: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write in the audit that ``count`` operations left as a file."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="operation",
        target_label=f"Saisies mises de côté ({file_format.upper()})",
        detail=f"{count} saisie{'s' if count > 1 else ''}",
    )


@transaction.atomic
def _apply(
    *, aside: SetAside, judged_by: Membership, by: Actor, now: datetime, outing: Outing | None, keep: Keep
) -> SetAside:
    held = _held(aside)
    job = job_of(held, members_of([held]), by=by, now=now, outing=outing.pk if outing else None)
    if job.reading.refusal:
        raise NotApplied(job.reading.refusal)
    if held.status == ReceiptStatus.CONFLICT:
        job = _under_a_new_key(job)
        if keep == Keep.THIS:
            _take_back_other(held, judged_by, by, now)
    _write(job, now)
    _judge(held, Verdict.APPLIED, f"Dans « {outing} »" if outing else "", judged_by, now)
    _note(held, "Enregistrée" + (f" dans une autre sortie ({outing})" if outing else ""), by=by, now=now)
    return held


def _held(aside: SetAside) -> SetAside:
    held: SetAside = SetAside.objects.select_for_update(of=("self",)).get(pk=aside.pk)
    if held.verdict != Verdict.OPEN:
        raise NotApplied("Quelqu'un vient d'en décider : relisez la page.")
    return held


def _write(job: Job, now: datetime) -> None:
    """Write one operation, with its line in the ledger. Raises NotApplied."""
    wanted = job.reading.outings
    outings = {outing.pk: outing for outing in Outing.objects.filter(pk__in=wanted)}
    makes_it = job.reading.kind == OperationKind.OUTING_IMPROVISE
    if not makes_it and set(wanted) - outings.keys():
        raise NotApplied("Sa sortie n'est pas connue : choisissez-en une.")
    try:
        with transaction.atomic():
            write_operations([job.reading], structure_id=_structure(job), now=now)
            late = apply_jobs([job], outings, now)
    except OperationalError:
        raise
    except REFUSALS as refusal:
        raise NotApplied(str(refusal)) from refusal
    except IntegrityError as taken:
        raise NotApplied("Cette saisie est déjà dans le carnet : relisez la page.") from taken
    except Exception as fault:
        logger.exception("Operation %s could not be applied at the desk.", job.reading.operation_id)
        raise NotApplied(UNEXPECTED) from fault
    if late:
        raise NotApplied(NO_LINE_YET)


def _structure(job: Job) -> UUID:
    assert job.aside is not None  # made by job_of
    return job.aside.structure_id


def _under_a_new_key(job: Job) -> Job:
    """Return the same operation as a writing of now: its own key is taken by the other content."""
    key = key_after(job.reading.operation_id)
    return replace(job, reading=replace(job.reading, operation_id=key), origin=replace(job.origin, clock=key))


def _take_back_other(aside: SetAside, judged_by: Membership, by: Actor, now: datetime) -> None:
    """Take back the tap written under the same key; of a line, the later writing wins by itself."""
    other = Tally.objects.filter(pk=aside.operation_id).select_related("outing").first()
    if other is None:
        return
    back = NewTally(
        outing=other.outing,
        origin=Origin.desk(judged_by, now),
        age=other.age,
        gender=other.gender,
        acquaintance=other.acquaintance,
        contact=other.contact,
        step=-other.step,
        reason="Remplacé par l'autre contenu de la même clé",
    )
    correct_tallies(rows=[back], by=by)


def _judge(aside: SetAside, verdict: Verdict, note: str, judged_by: Membership, now: datetime) -> None:
    aside.verdict, aside.judge_note, aside.judged_by = verdict, note[:300], judged_by
    aside.judged_at = aside.updated_at = now
    aside.save(update_fields=["verdict", "judge_note", "judged_by", "judged_at", "updated_at"])


def _note(aside: SetAside, detail: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.FIELDLOG_CHANGED,
        by=by,
        now=now,
        target_kind="operation",
        target_id=str(aside.pk),
        target_label=aside.kind_label,
        detail=detail,
        structure_id=aside.structure_id,
    )
