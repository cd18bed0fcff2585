"""Invented meetings, and who is invited."""

from datetime import date, timedelta

from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.models import Attendance, Meeting
from palier.structures.models import Membership, Structure
from tests.factories.outings import THURSDAY, paris


def make_meeting(
    structure: Structure,
    *members: Membership,
    day: date = THURSDAY,
    hour: int = 14,
    state: AttendanceState = AttendanceState.ATTENDU,
    **fields: object,
) -> Meeting:
    """Return a saved meeting, from ``hour`` o'clock in Paris and two hours long, with ``members`` invited."""
    starts_at = paris(day, hour)
    values = {
        "kind": MeetingKind.EQUIPE,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        **fields,
    }
    meeting = Meeting.objects.create(structure=structure, **values)
    for member in members:
        Attendance.objects.create(structure=structure, meeting=meeting, membership=member, state=state)
    return meeting


def make_guest(meeting: Meeting, name: str = "Lila Mora", organisation: str = "Mairie", **fields: object) -> Attendance:
    """Return a saved row of somebody from outside."""
    return Attendance.objects.create(
        structure_id=meeting.structure_id, meeting=meeting, guest=name, organisation=organisation, **fields
    )
