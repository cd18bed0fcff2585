"""Note who came, who is excused, who is absent; let go of the names of guests."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.agenda.actions.meetings import Guest, note_meeting
from palier.agenda.enums import AttendanceState
from palier.agenda.models import Attendance, Meeting
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.enums import Retention
from palier.structures.queries.retention import months_before

FORMER_GUEST = "Personne invitée"
# Past this, a list is no longer that of a room: somebody plays with the code.
MOST = 300


class TooManyPeople(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """The list is full."""


@transaction.atomic
def mark_attendances(*, meeting: Meeting, states: Mapping[UUID, str], by: Actor, now: datetime) -> int:
    """Write the states of some rows of a meeting, by id; return how many changed. Rows of others are left alone."""
    rows = Attendance.objects.filter(meeting=meeting, pk__in=states).select_related("membership")
    changed = [row for row in rows.select_for_update(of=("self",)) if row.state != states[row.pk]]
    for row in changed:
        row.state, row.updated_at = AttendanceState(states[row.pk]), now
        row.save(update_fields=["state", "updated_at"])
    if changed:
        note_meeting(meeting, f"Présences. {', '.join(map(_said, changed))}", by=by, now=now)
    return len(changed)


def _said(row: Attendance) -> str:
    # The audit outlives what a structure may keep of a guest's name: it holds none.
    who = row.membership.name if row.membership else FORMER_GUEST
    return f"{who} : {AttendanceState(row.state).label.lower()}"


@transaction.atomic
def add_guest(*, meeting: Meeting, guest: Guest, state: AttendanceState, by: Actor, now: datetime) -> Attendance:
    """Return the row of a guest; the one there already when the name and the organisation are the same.

    Raises TooManyPeople.
    """
    # Held until the end: the same person sent twice at once would be there twice.
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rows = Attendance.objects.filter(meeting=held)
    same = rows.filter(membership=None, guest__iexact=guest.name, organisation__iexact=guest.organisation).first()
    if same is not None:
        if same.state != state:
            mark_attendances(meeting=held, states={same.pk: state}, by=by, now=now)
            same.state = state
        return same
    _check_room(held)
    row: Attendance = Attendance.objects.create(
        structure_id=held.structure_id,
        meeting=held,
        guest=guest.name,
        organisation=guest.organisation,
        state=state,
        created_at=now,
        updated_at=now,
    )
    note_meeting(held, "Personne ajoutée à la liste", by=by, now=now)
    return row


def _check_room(meeting: Meeting) -> None:
    if Attendance.objects.filter(meeting=meeting).count() >= MOST:
        raise TooManyPeople(f"La liste compte déjà {MOST} personnes. Signez sur papier, auprès de l'équipe.")


@transaction.atomic
def remove_attendance(*, attendance: Attendance, by: Actor, now: datetime) -> None:
    """Take somebody off the list of a meeting."""
    note_meeting(attendance.meeting, "Personne retirée de la liste", by=by, now=now)
    attendance.delete()


@transaction.atomic
def note_attendance_export(*, meeting: Meeting, count: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write who took how many names away."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="meeting",
        target_id=str(meeting.pk),
        target_label=f"Présences : {meeting}",
        detail=f"{count} personne{'s' if count > 1 else ''} ({file_format})",
    )


@transaction.atomic
def forget_guests(now: datetime) -> int:
    """Replace the names of the guests of meetings older than their structure keeps names; return how many.

    The row stays: the meeting goes on counting as many people. Each structure's audit says how many names went.
    """
    # A nightly job of the whole instance: each structure's own delay is applied to its own meetings.
    with across_structures():
        old = Attendance.objects.select_for_update(of=("self",)).exclude(guest="").exclude(guest=FORMER_GUEST)
        due = [
            row
            for months in Retention
            for row in old.filter(
                structure__retention_months=months.value,
                meeting__ends_at__lte=months_before(now, months.value),
            )
        ]
        keys = [row.pk for row in due]
        Attendance.objects.filter(pk__in=keys).update(guest=FORMER_GUEST, organisation="", updated_at=now)
    for structure_id, count in Counter(row.structure_id for row in due).items():
        record(
            kind=AuditKind.ERASE_NAMED,
            by=Actor.system("Palier"),
            now=now,
            target_kind="meeting",
            detail=f"Noms de personnes invitées, remplacés après le délai : {count}",
            structure_id=structure_id,
        )
    return len(due)
