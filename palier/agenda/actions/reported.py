"""What a phone without network tells later: who left, who came back, at hours that are past when they are received.

The same departures and returns as those of palier/agenda/actions/safety.py, told after the fact: nothing is undone,
nobody is refused for being late, and no alert is raised or left open about a team that is back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, localtime

from palier.agenda.actions.alerts import close_alerts
from palier.agenda.actions.safety import SafetyRefused
from palier.agenda.due_times import LATE_LEVELS, is_night_past
from palier.agenda.enums import AlertLevel, OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team_out import first_name
from palier.agenda.safety_rules import START_EARLY
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership

# A departure heard this long after the hour of return is no news: the outing is written as over.
LONG_OVER = timedelta(hours=12)
TOLD = (*LATE_LEVELS, AlertLevel.NOUVELLES)


@transaction.atomic
def report_departure(
    *, outing: Outing, members: Sequence[Membership], at: datetime, by: Actor, now: datetime
) -> Outing:
    """Note that ``members`` left ``at`` (past), who came without signing up too, and return the outing. Twice is once.

    Who left after the hour of return, the same day, is expected after as long again. Raises SafetyRefused when the
    outing is a draft, is cancelled, was over by then, or is of another day.
    """
    locked = _locked(outing)
    team = _team(locked, members, now)
    left = [mine for mine in team if mine.checked_in_at is None]
    if not left:
        return locked
    _check_departure(locked, at)
    for mine in left:
        mine.checked_in_at, mine.updated_at = at, now
        if locked.state == OutingState.TERMINEE:
            # Told by the second phone of a pair, once the first has ended the outing.
            mine.checked_out_at = locked.ended_at
        mine.save(update_fields=["checked_in_at", "checked_out_at", "updated_at"])
    _note(locked, "Départ", left, at=at, by=by, now=now)
    if locked.state == OutingState.CONFIRMEE:
        return _begin(locked, at, now)
    return _change(locked, now=now, started_at=min(at, locked.started_at or at))


@transaction.atomic
def report_return(
    *, outing: Outing, members: Sequence[Membership], told_by: Membership, at: datetime, by: Actor, now: datetime
) -> Outing:
    """Note that ``members`` came back ``at`` (past), the whole team when there are none, and return the outing.

    Who comes back had left, at the hour planned at the latest: the departure may be received after the return. The last
    one back ends the outing, and closes the alerts about it. Twice is once. Raises SafetyRefused when the outing is a
    draft, is cancelled, or had not come by then.
    """
    locked = _locked(outing)
    if locked.state in {OutingState.BROUILLON, OutingState.ANNULEE} or at < locked.starts_at - START_EARLY:
        raise SafetyRefused(_why_not(locked))
    told = _team(locked, members, now) if members else _out(locked)
    if not told and locked.state == OutingState.CONFIRMEE:
        told = _team(locked, [told_by], now)
    back = [mine for mine in told if mine.checked_out_at is None]
    for mine in back:
        mine.checked_in_at = mine.checked_in_at or min(at, locked.starts_at)
        mine.checked_out_at, mine.updated_at = max(at, mine.checked_in_at), now
        mine.checked_out_by = None if mine.membership_id == told_by.pk else told_by
        mine.save(update_fields=["checked_in_at", "checked_out_at", "checked_out_by", "updated_at"])
    if not back:
        return locked
    _note(locked, "Retour", back, at=at, by=by, now=now)
    if locked.state == OutingState.TERMINEE:
        return locked
    started_at = locked.started_at or min(at, locked.starts_at)
    if _out(locked):
        return _change(locked, now=now, state=OutingState.EN_COURS, started_at=started_at)
    close_alerts(outing=locked, levels=TOLD, closed_by=told_by, now=now)
    # Forgotten until another day: its own hour of return is nearer to the truth.
    ended_at = locked.ends_at if is_night_past(locked.ends_at, at) else at
    return _change(locked, now=now, state=OutingState.TERMINEE, started_at=started_at, ended_at=ended_at)


def _locked(outing: Outing) -> Outing:
    # Lines that others write under this outing, at the same moment, need not wait for it.
    return Outing.objects.select_for_update(no_key=True).get(pk=outing.pk)


def _check_departure(outing: Outing, at: datetime) -> None:
    """Raise SafetyRefused unless somebody may have left with this outing at this hour."""
    is_possible = {
        OutingState.CONFIRMEE: localdate(at) in {localdate(outing.starts_at), localdate(outing.ends_at)},
        OutingState.EN_COURS: True,
        OutingState.TERMINEE: at <= (outing.ended_at or outing.ends_at),
    }.get(OutingState(outing.state), False)
    if not is_possible or at < outing.starts_at - START_EARLY:
        raise SafetyRefused(_why_not(outing))


def _begin(outing: Outing, at: datetime, now: datetime) -> Outing:
    if at >= outing.ends_at:
        outing.ends_at = at + (outing.ends_at - outing.starts_at)
    close_alerts(outing=outing, levels=[AlertLevel.NOUVELLES], closed_by=None, now=now)
    if now > outing.ends_at + LONG_OVER:
        state, ended_at = OutingState.TERMINEE, outing.ends_at
    else:
        state, ended_at = OutingState.EN_COURS, None
    return _change(outing, now=now, state=state, started_at=at, ends_at=outing.ends_at, ended_at=ended_at)


def _team(outing: Outing, members: Sequence[Membership], now: datetime) -> list[Participation]:
    """Return the places of ``members`` in the team, made for those who came without signing up."""
    known = {
        mine.membership_id: mine
        for mine in Participation.objects.filter(outing=outing, membership__in=[member.pk for member in members])
    }
    for member in members:
        if member.pk not in known:
            known[member.pk] = Participation.objects.create(
                structure_id=outing.structure_id,
                outing=outing,
                membership=member,
                state=ParticipationState.INSCRIT,
                joined_at=now,
                created_at=now,
                updated_at=now,
            )
    return list(known.values())


def _out(outing: Outing) -> list[Participation]:
    return list(Participation.objects.filter(outing=outing, checked_in_at__isnull=False, checked_out_at=None))


def _change(outing: Outing, *, now: datetime, **values: object) -> Outing:
    for name, value in values.items():
        setattr(outing, name, value)
    outing.updated_at = now
    outing.save(update_fields=[*values, "updated_at"])
    return outing


def _why_not(outing: Outing) -> str:
    return {
        OutingState.BROUILLON: "Cette sortie n'était pas confirmée.",
        OutingState.ANNULEE: "Cette sortie est annulée.",
        OutingState.TERMINEE: "Cette sortie était déjà terminée à cette heure.",
    }.get(OutingState(outing.state), "Ce n'était pas l'heure de cette sortie.")


def _note(outing: Outing, what: str, team: list[Participation], *, at: datetime, by: Actor, now: datetime) -> None:
    names = Membership.objects.filter(pk__in=[mine.membership_id for mine in team]).values_list("name", flat=True)
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=f"{what} de {', '.join(sorted(first_name(name) for name in names))}, à {localtime(at):%H:%M}",
    )
