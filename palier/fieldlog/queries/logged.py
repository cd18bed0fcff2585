"""Read the outings that the field log is about: held, or with something written. Asked inside a scope."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Lower

from palier.agenda.models import Outing, Participation
from palier.agenda.periods import PARIS
from palier.agenda.queries.regularity_counts import is_held
from palier.fieldlog.queries.parts import NO_PART, Part, outings_with
from palier.fieldlog.queries.presence import hours_of, went_out
from palier.territory.models import PlaceZone

PAGE_SIZE = 30
OPEN, CLOSED = "ouvert", "clos"
ORDERS = {
    "": ("Date, la plus récente d'abord", (F("starts_at").desc(),)),
    "ancien": ("Date, la plus ancienne d'abord", (F("starts_at").asc(),)),
    "personnes": ("Personnes rencontrées", (F("log__people").desc(nulls_last=True), F("starts_at").desc())),
    "paroles": ("Paroles", (F("log__voices").desc(nulls_last=True), F("starts_at").desc())),
    "lieu": ("Lieu", (Lower("place__name").asc(), F("starts_at").desc())),
}
# The planned length of an outing.
LENGTH = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
# One log an outing, so that no join doubles a row.
SUMS: dict[str, Aggregate] = {
    "outings": Count("pk"),
    "people": Sum("log__people"),
    "first_meetings": Sum("log__first_meetings"),
    "voices": Sum("log__voices"),
    "length": Sum(LENGTH),
}


@dataclass(frozen=True, slots=True)
class LogScope:
    """Which outings are counted: days of Paris, both included, a place, a zone, a Modality; None or "" for all."""

    first: date | None = None
    last: date | None = None
    place: UUID | None = None
    zone: UUID | None = None
    modality: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some outings may be left out."""
        return any((self.first, self.last, self.place, self.zone, self.modality))


@dataclass(frozen=True, slots=True)
class LogSearch:
    """What the list shows, and its order. ``closing`` is OPEN, CLOSED or ""."""

    scope: LogScope = LogScope()
    member: UUID | None = None
    closing: str = ""
    with_words: bool = False
    with_incident: bool = False
    part: Part = NO_PART
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some outings may be left out."""
        asked = (self.member, self.closing, self.with_words, self.with_incident, self.part.is_asked)
        return self.scope.is_narrowed or any(asked)


@dataclass(frozen=True, slots=True)
class Totals:
    """What some outings hold together; ``hours`` are the planned ones."""

    outings: int = 0
    people: int = 0
    first_meetings: int = 0
    voices: int = 0
    hours: float = 0


def is_logged() -> Q:
    """Return what belongs to the log: an outing that was held; any in which something is written was."""
    return is_held()


def outings_in(scope: LogScope) -> QuerySet[Outing]:
    """Return the outings of the log that ``scope`` counts."""
    found = Outing.objects.filter(is_logged())
    if scope.first:
        found = found.filter(starts_at__gte=midnight(scope.first))
    if scope.last:
        found = found.filter(starts_at__lt=midnight(scope.last + timedelta(days=1)))
    return found.filter(**place_filters(scope))


def place_filters(scope: LogScope) -> dict[str, Any]:
    """Return the filters by place, zone and modality, the same for an outing and for a sum."""
    zone = PlaceZone.objects.filter(zone=scope.zone).values("place") if scope.zone else None
    wanted = {"place": scope.place, "place__in": zone, "modality": scope.modality}
    return {name: value for name, value in wanted.items() if value is not None and value != ""}


def outings_logged(search: LogSearch) -> QuerySet[Outing]:
    """Return the outings that answer, with their place and their log (None when nothing was written), in order."""
    found = outings_in(search.scope)
    if search.member:
        there = Participation.objects.filter(went_out(), outing=OuterRef("pk"), membership=search.member)
        found = found.filter(Exists(there))
    if search.closing:
        found = found.filter(log__closed_at__isnull=search.closing == OPEN)
    if search.with_words:
        found = found.filter(log__voices__gt=0)
    if search.with_incident:
        found = found.filter(log__incidents__gt=0)
    found = outings_with(found, search.part)
    _words, columns = ORDERS.get(search.order, ORDERS[""])
    return found.select_related("place", "log").order_by(*columns, "pk")


def totals_of(found: QuerySet[Outing]) -> Totals:
    """Return what the outings found hold together, in one query."""
    sums = found.order_by().aggregate(**SUMS)
    length: timedelta | None = sums.pop("length")
    return Totals(hours=hours_of(length), **{name: value or 0 for name, value in sums.items()})


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Paris, in UTC."""
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)
