"""Who was there, and for how long. Asked inside a scope."""

from datetime import timedelta

from django.db.models import Q

from palier.agenda.enums import OutingState
from palier.agenda.queries.team import PRESENT


def went_out() -> Q:
    """Return which participations were there: arrived, or in the team of an outing over, or written about."""
    over = Q(outing__state=OutingState.TERMINEE) | Q(outing__written_at__isnull=False)
    return Q(checked_in_at__isnull=False) | PRESENT & over


def hours_of(length: timedelta | None) -> float:
    """Return a length in hours; none is nothing."""
    return length.total_seconds() / 3600 if length else 0
