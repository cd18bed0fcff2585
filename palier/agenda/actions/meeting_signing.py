"""Open the sign-in of a meeting by QR code, sign, close it."""

from datetime import datetime

from django.db import transaction

from palier.agenda.actions.attendances import FORMER_GUEST, add_guest
from palier.agenda.actions.meetings import Guest, note_meeting
from palier.agenda.enums import AttendanceState
from palier.agenda.meeting_tokens import sign_token, sign_token_hash, sign_until
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import is_open_to_sign
from palier.audit.actor import Actor
from palier.core.tenancy import structure_scope
from palier.structures.models import Membership


class SigningClosed(Exception):  # noqa: N818 (the name says what happened)
    """The code was closed, or its time is over."""


@transaction.atomic
def open_signing(*, meeting: Meeting, by: Actor, now: datetime) -> Meeting:
    """Make a new code, good until half an hour after the end (from now on, once the meeting is over)."""
    kept: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    kept.sign_opened_at = now
    kept.sign_token_hash = sign_token_hash(sign_token(kept.pk, now))
    kept.sign_until = sign_until(kept.ends_at, now=now)
    kept.save(update_fields=["sign_opened_at", "sign_token_hash", "sign_until"])
    note_meeting(kept, "Signature par QR code ouverte", by=by, now=now)
    return kept


@transaction.atomic
def close_signing(*, meeting: Meeting, by: Actor, now: datetime) -> bool:
    """Let nobody sign any more; return False when it was closed already."""
    if not Meeting.objects.filter(pk=meeting.pk, sign_token_hash__isnull=False).update(sign_token_hash=None):
        return False
    note_meeting(meeting, "Signature par QR code fermée", by=by, now=now)
    return True


def sign_as_member(*, meeting: Meeting, membership: Membership, by: Actor, now: datetime) -> Attendance:
    """Return the presence of a member, signed now; signing twice changes nothing. Invited or not, they are there.

    Raises SigningClosed.
    """
    # Who scans may act from another structure than the meeting's.
    with structure_scope(meeting.structure_id), transaction.atomic():
        held = _held_open(meeting, now=now)
        row: Attendance
        row, _ = Attendance.objects.get_or_create(
            structure_id=held.structure_id,
            meeting=held,
            membership=membership,
            defaults={"created_at": now, "updated_at": now},
        )
        return _signed(row, by=by, now=now)


def sign_as_guest(*, meeting: Meeting, guest: Guest, now: datetime) -> Attendance:
    """Return the presence of somebody from outside, signed now. Raises SigningClosed, TooManyPeople."""
    with structure_scope(meeting.structure_id), transaction.atomic():
        held = _held_open(meeting, now=now)
        # The audit holds no name of a guest: it stands on the sheet, and goes with it.
        by = Actor(id="", name=FORMER_GUEST, structure_id=held.structure_id, device="QR code")
        row = add_guest(meeting=held, guest=guest, state=AttendanceState.PRESENT, by=by, now=now)
        return _signed(row, by=by, now=now)


def _held_open(meeting: Meeting, *, now: datetime) -> Meeting:
    held: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not is_open_to_sign(held, now=now) or held.sign_token_hash != meeting.sign_token_hash:
        raise SigningClosed
    return held


def _signed(row: Attendance, *, by: Actor, now: datetime) -> Attendance:
    if row.signed_at is None or row.state != AttendanceState.PRESENT:
        row.state, row.signed_at, row.updated_at = AttendanceState.PRESENT, now, now
        row.save(update_fields=["state", "signed_at", "updated_at"])
        note_meeting(row.meeting, "Présence signée par QR code", by=by, now=now)
    return row
