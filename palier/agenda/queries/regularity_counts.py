"""Count the outings of a period in the database, by place, slot, month and outcome. Asked inside a scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.periods import Period
from palier.agenda.queries.paris_time import Shape, paris_text
from palier.territory.models import Place

HELD, CANCELLED, SILENT, DRAFT = "tenue", "annulee", "sans_nouvelles", "brouillon"
DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a period, and a place, a zone or a Modality ("" for all)."""

    period: Period
    place: UUID | None = None
    zone: UUID | None = None
    modality: str = ""


@dataclass(frozen=True, slots=True)
class SlotCount:
    """``count`` outings at one place, on one day of the week (1 for Monday), between the same two minutes of a day."""

    place_id: UUID
    weekday: int
    start: int
    end: int
    outcome: str
    reason: str
    count: int

    @property
    def hours(self) -> float:
        """How long they last together."""
        return self.count * (self.end - self.start) / 60


def is_held() -> Q:
    """Return what « tenue » means: closed, under way, confirmed with somebody who arrived, or written about."""
    arrived = Exists(Participation.objects.filter(outing=OuterRef("pk"), checked_in_at__isnull=False))
    begun = Q(started_at__isnull=False) | Q(arrived)
    told = Q(state__in=(OutingState.TERMINEE, OutingState.EN_COURS)) | Q(written_at__isnull=False)
    return told | Q(state=OutingState.CONFIRMEE) & begun


def slot_counts(scope: Scope, now: datetime) -> Iterator[SlotCount]:
    """Yield what became of the outings that are over or begun, in one query."""
    period = scope.period
    rows = (
        _happened(scope, now)
        .annotate(
            outcome=_outcome(),
            slot=paris_text("starts_at", Shape.WEEK_MINUTE, period.starts_at, period.ends_at),
            until=paris_text("ends_at", Shape.MINUTE, period.starts_at, period.ends_at),
        )
        .values_list("place_id", "slot", "until", "outcome", "cancel_reason")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for place_id, slot, until, outcome, reason, count in rows:
        start, end = _minutes(slot[1:]), _minutes(until)
        # An outing that ends after midnight.
        end += DAY_MINUTES if end <= start else 0
        yield SlotCount(place_id, int(slot[0]) or 7, start, end, outcome, reason, count)


def month_counts(scope: Scope, now: datetime) -> dict[UUID, dict[date, int]]:
    """Return, for each place, how many outings were held in each month that had some, in one query."""
    period = scope.period
    rows = (
        _happened(scope, now)
        .filter(is_held())
        .annotate(month=paris_text("starts_at", Shape.MONTH, period.starts_at, period.ends_at))
        .values_list("place_id", "month")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[UUID, dict[date, int]] = {}
    for place_id, month, count in rows:
        found.setdefault(place_id, {})[date.fromisoformat(f"{month}-01")] = count
    return found


def coming_count(scope: Scope, now: datetime) -> int:
    """Return how many outings of the period are still to come, cancelled ones left out."""
    coming = _in_scope(scope).filter(ends_at__gt=now, state__in=(OutingState.BROUILLON, OutingState.CONFIRMEE))
    return coming.count()


def places_in(scope: Scope) -> QuerySet[Place]:
    """Return the places of the scope, archived or not, by name, with ``last_held``: when the last one there began.

    Whatever the modality and the period: a place is covered as soon as a team went there.
    """
    held = Outing.objects.filter(is_held(), place=OuterRef("pk")).order_by("-starts_at").values("starts_at")[:1]
    found = Place.objects.only("name", "hours", "archived_at").annotate(last_held=Subquery(held))
    if scope.place:
        found = found.filter(pk=scope.place)
    if scope.zone:
        found = found.filter(placezone__zone=scope.zone)
    return found.order_by("name", "pk")


def _in_scope(scope: Scope) -> QuerySet[Outing]:
    wanted: dict[str, Any] = {"place": scope.place, "place__placezone__zone": scope.zone, "modality": scope.modality}
    period = scope.period
    found = Outing.objects.filter(starts_at__gte=period.starts_at, starts_at__lt=period.ends_at)
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _happened(scope: Scope, now: datetime) -> QuerySet[Outing]:
    """Return the outings whose hour is past, and those under way."""
    return _in_scope(scope).filter(Q(ends_at__lte=now) | Q(state__in=(OutingState.TERMINEE, OutingState.EN_COURS)))


def _outcome() -> Case:
    return Case(
        When(is_held(), then=Value(HELD)),
        When(state=OutingState.ANNULEE, then=Value(CANCELLED)),
        When(state=OutingState.CONFIRMEE, then=Value(SILENT)),
        default=Value(DRAFT),
        output_field=CharField(),
    )


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[2:])
