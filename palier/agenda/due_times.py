"""When a team that has not said that it is back is looked for: computed from its hours, never from a running timer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from palier.agenda.enums import AlertLevel

# Who is warned, one after the other.
LATE_LEVELS = (AlertLevel.EQUIPE, AlertLevel.REFERENT, AlertLevel.DIRECTION)
BETWEEN_LEVELS = timedelta(minutes=15)
# A team due back before midnight is still looked for after it: only the night makes it an oversight.
FORGOTTEN_AFTER = timedelta(hours=6)


def grace() -> timedelta:
    """Return how late a team may be before anybody is warned (PALIER_RETURN_GRACE_MINUTES)."""
    return timedelta(minutes=settings.RETURN_GRACE_MINUTES)


def due_at(level: AlertLevel, ends_at: datetime) -> datetime:
    """Return when ``level`` is warned about a team expected at ``ends_at``. « Pas de nouvelles »: as the first."""
    rank = LATE_LEVELS.index(level) if level in LATE_LEVELS else 0
    return ends_at + grace() + rank * BETWEEN_LEVELS


def is_night_past(ends_at: datetime, now: datetime) -> bool:
    """Tell whether an outing that ended at ``ends_at`` is of an earlier day, and the night has passed."""
    return localdate(ends_at) < localdate(now) and now >= ends_at + FORGOTTEN_AFTER
