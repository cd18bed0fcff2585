"""What is said on every page while an alert is open, and what the centre's screen shows. Asked inside the scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.timezone import localtime

from palier.agenda.due_times import LATE_LEVELS, due_at
from palier.agenda.enums import AlertLevel, OutingState
from palier.agenda.models import Alert, AlertLetter, Outing, Participation
from palier.agenda.queries.safety import is_forgotten, is_silent
from palier.agenda.queries.team_out import GOING, first_name
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

# An alert or a letter that waits longer than this: nobody is sending them.
SILENT_AFTER = timedelta(minutes=3)
LEAVING_SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in words, with the page where something can be done about it. ``is_calm``: nobody is out there."""

    key: str
    is_help: bool
    is_calm: bool
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One outing on the centre's screen. ``late_minutes`` is 0 until the hour of return."""

    outing: Outing
    names: str
    late_minutes: int
    help_by: str
    is_forgotten: bool

    @property
    def is_alarming(self) -> bool:
        """Whether somebody should call the team now."""
        return bool(self.help_by) or self.late_minutes > 0


@dataclass(frozen=True, slots=True)
class Watch:
    """The centre's screen: who is out, who should have left, what was forgotten, whether alerts leave at all."""

    out: list[WatchLine]
    leaving: list[WatchLine]
    forgotten: list[WatchLine]
    is_broken: bool

    @property
    def alarms(self) -> int:
        """How many outings need a call now."""
        return sum(line.is_alarming for line in self.out)


def open_alerts(membership: Membership) -> list[AlertLine]:
    """Return what ``membership`` must see on every page, in one query; help first, calm last, one line an outing."""
    if not can(membership, Permission.OUTINGS_READ):
        return []
    team = Participation.objects.filter(outing=OuterRef("outing"), membership=membership, state__in=GOING)
    found = (
        Alert.objects.filter(structure=membership.structure_id, closed_at=None)
        .annotate(is_mine=Exists(team))
        .select_related("outing__place", "raised_by")
        .order_by("raised_at", "id")
    )
    leads = can(membership, Permission.OUTINGS_PLAN)
    shown = {(alert.level == AlertLevel.AIDE, alert.outing_id): alert for alert in found if _concerns(alert, leads)}
    lines = [_alert_line(alert) for alert in shown.values()]
    return sorted(lines, key=lambda line: (not line.is_help, line.is_calm))


def outings_to_close(membership: Membership, now: datetime) -> list[Outing]:
    """Return the outings of earlier days whose team was never noted as back, oldest first, with their place."""
    under_way = Outing.objects.filter(structure=membership.structure_id, state=OutingState.EN_COURS, ends_at__lt=now)
    return [each for each in under_way.select_related("place").order_by("ends_at") if is_forgotten(each, now)]


def watch(membership: Membership, now: datetime) -> Watch:
    """Return the centre's screen, in four queries whatever the number of outings."""
    out = Q(state=OutingState.EN_COURS)
    leaving = Q(state=OutingState.CONFIRMEE, starts_at__lte=now + LEAVING_SOON, ends_at__gt=now)
    going = Participation.objects.select_related("membership").order_by("joined_at")
    calls = Alert.objects.filter(level=AlertLevel.AIDE, closed_at=None).select_related("raised_by")
    helped = Q(pk__in=calls.values("outing"))
    outings = (
        Outing.objects.filter(out | leaving | helped, structure=membership.structure_id)
        .select_related("place")
        .prefetch_related(Prefetch("team", going), Prefetch("alerts", Alert.objects.select_related("raised_by")))
        .order_by("ends_at", "id")
    )
    found = list(outings)
    lines = [_watch_line(outing, now) for outing in found]
    under_way = [line for line in lines if line.outing.state == OutingState.EN_COURS or line.help_by]
    return Watch(
        out=[line for line in under_way if not line.is_forgotten or line.help_by],
        leaving=[line for line in lines if line not in under_way],
        forgotten=[line for line in under_way if line.is_forgotten and not line.help_by],
        is_broken=_is_broken(found, now),
    )


def _concerns(alert: "Alert", leads: bool) -> bool:
    """Tell whether an alert still holds, and whether this reader (``is_mine``: of the team) has to see it."""
    if alert.level == AlertLevel.AIDE:
        return True
    if alert.level == AlertLevel.NOUVELLES:
        return leads and is_silent(alert.outing)
    is_mine: bool = alert.is_mine  # type: ignore[attr-defined]
    return alert.outing.state == OutingState.EN_COURS and (leads or is_mine)


def _alert_line(alert: "Alert") -> AlertLine:
    is_calm = alert.level == AlertLevel.NOUVELLES
    outing, asker = alert.outing, first_name(alert.raised_by.name if alert.raised_by else "")
    expected, raised = localtime(outing.ends_at), localtime(alert.raised_at)
    is_help = alert.level == AlertLevel.AIDE
    if is_help:
        title, text = f"{asker} a besoin d'aide", f"{outing.place}, depuis {raised:%H:%M}. Appelez l'équipe."
    elif is_calm:
        title, text = "Une sortie a-t-elle eu lieu ?", f"{outing.place}, le {expected:%d/%m}"
    else:
        title = "Une équipe n'a pas dit qu'elle était rentrée"
        text = f"{outing.place}, retour prévu le {expected:%d/%m} à {expected:%H:%M}."
    url = reverse("agenda:outing-safety", args=[outing.pk])
    return AlertLine(key=f"{alert.pk.hex}", is_help=is_help, is_calm=is_calm, title=title, text=text, url=url)


def _watch_line(outing: Outing, now: datetime) -> WatchLine:
    open_ones = [alert for alert in outing.alerts.all() if alert.is_open and alert.level == AlertLevel.AIDE]
    team = [each for each in outing.team.all() if each.state in GOING or each.checked_in_at is not None]
    out = [each for each in team if each.checked_in_at is not None and each.checked_out_at is None]
    late = now - outing.ends_at if outing.state == OutingState.EN_COURS else timedelta(0)
    caller = open_ones[0].raised_by if open_ones else None
    return WatchLine(
        outing=outing,
        names=", ".join(first_name(each.membership.name) for each in out or team),
        late_minutes=max(0, int(late.total_seconds() // 60)),
        help_by=first_name(caller.name if caller else "") if open_ones else "",
        is_forgotten=is_forgotten(outing, now),
    )


def _is_broken(outings: list[Outing], now: datetime) -> bool:
    """Tell whether an alert is due and was not raised, or a letter waits, for longer than the worker ever takes."""
    for outing in outings:
        raised = [alert.raised_at for alert in outing.alerts.all() if alert.level in LATE_LEVELS]
        due = due_at(AlertLevel.EQUIPE, outing.ends_at)
        is_out = outing.state == OutingState.EN_COURS
        if is_out and due < now - SILENT_AFTER and not any(at >= due for at in raised):
            return True
    waiting = AlertLetter.objects.filter(sent_at=None, created_at__lt=now - SILENT_AFTER)
    return waiting.filter(created_at__gt=now - timedelta(days=1)).exists()
