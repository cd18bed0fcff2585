"""The month in a few figures, beside the month before at the same date."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from palier.agenda.models import Outing, Participation
from palier.agenda.queries.regularity_counts import HELD, is_held
from palier.core.dates import date_format
from palier.fieldlog.queries.presence import went_out
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of this month and the same one month before; ``since`` is the day it is compared with."""

    value: int
    before: int
    since: date

    @property
    def trend(self) -> str:
        """The component's word: up, down, flat."""
        return "flat" if self.value == self.before else "up" if self.value > self.before else "down"

    @property
    def trend_text(self) -> str:
        """« 3 de plus qu'au 21 octobre »."""
        day = f"au {date_format(self.since, 'j F')}"
        more = abs(self.value - self.before)
        if self.value == self.before:
            return f"Autant qu'{day}"
        return f"{more} de {'plus' if self.value > self.before else 'moins'} qu'{day}"


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """``first`` and ``last`` are the days counted."""

    first: date
    last: date
    held: Figure
    hours: Figure
    places: Figure
    people: Figure


def month_figures(now: datetime) -> MonthFigures:
    """Return the figures of the month so far, in two questions; nobody is named."""
    today = timezone.localdate(now)
    first = today.replace(day=1)
    earlier = (first - timedelta(days=1)).replace(day=1)
    same_day = earlier.replace(day=min(today.day, monthrange(earlier.year, earlier.month)[1]))
    # A team may leave before its hour: what it began today counts, as it does in the list that the figure opens.
    tomorrow = _midnight(today + timedelta(days=1))
    here = Q(starts_at__gte=_midnight(first), starts_at__lt=tomorrow)
    there = Q(starts_at__gte=_midnight(earlier), starts_at__lt=_midnight(same_day + timedelta(days=1)))
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    counted = Outing.objects.filter(is_held(), starts_at__gte=_midnight(earlier), starts_at__lt=tomorrow).aggregate(
        **_twice("held", Count, "pk", here, there),
        **_twice("places", Count, "place", here, there, distinct=True),
        **_twice("hours", Sum, length, here, there),
    )
    came = Participation.objects.filter(
        went_out(), outing__starts_at__gte=_midnight(earlier), outing__starts_at__lt=tomorrow
    )
    of_outing = [
        Q(outing__starts_at__gte=_midnight(first)),
        Q(outing__starts_at__lt=_midnight(same_day + timedelta(days=1))),
    ]
    counted |= came.aggregate(**_twice("people", Count, "membership", *of_outing, distinct=True))
    figures = {
        name: Figure(_whole(counted[f"{name}_here"]), _whole(counted[f"{name}_there"]), same_day)
        for name in ("held", "hours", "places", "people")
    }
    return MonthFigures(first=first, last=today, **figures)


def month_links(membership: Membership, month: MonthFigures) -> dict[str, str]:
    """Return the pages where the figures open on their rows, for what ``membership`` may read."""
    regularity = f"{reverse('agenda:regularity')}?{urlencode({'periode': 'mois', 'jour': month.first})}"
    links = {"held": regularity, "regularity": regularity}
    if can(membership, Permission.OUTINGS_READ):
        asked = {"du": month.first, "au": month.last, "etat": HELD}
        links["held"] = f"{reverse('agenda:outing-list')}?{urlencode(asked)}"
    if can(membership, Permission.OUTINGS_PLAN):
        links["people"] = f"{reverse('agenda:fairness')}?{urlencode({'du': month.first, 'au': month.last})}"
    return links


def _twice(name: str, count: Any, what: Any, here: Q, there: Q, **more: Any) -> dict[str, Any]:
    return {f"{name}_here": count(what, filter=here, **more), f"{name}_there": count(what, filter=there, **more)}


def _whole(value: int | timedelta | None) -> int:
    """Return a count; hours for a duration."""
    return round(value.total_seconds() / 3600) if isinstance(value, timedelta) else value or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)
