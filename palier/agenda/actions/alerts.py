"""Raise alerts, once each, and close them. What is due is computed from rows: a restart forgets nothing."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from palier.agenda.due_times import LATE_LEVELS, due_at, grace
from palier.agenda.enums import AlertLevel, OutingState
from palier.agenda.models import Alert, AlertLetter, Outing
from palier.agenda.queries.safety import gives_no_news, is_silent
from palier.agenda.queries.team_out import still_out, warned_by_mail
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.models import Membership, Structure

logger = logging.getLogger(__name__)
# Past this delay, asking whether an outing took place helps nobody any more.
ASKED_WITHIN = timedelta(days=3)
# A phone back on the network sends its day in several parts.
NEWS_TIME = timedelta(minutes=5)


def raise_due_alerts(now: datetime) -> int:
    """Raise what is due in every structure, close what no longer holds, and return how many were raised.

    Any number of processes may do it at the same moment, and any of them may die at any instant.
    """
    raised = 0
    for structure_id in _concerned(now):
        try:
            with structure_scope(structure_id):
                raised += _raise_in_structure(now)
        except Exception:
            # One structure's trouble must not keep the teams of the others from being looked for.
            logger.exception("Alertes de la structure %s : ce tour a échoué, le suivant reprend tout.", structure_id)
    return raised


def due_levels(outing: Outing, *, now: datetime) -> list[AlertLevel]:
    """Return the levels that should be warned about ``outing`` by now, and have not been."""
    if outing.state == OutingState.CONFIRMEE:
        if not is_silent(outing):
            return []
        is_due = due_at(AlertLevel.NOUVELLES, outing.ends_at) <= now < outing.ends_at + ASKED_WITHIN
        # Written down after it took place: nobody was expected.
        was_expected = outing.created_at < outing.ends_at
        asked = outing.alerts.filter(level=AlertLevel.NOUVELLES)
        return [AlertLevel.NOUVELLES] if is_due and was_expected and not asked.exists() else []
    if outing.state != OutingState.EN_COURS or _just_heard(outing, now):
        return []
    due = {level: due_at(level, outing.ends_at) for level in LATE_LEVELS}
    raised = dict(outing.alerts.filter(level__in=LATE_LEVELS).values_list("level").annotate(Max("raised_at")))
    # An alert raised before its own due time was about an earlier hour of return: the team asked for more time since.
    return [
        level for level in LATE_LEVELS if due[level] <= now and not (level in raised and raised[level] >= due[level])
    ]


def raise_alert(*, outing: Outing, level: AlertLevel, raised_by: Membership | None, now: datetime) -> Alert:
    """Write an alert with the letters it owes, in the transaction of who calls: all of it, or nothing."""
    last = outing.alerts.filter(level=level).aggregate(last=Max("call"))["last"] or 0
    alert: Alert = Alert.objects.create(
        structure_id=outing.structure_id,
        outing=outing,
        level=level,
        call=last + 1,
        raised_at=now,
        raised_by=raised_by,
        created_at=now,
        updated_at=now,
    )
    _owe_letters(alert, outing, now)
    return alert


def close_alerts(
    *, outing: Outing, levels: Iterable[AlertLevel], closed_by: Membership | None, now: datetime
) -> list[Alert]:
    """Close the open alerts of these levels and return them; the letters that have not left will not leave."""
    closing = list(outing.alerts.filter(level__in=list(levels), closed_at=None))
    found = Alert.objects.filter(pk__in=[alert.pk for alert in closing])
    found.update(closed_at=now, closed_by=closed_by, updated_at=now)
    AlertLetter.objects.filter(alert__in=closing, sent_at=None).delete()
    return closing


def _just_heard(outing: Outing, now: datetime) -> bool:
    """Tell whether a departure has only just been received: the return may be in what the phone still has to send."""
    return (
        still_out(outing).filter(updated_at__gt=now - NEWS_TIME, checked_in_at__lt=F("updated_at") - NEWS_TIME).exists()
    )


def reopen_alerts(*, outing: Outing, levels: Iterable[AlertLevel], closed_since: datetime, now: datetime) -> None:
    """Open again the alerts closed since an instant, in the transaction of who calls; letters held back are owed."""
    reopening = list(outing.alerts.filter(level__in=list(levels), closed_at__gte=closed_since))
    found = Alert.objects.filter(pk__in=[alert.pk for alert in reopening])
    found.update(closed_at=None, closed_by=None, updated_at=now)
    for alert in reopening:
        _owe_letters(alert, outing, now)


def _owe_letters(alert: Alert, outing: Outing, now: datetime) -> None:
    """Write the letters of an alert, but to those who have one already."""
    told = set(AlertLetter.objects.filter(alert=alert).values_list("membership_id", flat=True))
    AlertLetter.objects.bulk_create(
        AlertLetter(structure_id=outing.structure_id, alert=alert, membership=member, created_at=now, updated_at=now)
        for member in warned_by_mail(outing, AlertLevel(alert.level))
        if member.pk not in told
    )


def _concerned(now: datetime) -> list[UUID]:
    """Return the structures with an alert open, or a team that may be late: one question, however many there are."""
    # The look-out is that of the whole instance; only which structures to open is read here.
    with across_structures():
        here = OuterRef("pk")
        found = Structure.objects.filter(
            Exists(Alert.objects.filter(structure=here, closed_at=None).exclude(level=AlertLevel.AIDE))
            | Exists(_out_late(now).filter(structure=here))
            | Exists(_silent(now).filter(structure=here))
        )
        return list(found.order_by("id").values_list("id", flat=True))


def _out_late(now: datetime) -> QuerySet[Outing]:
    return Outing.objects.filter(state=OutingState.EN_COURS, ends_at__lte=now - grace())


def _silent(now: datetime) -> QuerySet[Outing]:
    asked = Q(ends_at__lte=now - grace(), ends_at__gt=now - ASKED_WITHIN)
    return Outing.objects.filter(asked, gives_no_news()).exclude(alerts__level=AlertLevel.NOUVELLES)


def _raise_in_structure(now: datetime) -> int:
    _close_outdated(now)
    late = [outing for outing in _perhaps_due(now) if due_levels(outing, now=now)]
    return sum(len(_raise_due(outing, now=now)) for outing in late)


@transaction.atomic
def _raise_due(outing: Outing, *, now: datetime) -> list[Alert]:
    # Locked, then read again: meanwhile the team may be back, or another process may have warned.
    locked = Outing.objects.select_for_update().filter(pk=outing.pk).first()
    levels = due_levels(locked, now=now) if locked is not None else []
    return [raise_alert(outing=locked, level=level, raised_by=None, now=now) for level in levels if locked is not None]


def _perhaps_due(now: datetime) -> list[Outing]:
    """Return the outings of the scope whose end and grace are past: still under way, or confirmed and never started."""
    return [*_out_late(now), *_silent(now)]


def _close_outdated(now: datetime) -> None:
    """Close the alerts of the scope whose outing was cancelled, ended, moved or written about: not by its buttons."""
    for alert in Alert.objects.filter(closed_at=None).exclude(level=AlertLevel.AIDE).select_related("outing"):
        if _is_outdated(alert, alert.outing):
            with transaction.atomic():
                # Locked, then read again: a wrong tap taken back meanwhile has opened the alert again.
                outing = Outing.objects.select_for_update().filter(pk=alert.outing_id).first()
                if outing is not None and _is_outdated(alert, outing):
                    close_alerts(outing=outing, levels=[AlertLevel(alert.level)], closed_by=None, now=now)


def _is_outdated(alert: Alert, outing: Outing) -> bool:
    kept = {OutingState.EN_COURS: LATE_LEVELS, OutingState.CONFIRMEE: (AlertLevel.NOUVELLES,)}
    is_told = alert.level == AlertLevel.NOUVELLES and not is_silent(outing)
    return is_told or alert.level not in kept.get(OutingState(outing.state), ())
