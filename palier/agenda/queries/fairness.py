"""Read who went out how often, so that outings can be shared."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, Sum
from django.utils.timezone import get_current_timezone, localdate

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Participation
from palier.agenda.queries.team import PRESENT, joining_members
from palier.documents.reading.folding import fold
from palier.structures.models import Membership

SORTS = {"": "Nom", "sorties": "Nombre de sorties", "derniere": "Dernière sortie"}
USUAL_DAYS = 91


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Paris, both included."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The instants between which an outing of the period begins, the second one excluded."""
        zone = get_current_timezone()
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(self.last + timedelta(days=1), time.min, zone),
        )


@dataclass(frozen=True, slots=True)
class Share:
    """What a member did in a period: held outings, their planned hours, the last day, and places wished in vain."""

    member: Membership
    outings: int = 0
    hours: float = 0.0
    last_on: date | None = None
    waited: int = 0


def usual_period(today: date) -> Period:
    """Return the last three months."""
    return Period(today - timedelta(days=USUAL_DAYS), today)


def shares(period: Period, *, sort: str = "") -> list[Share]:
    """Return one line for each member of the team who may go out, in three queries.

    An outing counts once it is over, or as soon as its log holds a line. ``waited``: how often the member stayed on
    the waiting list of an outing that took place. Who left the team is not listed any more.
    """
    start, end = period.bounds
    held = Participation.objects.filter(
        Q(outing__state=OutingState.TERMINEE) | Q(outing__written_at__isnull=False),
        outing__starts_at__gte=start,
        outing__starts_at__lt=end,
    )
    gone = _by_member(held.filter(PRESENT))
    waiting = held.filter(state=ParticipationState.ATTENTE).values("membership_id").annotate(count=Count("pk"))
    waited = {row["membership_id"]: row["count"] for row in waiting}
    rows = [_share(member, gone.get(member.pk), waited.get(member.pk, 0)) for member in joining_members()]
    return sorted(rows, key=lambda row: _order(row, sort))


def _by_member(held: Any) -> dict[UUID, dict[str, Any]]:
    length = ExpressionWrapper(F("outing__ends_at") - F("outing__starts_at"), output_field=DurationField())
    rows = held.values("membership_id").annotate(count=Count("pk"), length=Sum(length), last=Max("outing__starts_at"))
    return {row["membership_id"]: row for row in rows}


def _share(member: Membership, row: dict[str, Any] | None, waited: int) -> Share:
    if row is None:
        return Share(member, waited=waited)
    hours = round(row["length"].total_seconds() / 3600, 1)
    return Share(member, row["count"], hours, localdate(row["last"]), waited)


def _order(row: Share, sort: str) -> tuple[Any, ...]:
    first: dict[str, Any] = {"sorties": row.outings, "derniere": row.last_on or date.min}
    return (first.get(sort, 0), fold(row.member.name), str(row.member.pk))
