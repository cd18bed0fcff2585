"""Plan meetings, change them, cancel them, write what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from palier.agenda.enums import AttendanceState
from palier.agenda.meeting_tokens import sign_until
from palier.agenda.models import Attendance, Meeting
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership, Structure

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside: a name, an organisation or ""."""

    name: str
    organisation: str = ""


class MinutesChanged(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Somebody else published other minutes since this text was opened."""


@transaction.atomic
def create_meeting(
    *,
    structure: Structure,
    fields: Fields,
    members: Iterable[Membership],
    guests: Iterable[Guest],
    by: Actor,
    now: datetime,
) -> Meeting:
    """Return a new meeting, with those invited. ``fields``: kind, title, where, starts_at, ends_at, agenda."""
    meeting: Meeting = Meeting.objects.create(structure=structure, created_at=now, updated_at=now, **fields)
    _invite(meeting, members, guests, now=now)
    note_meeting(meeting, "Créée", by=by, now=now)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    fields: Fields,
    members: Iterable[Membership],
    guests: Iterable[Guest],
    by: Actor,
    now: datetime,
) -> Meeting:
    """Return the meeting changed. ``members`` are all those invited; ``guests`` come on top of those there already.

    Who is no longer invited is taken off while only waited for: a presence already noted stays.
    """
    kept = Meeting.objects.select_for_update().get(pk=meeting.pk)
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.updated_at = now
    if kept.sign_until is not None:
        kept.sign_until = sign_until(kept.ends_at, now=now)
    kept.save(update_fields=[*fields, "sign_until", "updated_at"])
    invited = list(members)
    rows = Attendance.objects.filter(meeting=kept, membership__isnull=False)
    rows.filter(state=AttendanceState.ATTENDU).exclude(membership__in=invited).delete()
    there = set(rows.values_list("membership", flat=True))
    _invite(kept, [member for member in invited if member.pk not in there], guests, now=now)
    note_meeting(kept, "Changée", by=by, now=now)
    return kept


def _invite(meeting: Meeting, members: Iterable[Membership], guests: Iterable[Guest], *, now: datetime) -> None:
    common = {"structure_id": meeting.structure_id, "meeting": meeting, "created_at": now, "updated_at": now}
    rows = [Attendance(membership=member, **common) for member in members]
    rows += [Attendance(guest=guest.name, organisation=guest.organisation, **common) for guest in guests]
    Attendance.objects.bulk_create(rows)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Actor, now: datetime) -> bool:
    """Cancel a meeting; its code, if any, lets nobody sign. Return False when it was cancelled already."""
    open_ones = Meeting.objects.filter(pk=meeting.pk, cancelled_at=None)
    if not open_ones.update(cancelled_at=now, updated_at=now, sign_token_hash=None):
        return False
    note_meeting(meeting, "Annulée", by=by, now=now)
    return True


@transaction.atomic
def restore_meeting(*, meeting: Meeting, by: Actor, now: datetime) -> bool:
    """Take a cancellation back; return False when there was none."""
    cancelled = Meeting.objects.filter(pk=meeting.pk, cancelled_at__isnull=False)
    if not cancelled.update(cancelled_at=None, updated_at=now):
        return False
    note_meeting(meeting, "Rétablie", by=by, now=now)
    return True


def keep_minutes_draft(*, meeting: Meeting, text: str) -> None:
    """Keep what is being typed. Nobody reads it but who writes minutes: no audit line, and no new version."""
    Meeting.objects.filter(pk=meeting.pk).update(minutes_draft=text)


def minutes_version(meeting: Meeting) -> str:
    """Return what tells the published minutes from any others: 16 hexadecimal digits."""
    return sha256(meeting.minutes.encode()).hexdigest()[:16]


@transaction.atomic
def publish_minutes(*, meeting: Meeting, text: str, seen: str, by: Actor, now: datetime) -> Meeting:
    """Give the minutes to read, and let go of the draft. ``seen`` is the version that the writer started from.

    Raises MinutesChanged, and nothing is written, when somebody published another text meanwhile.
    """
    kept: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if kept.minutes != text:
        if minutes_version(kept) != seen:
            raise MinutesChanged(
                "Quelqu'un d'autre a publié un compte rendu pendant que vous écriviez. Votre texte est encore là : "
                "comparez-le au texte publié, plus bas, puis publiez de nouveau."
            )
        note_meeting(kept, "Compte rendu publié", by=by, now=now)
    kept.minutes, kept.minutes_draft, kept.updated_at = text, "", now
    kept.save(update_fields=["minutes", "minutes_draft", "updated_at"])
    return kept


def note_meeting(meeting: Meeting, what: str, *, by: Actor, now: datetime) -> None:
    """Write in the audit what happened to a meeting."""
    day = f"{timezone.localtime(meeting.starts_at):%d/%m/%Y}"
    record(
        kind=AuditKind.MEETINGS_CHANGED,
        by=by,
        now=now,
        target_kind="meeting",
        target_id=str(meeting.pk),
        target_label=f"{meeting}, {day}",
        detail=what,
        structure_id=meeting.structure_id,
    )
