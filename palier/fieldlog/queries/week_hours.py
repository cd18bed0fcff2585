"""The local hour of the week at which people are met: one rule for the sums and for the outings behind them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Expression, F, Func, QuerySet, Sum, Value
from django.utils.timezone import localtime

from palier.agenda.models import Outing
from palier.fieldlog.enums import Contact
from palier.fieldlog.models import Tally

# A tap far from the hours of its outing was noted after the fact, or by a phone whose clock is wrong.
EARLY, LATE = timedelta(hours=2), timedelta(hours=12)


def week_hour(starts_at: datetime, hour: datetime) -> tuple[int, int]:
    """Return the local day of the week (0: Monday) and hour of a tap made in the hour that begins at ``hour``.

    Those of the beginning of its outing, ``starts_at``, when it is far from it.
    """
    local = localtime(hour if starts_at - EARLY <= hour < starts_at + LATE else starts_at)
    return local.weekday(), local.hour


def people_at(found: QuerySet[Outing], weekday: int, hour: int) -> dict[UUID, int]:
    """Return how many people each of these outings met at one hour of the week; those who met nobody then left out."""
    outings = found.select_related(None).order_by()
    starts: dict[UUID, datetime] = dict(outings.values_list("pk", "starts_at"))
    met = Tally.objects.filter(outing__in=outings.values("pk")).exclude(contact=Contact.REFUS)
    rows: Any = met.values_list("outing_id", _utc_hour("made_at")).annotate(Sum("step")).order_by()
    people: Counter[UUID] = Counter()
    for outing_id, text, step in rows:
        start = starts.get(outing_id)
        if start and week_hour(start, datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)) == (weekday, hour):
            people[outing_id] += step
    return {outing_id: count for outing_id, count in people.items() if count}


def _utc_hour(column: str) -> Expression:
    """Return the expression of « 2027-03-11 08 », in UTC, as each database writes it fastest."""
    if connection.vendor == "postgresql":
        moment = Func(Value("UTC"), F(column), function="timezone")
        return Func(moment, Value("YYYY-MM-DD HH24"), function="to_char", output_field=CharField())
    # SQLite keeps instants as texts in UTC.
    return Func(F(column), Value(1), Value(13), function="substr", output_field=CharField())
