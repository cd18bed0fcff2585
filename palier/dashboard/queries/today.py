"""What waits for a member today: outings, people looked for, drafts, meetings. As many questions whatever there is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from palier.agenda.enums import AttendanceState, OutingState
from palier.agenda.models import Meeting, Outing, Participation
from palier.agenda.queries.agenda import MODALITY_WORDS, STATE_LOOKS, STATE_WORDS, outings_between
from palier.agenda.queries.safety import gives_no_news
from palier.agenda.queries.team import PRESENT, Team, teams_of
from palier.agenda.queries.team_out import first_name
from palier.structures.enums import Permission
from palier.structures.models import Invitation, Membership, Training
from palier.structures.permissions import can
from palier.structures.queries.invitations import waiting_invitations
from palier.structures.queries.trainings import expiring
from palier.territory.models import Place

# How far ahead people are looked for and drafts wait, and how far back an outing without news is still asked about.
AHEAD_DAYS = 14
WEEK = timedelta(days=7)
ASKED_BACK = timedelta(days=30)
_TOLD = (OutingState.TERMINEE, OutingState.ANNULEE, OutingState.EN_COURS, OutingState.CONFIRMEE)
_OPEN = (OutingState.BROUILLON, OutingState.CONFIRMEE)


@dataclass(frozen=True, slots=True)
class Line:
    """One outing in a list, hours in Paris; ``last_time`` says in a line what came of the outing before it there."""

    outing: Outing
    team: Team
    last_time: str = ""

    @property
    def start(self) -> datetime:
        return timezone.localtime(self.outing.starts_at)

    @property
    def end(self) -> datetime:
        return timezone.localtime(self.outing.ends_at)

    @property
    def what(self) -> str:
        """Its name, or how the team goes out."""
        return self.outing.name or MODALITY_WORDS[self.outing.modality]

    @property
    def state(self) -> str:
        return STATE_WORDS[self.outing.state]

    @property
    def icon(self) -> str:
        return STATE_LOOKS[self.outing.state][0]

    @property
    def look(self) -> str:
        return STATE_LOOKS[self.outing.state][1]

    @property
    def people(self) -> str:
        """First names of those who go: « Awa, Noé »."""
        return ", ".join(first_name(entry.membership.name) for entry in self.team.present)

    @property
    def is_open(self) -> bool:
        """Whether its team may still change."""
        return self.outing.state in _OPEN

    @property
    def wanted(self) -> int:
        """How many people are looked for."""
        return self.team.wanted if self.is_open else 0


@dataclass(frozen=True, slots=True)
class Today:
    """The home page of a member who reads the agenda. ``quiet``: nothing of it at all."""

    next: Line | None = None
    today: list[Line] = field(default_factory=list)
    tomorrow: list[Line] = field(default_factory=list)
    unclosed: list[Line] = field(default_factory=list)
    short: list[Line] = field(default_factory=list)
    drafts: list[Line] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    has_places: bool = True
    may_invite: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether no outing is in sight."""
        return not (self.next or self.today or self.tomorrow or self.unclosed or self.short or self.drafts)


def today_of(membership: Membership, now: datetime) -> Today:
    """Return what ``membership`` has to know, in nine questions at most."""
    leads = can(membership, Permission.OUTINGS_PLAN)
    day = timezone.localdate(now)
    coming = list(_with_last(outings_between(day, day + timedelta(days=AHEAD_DAYS - 1))))
    unclosed = list(_unclosed(now))
    mine = _my_next(membership, now)
    teams = teams_of({outing.pk: outing for outing in (*coming, *unclosed, *([mine] if mine else []))}.values())
    near = [outing for outing in coming if timezone.localdate(outing.starts_at) <= day + timedelta(days=1)]
    told = _last_times(near)
    lines = [Line(outing, teams[outing.pk], told.get(outing.pk, "")) for outing in coming]
    ahead = [line for line in lines if line.outing.starts_at > now and line.is_open]
    today, tomorrow = (_on(lines, day + timedelta(days=number)) for number in range(2))
    shown = [*today, *tomorrow]
    found = Today(
        next=Line(mine, teams[mine.pk], told.get(mine.pk, "")) if mine else None,
        today=today,
        tomorrow=tomorrow,
        unclosed=[
            Line(outing, teams[outing.pk]) for outing in unclosed if leads or _goes(teams[outing.pk], membership)
        ],
        # Those of today and tomorrow say it where they stand.
        short=[line for line in ahead if line.wanted and line.outing.starts_at < now + WEEK and line not in shown],
        drafts=[line for line in ahead if leads and line.outing.state == OutingState.BROUILLON and not line.wanted],
        trainings=list(expiring(day)) if can(membership, Permission.TRAININGS_READ) else [],
        invitations=_invitations(membership, now),
        meetings=list(_meetings(membership, now)),
    )
    if not found.is_quiet:
        return found
    return Today(
        trainings=found.trainings,
        invitations=found.invitations,
        meetings=found.meetings,
        has_places=Place.objects.filter(archived_at=None).exists(),
        may_invite=can(membership, Permission.MEMBERS_MANAGE),
    )


