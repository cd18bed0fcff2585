"""Read the meetings of the current structure, and who may know who was there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.meeting_tokens import sign_token_hash
from palier.agenda.models import Attendance, Meeting
from palier.core.tenancy import across_structures
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

PAGE_SIZE = 30
WEEK = timedelta(days=7)
# When a meeting is, as the address says it.
ALL, COMING, PAST, MINE = "", "a-venir", "passees", "les-miennes"
PERIODS = {ALL: "Toutes", COMING: "À venir", PAST: "Passées", MINE: "Celles où je suis invité·e"}


@dataclass(frozen=True, slots=True)
class MeetingSearch:
    """What the list shows: a MeetingKind slug, a key of PERIODS, words of the title; "" for all."""

    kind: str = ""
    period: str = ALL
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some meetings may be left out."""
        return bool(self.kind or self.period or self.text)


@dataclass(frozen=True, slots=True)
class Present:
    """How many came, are excused, are absent, are waited for."""

    present: int
    excused: int
    absent: int
    expected: int


def meetings_found(search: MeetingSearch, *, membership: Membership, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings that answer: those to come first, the soonest above, then the past ones, the latest above.

    Each knows ``is_past``, and ``is_mine``: whether ``membership`` is invited.
    """
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), membership=membership)
    found = Meeting.objects.annotate(
        is_past=Case(When(ends_at__lt=now, then=Value(1)), default=Value(0)),
        to_come=Case(When(ends_at__gte=now, then=F("starts_at")), output_field=DateTimeField()),
        is_mine=Exists(mine),
    )
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.period in {COMING, PAST}:
        found = found.filter(is_past=int(search.period == PAST))
    if search.period == MINE:
        found = found.filter(is_mine=True)
    for word in search.text.split():
        found = found.filter(Q(title__icontains=word) | Q(where__icontains=word))
    return found.order_by("is_past", "to_come", "-starts_at", "pk")


def next_supervision(*, now: datetime) -> Meeting | None:
    """Return the next session of analysis of practice that is not cancelled, None when none is planned."""
    planned = Meeting.objects.filter(kind=MeetingKind.SUPERVISION, ends_at__gte=now, cancelled_at=None)
    return planned.order_by("starts_at", "pk").first()


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """Return who is invited or came, members first, by name; each with its member."""
    found = Attendance.objects.filter(structure=meeting.structure_id, meeting=meeting).select_related("membership")
    return sorted(found, key=lambda row: (row.membership is None, name_of(row).lower(), str(row.pk)))


def name_of(attendance: Attendance) -> str:
    """Return the name of a member or of a guest; the member must be loaded."""
    return attendance.membership.name if attendance.membership else attendance.guest


def counted(attendances: Iterable[Attendance]) -> Present:
    """Return how many are in each state."""
    states = Counter(attendance.state for attendance in attendances)
    return Present(
        present=states[AttendanceState.PRESENT],
        excused=states[AttendanceState.EXCUSE],
        absent=states[AttendanceState.ABSENT],
        expected=states[AttendanceState.ATTENDU],
    )


def may_see_inside(membership: Membership, meeting: Meeting, attendances: Iterable[Attendance]) -> bool:
    """Tell whether ``membership`` may know who was there and what was said.

    All readers of the agenda may; for an analysis of practice, only those who take part and those who lead.
    """
    if meeting.kind != MeetingKind.SUPERVISION or can(membership, Permission.MEETINGS_EDIT):
        return True
    return any(attendance.membership_id == membership.pk for attendance in attendances)


def invitable_members(also: Iterable[UUID | None] = ()) -> QuerySet[Membership]:
    """Return those who may be invited, by name: the team, and those of ``also`` (they were invited, then left)."""
    keys = [key for key in also if key is not None]
    return Membership.objects.filter(Q(ended_at=None) | Q(pk__in=keys)).order_by("name", "pk")


def day_of_next(meeting: Meeting, *, today: date) -> date:
    """Return the likely day of the meeting that follows: as long after it as it came after the one before.

    A week when there is no one before of the same kind and title; never a day gone by.
    """
    before = Meeting.objects.filter(kind=meeting.kind, title=meeting.title, starts_at__lt=meeting.starts_at)
    previous = before.order_by("-starts_at").first()
    day = timezone.localdate(meeting.starts_at)
    gap = day - timezone.localdate(previous.starts_at) if previous else WEEK
    step = max(gap, timedelta(days=1))
    day += step
    return day if day >= today else day + step * -(-(today - day) // step)


def meeting_with_token(token: str) -> Meeting | None:
    """Return the meeting whose code holds this secret, with its structure; None when there is no such code."""
    # Who scans may have no account here, hence no scope: the secret, unique over all structures, is what opens.
    with across_structures():
        meetings = Meeting.objects.filter(sign_token_hash=sign_token_hash(token))
        return meetings.select_related("structure").first()


def is_open_to_sign(meeting: Meeting, *, now: datetime) -> bool:
    """Tell whether the code of a meeting still lets people sign."""
    return (
        meeting.sign_token_hash is not None
        and meeting.cancelled_at is None
        and meeting.sign_until is not None
        and now < meeting.sign_until
    )
