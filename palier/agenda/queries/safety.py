"""What the safety panel of one outing shows: who is out, which buttons, which alerts. Asked inside the scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.timezone import localtime

from palier.agenda.due_times import LATE_LEVELS, due_at, is_night_past
from palier.agenda.enums import AlertLevel, OutingState
from palier.agenda.models import Alert, Outing, Participation
from palier.agenda.queries.team_out import first_name, going_with
from palier.agenda.safety_rules import can_ask_help, can_start, may_close_help, said_at, undone_until
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

# (number, what it is): the number is dialled by a touch, or written to for 114.
EMERGENCY_NUMBERS = (
    ("15", "Samu"),
    ("17", "Police"),
    ("18", "Pompiers"),
    ("112", "Urgences"),
    ("114", "Par SMS, si l'on entend ou parle mal"),
)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One member of the team, as the panel shows them; ``told_by``: the colleague who noted the return, or ""."""

    participation_id: UUID
    name: str
    is_me: bool
    left_at: datetime | None
    back_at: datetime | None
    told_by: str
    can_undo: bool

    @property
    def is_out(self) -> bool:
        """Whether this person left and is not back."""
        return self.left_at is not None and self.back_at is None


@dataclass(frozen=True, slots=True)
class SafetyPanel:
    """All that ``agenda/safety_panel.html`` needs. ``first_alert_at``: when the team is warned if it says nothing."""

    outing: Outing
    team: list[TeamLine]
    mine: TeamLine | None
    may_act: bool
    may_lead: bool
    can_start: bool
    can_help: bool
    help: Alert | None
    can_close_help: bool
    late: bool
    is_forgotten: bool
    is_silent: bool
    first_alert_at: datetime
    warned: list[Alert]
    numbers: tuple[tuple[str, str], ...] = EMERGENCY_NUMBERS

    @property
    def is_under_way(self) -> bool:
        """Whether the team is out."""
        return self.outing.state == OutingState.EN_COURS

    @property
    def expected(self) -> str:
        """The hour of return, in local time."""
        return f"{localtime(self.outing.ends_at):%H:%M}"


def safety_panel(outing: Outing, membership: Membership, now: datetime) -> SafetyPanel:
    """Return the panel of ``outing`` (read with its place) for ``membership``, in two queries."""
    participations = list(going_with(outing).select_related("membership", "checked_out_by"))
    alerts = list(outing.alerts.select_related("raised_by").order_by("raised_at"))
    may_act = can(membership, Permission.OUTINGS_JOIN)
    team = [_line(mine, membership, may_act=may_act, now=now) for mine in participations]
    help_asked = next((alert for alert in alerts if alert.level == AlertLevel.AIDE and alert.is_open), None)
    is_over = now >= outing.ends_at
    return SafetyPanel(
        outing=outing,
        team=team,
        mine=next((line for line in team if line.is_me), None),
        may_act=may_act,
        may_lead=can(membership, Permission.OUTINGS_PLAN),
        can_start=can_start(outing, now),
        can_help=may_act and can_ask_help(outing, now),
        help=help_asked,
        can_close_help=help_asked is not None and may_close_help(help_asked, membership),
        late=outing.state == OutingState.EN_COURS and is_over,
        is_forgotten=is_forgotten(outing, now),
        is_silent=is_silent(outing) and is_over,
        first_alert_at=due_at(AlertLevel.EQUIPE, outing.ends_at),
        warned=[alert for alert in alerts if alert.level in LATE_LEVELS and alert.is_open],
    )


def is_forgotten(outing: Outing, now: datetime) -> bool:
    """Tell whether a team expected back on an earlier day was never noted as back, and the night has passed."""
    return outing.state == OutingState.EN_COURS and is_night_past(outing.ends_at, now)


def is_silent(outing: Outing) -> bool:
    """Tell whether a confirmed outing gives no news: nobody said to leave, and nobody wrote after its end.

    A line written on the way tells that the team went, not that it is back.
    """
    return outing.state == OutingState.CONFIRMEE and (outing.written_at is None or outing.written_at < outing.ends_at)


def gives_no_news() -> Q:
    """Return what ``is_silent`` tells, as a condition on outings."""
    unwritten = Q(written_at=None) | Q(written_at__lt=F("ends_at"))
    return Q(state=OutingState.CONFIRMEE) & unwritten


def _line(mine: Participation, reader: Membership, *, may_act: bool, now: datetime) -> TeamLine:
    tapped_at = said_at(mine)
    return TeamLine(
        participation_id=mine.pk,
        name=first_name(mine.membership.name),
        is_me=mine.membership_id == reader.pk,
        left_at=mine.checked_in_at,
        back_at=mine.checked_out_at,
        told_by=first_name(mine.checked_out_by.name) if mine.checked_out_by else "",
        can_undo=may_act and tapped_at is not None and now <= undone_until(tapped_at),
    )
