"""Words of a date in Paris, computed by the database: ten thousand rows are grouped without leaving it."""

from datetime import UTC, datetime, timedelta
from enum import Enum

from django.db import connection
from django.db.models import Case, CharField, Expression, F, Func, Q, Value, When

SUNDAY = 6
_SUMMER, _WINTER = "+2 hours", "+1 hours"


class Shape(Enum):
    """How a moment is written, for SQLite's strftime and for PostgreSQL's to_char."""

    MONTH = ("%Y-%m", "YYYY-MM")
    # The day of the week comes first: 0 or 7 for Sunday, 1 for Monday; then the hour and the minute.
    WEEK_MINUTE = ("%w%H%M", "IDHH24MI")
    MINUTE = ("%H%M", "HH24MI")


def paris_text(column: str, shape: Shape, first: datetime, last: datetime) -> Expression:
    """Return the expression of ``column`` written in the time of Paris, right for instants from first to last.

    SQLite knows no time zones, and calling Python for each row costs more than the whole page: the two changes of
    hour of each year are told to it instead (last Sundays of March and October, 01:00 UTC: directive 2000/84/EC).
    """
    if connection.vendor == "postgresql":
        local = Func(Value("Europe/Paris"), F(column), function="timezone")
        return Func(local, Value(shape.value[1]), function="to_char", output_field=CharField())
    summers = Q(pk__in=[])
    for year in range(first.year, last.year + 1):
        start, end = summer_time(year)
        summers |= Q(**{f"{column}__gte": start, f"{column}__lt": end})
    shift = Case(When(summers, then=Value(_SUMMER)), default=Value(_WINTER), output_field=CharField())
    return Func(Value(shape.value[0]), F(column), shift, function="strftime", output_field=CharField())


def summer_time(year: int) -> tuple[datetime, datetime]:
    """Return the instants at which summer time begins and ends in a year, in UTC."""
    return _last_sunday(year, 3), _last_sunday(year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() - SUNDAY) % 7)
