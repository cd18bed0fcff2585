"""Who is out with an outing, and who is warned when something is wrong. All is read inside the scope."""

from django.db.models import Q, QuerySet

from palier.agenda.enums import AlertLevel, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.structures.enums import Role
from palier.structures.models import Membership

# Somebody who looks for a replacement still goes until one is found.
GOING = (ParticipationState.INSCRIT, ParticipationState.A_REMPLACER)
DIRECTIONS = (Role.DIRECTION, Role.FEDERATION)


def going_with(outing: Outing) -> QuerySet[Participation]:
    """Return those who go out, and those who said that they left, in the order in which they signed up."""
    going = Q(state__in=GOING) | Q(checked_in_at__isnull=False)
    found = Participation.objects.filter(going, structure=outing.structure_id, outing=outing)
    return found.select_related("membership").order_by("joined_at", "id")


def still_out(outing: Outing) -> QuerySet[Participation]:
    """Return those who left and have not come back."""
    out = Participation.objects.filter(structure=outing.structure_id, outing=outing)
    return out.filter(checked_in_at__isnull=False, checked_out_at=None)


def first_name(name: str) -> str:
    """Return what a mail or a screen may say of somebody: the first word of the name shown."""
    return (name.split() or ["Quelqu'un"])[0]


def warned_by_mail(outing: Outing, level: AlertLevel) -> list[Membership]:
    """Return the members with an address whom ``level`` concerns; the direction where nobody else leads outings."""
    reachable = Membership.objects.filter(
        structure=outing.structure_id, ended_at=None, user__is_active=True, user__email__gt=""
    ).select_related("user")
    team = Q(pk__in=going_with(outing).values("membership"))
    leads = Q(role=Role.REFERENT) if reachable.filter(role=Role.REFERENT).exists() else Q(role__in=DIRECTIONS)
    direction = Q(role__in=DIRECTIONS)
    concerned = {
        AlertLevel.EQUIPE: team,
        AlertLevel.REFERENT: leads,
        AlertLevel.DIRECTION: direction,
        AlertLevel.AIDE: team | leads | direction,
        AlertLevel.NOUVELLES: leads,
    }
    return list(reachable.filter(concerned[level]).order_by("id"))
