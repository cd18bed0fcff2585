"""The outings that took place, and of which nobody told how they ended."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import PRESENT
from palier.fieldlog.permissions import AFTERWARDS
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can

MOST_PROPOSED = 12


def outings_to_debrief(membership: Membership, now: datetime) -> list[Outing]:
    """Return the outings of the last two weeks that were held and have no debrief, from the next morning on.

    A lead is shown all of them, a member their own; the latest first, twelve at most.
    """
    if not can(membership, Permission.FIELDLOG_WRITE):
        return []
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    held = Q(state__in=(OutingState.EN_COURS, OutingState.TERMINEE)) | Q(written_at__isnull=False)
    found = Outing.objects.filter(held, ends_at__lt=midnight, ends_at__gt=now - AFTERWARDS)
    found = found.exclude(state=OutingState.ANNULEE).exclude(log__closed_at__isnull=False)
    if not can(membership, Permission.FIELDLOG_EDIT):
        mine = Participation.objects.filter(PRESENT, outing=OuterRef("pk"), membership=membership)
        found = found.filter(Exists(mine))
    return list(found.select_related("place").order_by("-starts_at", "pk")[:MOST_PROPOSED])
