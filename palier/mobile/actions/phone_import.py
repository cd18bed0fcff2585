"""Take in by hand what a phone could not send: under the name of who wrote each operation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Receipt, Sender
from palier.mobile.clocks import PhoneClock
from palier.mobile.enums import ReceiptStatus
from palier.mobile.envelopes import NotJson, Reading, read_operations
from palier.mobile.phone_files import NOT_OURS, PhoneFile, UnreadablePhoneFile
from palier.structures.models import Membership

BATCH = 500
ELSEWHERE = "Ce fichier vient d'un téléphone d'une autre structure : c'est elle qui peut l'enregistrer."
UNKNOWN_AUTHOR = "Écrite par une personne que la structure ne connaît pas."


@dataclass(slots=True)
class Taken:
    """What became, or would become, of a file: counts of operations, and why some are set aside."""

    written: int = 0
    known: int = 0
    aside: int = 0
    authors: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many operations the file holds."""
        return self.written + self.known + self.aside


@transaction.atomic
def import_phone_file(*, file: PhoneFile, imported_by: Membership, by: Actor, now: datetime, dry_run: bool) -> Taken:
    """Return what became of each operation, or would with ``dry_run``, which writes nothing.

    What the centre has already is written once. Raises UnreadablePhoneFile for a file of another structure.
    """
    if file.structure not in {None, imported_by.structure_id}:
        raise UnreadablePhoneFile(ELSEWHERE)
    # A clock ahead is known for sure by a file that comes from the future; one behind cannot be.
    clock = PhoneClock.seen(sent_at=max(file.exported_at or now, now), received_at=now)
    try:
        readings = read_operations(file.ops, clock)
    except NotJson as error:
        raise UnreadablePhoneFile(NOT_OURS) from error
    found, members = Taken(), _members(readings)
    for author, theirs in _by_author(readings).items():
        member = members.get(author)
        sender = Sender(member or imported_by, by, "" if member else UNKNOWN_AUTHOR)
        for start in range(0, len(theirs), BATCH):
            part = theirs[start : start + BATCH]
            _count(found, receive_batch(readings=part, sender=sender, now=now), str(member or "Inconnu·e"), now)
    if dry_run:
        transaction.set_rollback(True)
    else:
        _note(found, imported_by, by=by, now=now)
    return found


def _members(readings: Sequence[Reading]) -> dict[UUID | None, Membership]:
    wanted = {reading.user for reading in readings if reading.user is not None}
    return {member.pk: member for member in Membership.objects.filter(pk__in=wanted).select_related("structure")}


def _by_author(readings: Sequence[Reading]) -> dict[UUID | None, list[Reading]]:
    found: dict[UUID | None, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.user, []).append(reading)
    return found


def _count(found: Taken, receipts: Sequence[Receipt], author: str, now: datetime) -> None:
    found.authors[author] += len(receipts)
    for receipt in receipts:
        if receipt.at < now:
            found.known += 1
        elif receipt.status == ReceiptStatus.APPLIED:
            found.written += 1
        else:
            found.aside += 1
            found.reasons[receipt.reason] += 1


def _note(found: Taken, imported_by: Membership, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.FIELDLOG_CHANGED,
        by=by,
        now=now,
        target_kind="operation",
        target_label="Fichier d'un téléphone de terrain",
        detail=f"{found.written} saisies enregistrées, {found.known} déjà reçues, {found.aside} mises de côté ; "
        f"écrites par {', '.join(sorted(found.authors))}",
        structure_id=imported_by.structure_id,
    )
