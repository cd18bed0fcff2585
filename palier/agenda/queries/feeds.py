"""What shared agendas give, and whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from palier.agenda.enums import AttendanceState, FeedKind, MeetingKind, Modality, OutingState
from palier.agenda.ical import CalendarEvent, EventStatus
from palier.agenda.models import CalendarFeed, Meeting, Outing, Participation
from palier.agenda.queries.team import PRESENT
from palier.core.tenancy import across_structures
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can
from palier.territory.models import Place

# Three months back, eighteen ahead: enough to remember, and a season is planned a year before.
BEHIND, AHEAD = timedelta(days=92), timedelta(days=548)
_STATUSES = {OutingState.BROUILLON: EventStatus.TENTATIVE, OutingState.ANNULEE: EventStatus.CANCELLED}
_MARKS = {EventStatus.TENTATIVE: "À confirmer : ", EventStatus.CANCELLED: "Annulée : ", EventStatus.CONFIRMED: ""}
_ANNOUNCED = (OutingState.CONFIRMEE, OutingState.EN_COURS, OutingState.TERMINEE)
_COMES = (AttendanceState.ATTENDU, AttendanceState.PRESENT)
# A year of outings is read at each question of each calendar: no more than what is said.
_OF_OUTING = ("state", "cancel_reason", "name", "modality", "starts_at", "ends_at", "smallest_team", "material")
_OF_PLACE = ("name", "address", "postal_code", "commune", "latitude", "longitude", "updated_at")
_READ = (*_OF_OUTING, "created_at", "updated_at", *(f"place__{name}" for name in _OF_PLACE))


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What an agenda holds on a day: its name, its dates by hour."""

    name: str
    events: list[CalendarEvent]


def feed_with_token(token: str) -> CalendarFeed | None:
    """Return the feed of a secret, with its structure and its member, open or not; None when nobody made it."""
    if "\0" in token:  # PostgreSQL refuses to look for it, and the page would break
        return None
    # Who reads has no account here, hence no scope: the secret, unique over all structures, is what opens.
    with across_structures():
        feeds = CalendarFeed.objects.filter(token=token)
        return feeds.select_related("structure", "membership__user").first()


def is_open(feed: CalendarFeed) -> bool:
    """Tell whether a feed still gives something: not closed, its member still here and allowed to read."""
    member = feed.membership
    if feed.revoked_at is not None:
        return False
    return member is None or (member.is_active and member.user.is_active and can(member, Permission.OUTINGS_READ))


def feeds_of(membership: Membership) -> dict[str, CalendarFeed]:
    """Return the open feeds that a member may see, by kind: their own; the structure's for who plans the outings."""
    seen = Q(membership=membership)
    if can(membership, Permission.OUTINGS_PLAN):
        seen |= Q(membership=None)
    found = CalendarFeed.objects.filter(seen, structure=membership.structure_id, revoked_at=None)
    return {feed.kind: feed for feed in found}


def feed_content(feed: CalendarFeed, *, origin: str, now: datetime) -> FeedContent:
    """Return what ``feed`` gives now. Asked inside its structure's scope. ``origin``: https://palier.exemple.fr/."""
    outings = _outings(feed, now=now)
    if feed.kind == FeedKind.PUBLIC:
        return FeedContent(f"Sorties · {feed.structure}", [_announced(outing) for outing in outings])
    events = [_outing_event(outing, origin=origin) for outing in outings]
    if feed.kind == FeedKind.STRUCTURE:
        return FeedContent(f"Toutes les sorties · {feed.structure}", events)
    events += [_meeting_event(meeting, origin=origin) for meeting in _meetings(feed, now=now)]
    events.sort(key=lambda event: (event.starts_at, event.uid))
    return FeedContent(f"Mes sorties · {feed.structure}", events)


def _outings(feed: CalendarFeed, *, now: datetime) -> QuerySet[Outing]:
    found = Outing.objects.filter(
        structure=feed.structure_id, starts_at__gte=now - BEHIND, starts_at__lte=now + AHEAD
    ).select_related("place")
    if feed.kind == FeedKind.PUBLIC:
        found = found.filter(is_public=True, state__in=_ANNOUNCED)
    elif feed.kind == FeedKind.PERSONNEL:
        mine = Participation.objects.filter(PRESENT, membership=feed.membership)
        found = found.filter(pk__in=mine.values("outing"))
    team = Participation.objects.filter(PRESENT, outing=OuterRef("pk")).order_by().values("outing")
    people = Coalesce(Subquery(team.values(number=Count("pk"))), 0)
    return found.only(*_READ).annotate(people=people).order_by("starts_at", "pk")


def _meetings(feed: CalendarFeed, *, now: datetime) -> Iterable[Meeting]:
    return Meeting.objects.filter(
        structure=feed.structure_id,
        starts_at__gte=now - BEHIND,
        starts_at__lte=now + AHEAD,
        attendances__membership=feed.membership,
        attendances__state__in=_COMES,
    ).order_by("starts_at", "pk")


def _announced(outing: Outing) -> CalendarEvent:
    """Return what residents may know: what, where, when."""
    modality = Modality(outing.modality).label
    return CalendarEvent(
        uid=f"{outing.pk}@palier",
        starts_at=outing.starts_at,
        ends_at=outing.ends_at,
        created_at=outing.created_at,
        changed_at=max(outing.updated_at, outing.place.updated_at),
        status=EventStatus.CONFIRMED,
        summary=modality,
        location=_location(outing.place),
        point=_point(outing.place),
        categories=(modality,),
    )


def _outing_event(outing: Outing, *, origin: str) -> CalendarEvent:
    status = _STATUSES.get(OutingState(outing.state), EventStatus.CONFIRMED)
    modality = Modality(outing.modality).label
    return CalendarEvent(
        uid=f"{outing.pk}@palier",
        starts_at=outing.starts_at,
        ends_at=outing.ends_at,
        created_at=outing.created_at,
        changed_at=max(outing.updated_at, outing.place.updated_at),
        status=status,
        summary=f"{_MARKS[status]}{outing.name or modality}, {outing.place.name}",
        location=_location(outing.place),
        point=_point(outing.place),
        description="\n".join(_outing_lines(outing)),
        categories=(modality, *([outing.get_cancel_reason_display()] if outing.cancel_reason else [])),
        url=origin.rstrip("/") + outing.get_absolute_url(),
    )


def _outing_lines(outing: Outing) -> list[str]:
    people: int = outing.people  # type: ignore[attr-defined]  # annotated by _outings
    lines = [outing.get_state_display(), f"{people} dans l'équipe, {outing.smallest_team} au moins."]
    return [*lines, f"À emporter : {', '.join(map(str, outing.material))}."] if outing.material else lines


def _meeting_event(meeting: Meeting, *, origin: str) -> CalendarEvent:
    status = EventStatus.CANCELLED if meeting.cancelled_at else EventStatus.CONFIRMED
    kind = MeetingKind(meeting.kind).label
    return CalendarEvent(
        uid=f"{meeting.pk}@palier",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        created_at=meeting.created_at,
        changed_at=meeting.updated_at,
        status=status,
        summary=f"{_MARKS[status]}{meeting}",
        location=meeting.where,
        categories=(kind,),
        url=origin.rstrip("/") + meeting.get_absolute_url(),
    )


def _location(place: Place) -> str:
    town = " ".join(filter(None, [place.postal_code, place.commune]))
    return ", ".join(filter(None, [place.name, place.address, town]))


def _point(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude)
