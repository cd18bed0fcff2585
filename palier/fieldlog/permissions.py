"""Who reads, completes and corrects the log of an outing."""

from datetime import datetime, timedelta

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.fieldlog.models import Debrief, Entry
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

# How long a member completes the log of an outing of theirs; a lead does it at any time.
AFTERWARDS = timedelta(days=14)
# A team that arrives before the hour may already write.
BEFOREHAND = timedelta(hours=2)


def can_read_log(membership: Membership, *, in_team: bool) -> bool:
    """Tell whether one reads the log of an outing: that of one's own, or every one."""
    own = in_team and can(membership, Permission.FIELDLOG_WRITE)
    return own or can(membership, Permission.FIELDLOG_READ)


def can_write_log(membership: Membership, outing: Outing, *, in_team: bool, now: datetime) -> bool:
    """Tell whether one adds lines at a desk: to one's own outings for two weeks, to any with the right to correct."""
    if not has_begun(outing, now):
        return False
    if can(membership, Permission.FIELDLOG_EDIT):
        return True
    return in_team and can(membership, Permission.FIELDLOG_WRITE) and now < outing.ends_at + AFTERWARDS


def can_change_line(membership: Membership, line: Entry, *, now: datetime) -> bool:
    """Tell whether one corrects or takes back a line: one's own for two weeks, or any with the right to correct."""
    if can(membership, Permission.FIELDLOG_EDIT):
        return True
    is_recent = now < line.outing.ends_at + AFTERWARDS
    return line.made_by_id == membership.pk and is_recent and can(membership, Permission.FIELDLOG_WRITE)


def can_read_debrief(membership: Membership, debrief: Debrief) -> bool:
    """Tell whether one reads how an outing ended: the leads do, and who wrote it."""
    return can(membership, Permission.FIELDLOG_EDIT) or debrief.made_by_id == membership.pk


def has_begun(outing: Outing, now: datetime) -> bool:
    """Tell whether an outing may have lines: nothing is noted of what is to come, or of what was cancelled."""
    return outing.state != OutingState.ANNULEE and now >= outing.starts_at - BEFOREHAND