def _with_last(outings: QuerySet[Outing]) -> QuerySet[Outing]:
    """Give each outing ``last_id``, the outing before it at the same place."""
    before = Outing.objects.filter(
        place=OuterRef("place"), starts_at__lt=OuterRef("starts_at"), state__in=_TOLD
    ).order_by("-starts_at")
    return outings.annotate(last_id=Subquery(before.values("pk")[:1]))


def _last_times(outings: Iterable[Outing]) -> dict[UUID, str]:
    """Return in a line what came of the last outing at the place of each, in one question."""
    asked: dict[UUID, UUID] = {
        outing.pk: outing.last_id  # type: ignore[attr-defined]
        for outing in outings
        if outing.last_id  # type: ignore[attr-defined]
    }
    known = Outing.objects.in_bulk(set(asked.values())) if asked else {}
    return {pk: _words(known[last]) for pk, last in asked.items() if last in known}


def _words(outing: Outing) -> str:
    when = timezone.localdate(outing.starts_at)
    what = STATE_WORDS[outing.state].lower()
    if outing.state == OutingState.ANNULEE:
        what += f" ({outing.get_cancel_reason_display().lower()})"
    elif outing.state == OutingState.CONFIRMEE:
        what = "sans nouvelles" if outing.written_at is None else "tenue"
    return f"La dernière fois ici, le {when:%d/%m}\u00a0: {what}"


def _unclosed(now: datetime) -> QuerySet[Outing]:
    """Return the outings whose end is past, and that nobody closed, or gave news of."""
    out = Q(state=OutingState.EN_COURS, ends_at__lt=now)
    silent = gives_no_news() & Q(ends_at__lt=now, ends_at__gt=now - ASKED_BACK)
    return Outing.objects.filter(out | silent).select_related("place").order_by("-starts_at", "pk")


def _my_next(membership: Membership, now: datetime) -> Outing | None:
    """Return the first outing that the member goes to, the one under way included."""
    if not can(membership, Permission.OUTINGS_JOIN):
        return None
    mine = Participation.objects.filter(
        PRESENT,
        membership=membership,
        outing__ends_at__gt=now,
        outing__state__in=(*_OPEN, OutingState.EN_COURS),
    )
    found = mine.select_related("outing__place").order_by("outing__starts_at", "outing_id").first()
    return found.outing if found else None


def _on(lines: Iterable[Line], day: date) -> list[Line]:
    return [line for line in lines if line.start.date() == day]


def _goes(team: Team, membership: Membership) -> bool:
    return any(entry.membership_id == membership.pk for entry in team.present)


def _invitations(membership: Membership, now: datetime) -> list[Invitation]:
    if not can(membership, Permission.MEMBERS_MANAGE):
        return []
    return [invitation for invitation in waiting_invitations(membership.structure) if invitation.expires_at > now]


def _meetings(membership: Membership, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings of the coming week: all of them for who prepares them, else those one is invited to."""
    found = Meeting.objects.filter(cancelled_at=None, ends_at__gt=now, starts_at__lt=now + WEEK)
    if not can(membership, Permission.MEETINGS_EDIT):
        found = found.filter(attendances__membership=membership).exclude(
            attendances__membership=membership, attendances__state=AttendanceState.EXCUSE
        )
    return found.order_by("starts_at", "pk")
