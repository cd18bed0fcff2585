"""What may be said of an outing, when, and by whom: the same words for the buttons and for what they do."""

from datetime import datetime, timedelta

from palier.agenda.enums import OutingState
from palier.agenda.models import Alert, Outing, Participation
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

START_EARLY = timedelta(hours=2)
# How long a wrong tap may be undone: after that, others rely on it.
UNDONE_WITHIN = timedelta(minutes=10)
# Help may be asked on the way there, during, on the way back.
HELP_BEFORE, HELP_AFTER = timedelta(hours=3), timedelta(hours=12)


def can_start(outing: Outing, now: datetime) -> bool:
    """Tell whether somebody may say that they leave."""
    if outing.state == OutingState.EN_COURS:
        return True
    return outing.state == OutingState.CONFIRMEE and outing.starts_at - START_EARLY <= now < outing.ends_at


def said_at(participation: Participation) -> datetime | None:
    """Return when the last thing was said of somebody: the return, or the departure."""
    return participation.checked_out_at or participation.checked_in_at


def undone_until(tapped_at: datetime) -> datetime:
    """Return the end of the time when a wrong tap may be taken back."""
    return tapped_at + UNDONE_WITHIN


def can_ask_help(outing: Outing, now: datetime) -> bool:
    """Tell whether a team may be out: under way, or near its hours whatever was tapped. A doubt opens the button."""
    if outing.state == OutingState.EN_COURS:
        return True
    is_near = outing.starts_at - HELP_BEFORE <= now <= outing.ends_at + HELP_AFTER
    return is_near and outing.state != OutingState.ANNULEE


def may_close_help(alert: Alert, membership: Membership) -> bool:
    """Tell whether ``membership`` may say that all is well: who called, or who leads outings."""
    return alert.raised_by_id == membership.pk or can(membership, Permission.OUTINGS_PLAN)
