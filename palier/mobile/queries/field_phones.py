"""Which phones hold what the centre has not received, since when; which outings say nothing of themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.agenda.queries.team import Team, teams_of
from palier.fieldlog.models import OutingLog
from palier.mobile.models import FieldPhone

# Nothing waits longer than this without the leads being told.
TOO_LONG = timedelta(hours=24)
# A phone that has not been heard of for longer is in a drawer; an outing this far behind was let go.
LOOKED_BACK = timedelta(days=90)
SILENT_BACK = timedelta(days=21)
HELD = (OutingState.CONFIRMEE, OutingState.EN_COURS, OutingState.TERMINEE)


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One installation; ``is_late``: something has been on it alone for a day or more."""

    phone: FieldPhone
    is_late: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """What the leads are told: phones that hold something for a day or more, outings without a line for as long."""

    phones: int
    outings: int


def phone_lines(now: datetime) -> list[PhoneLine]:
    """Return the installations heard of lately: those that hold something first, the longest waiting at the top."""
    found = FieldPhone.objects.filter(Q(last_sync_at__gt=now - LOOKED_BACK) | Q(pending__gt=0))
    rows = found.select_related("membership").order_by(F("oldest_pending_at").asc(nulls_last=True), "-last_sync_at")
    return [PhoneLine(phone, _is_late(phone, now)) for phone in rows]


def silent_outings(now: datetime) -> list[Team]:
    """Return the outings over for a day or more of which nothing was received, latest first, with their team."""
    outings = list(_silent(now).select_related("place").order_by("-ends_at", "pk"))
    return list(teams_of(outings).values()) if outings else []


def silence(now: datetime) -> Silence:
    """Return how many phones and outings the leads should look at, in two queries."""
    late = FieldPhone.objects.filter(_late(now)).count()
    return Silence(phones=late, outings=_silent(now).count())


def _late(now: datetime) -> Q:
    since = now - TOO_LONG
    return Q(pending__gt=0) & (Q(oldest_pending_at__lte=since) | Q(last_sync_at__lte=since))


def _is_late(phone: FieldPhone, now: datetime) -> bool:
    since = now - TOO_LONG
    oldest = phone.oldest_pending_at
    return phone.pending > 0 and (phone.last_sync_at <= since or (oldest is not None and oldest <= since))


def _silent(now: datetime) -> QuerySet[Outing]:
    empty = Q(log=None) | Q(log__closed_at=None, **{f"log__{name}": 0 for name in OutingLog.COUNTS})
    over = Q(state__in=HELD, ends_at__lte=now - TOO_LONG, ends_at__gt=now - SILENT_BACK)
    return Outing.objects.filter(over & empty)
