"""What was set aside, for the leads who decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from palier.agenda.models import Outing
from palier.mobile.enums import Verdict
from palier.mobile.models import Operation, SetAside
from palier.structures.models import Membership

# Among which outings one looks for the right one: around the hour when it was written.
AROUND, MOST_OUTINGS = timedelta(days=10), 60


@dataclass(frozen=True, slots=True)
class AsideSearch:
    """What the list shows: a Verdict, a ReceiptStatus, an OperationKind; "" for any."""

    verdict: str = Verdict.OPEN
    status: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AsideSheet:
    """One operation with what helps to decide: who wrote it, where, and what else has the same key."""

    aside: SetAside
    author: str
    outing: Outing | None
    others: list[SetAside]
    is_in_the_log: bool


def asides_found(search: AsideSearch) -> QuerySet[SetAside]:
    """Return the operations that answer, latest received first, with who sent them."""
    wanted = {"verdict": search.verdict, "status": search.status, "kind": search.kind}
    rows = SetAside.objects.filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("sent_by").order_by("-received_at", "-pk")


def aside_sheet(aside: SetAside) -> AsideSheet:
    """Return the page of one operation, in four queries."""
    outings = Outing.objects.filter(pk__in=[aside.outing_id] if aside.outing_id else [])
    same_key = SetAside.objects.filter(operation_id=aside.operation_id).exclude(pk=aside.pk)
    return AsideSheet(
        aside=aside,
        author=authors_of([aside]).get(aside.written_by, ""),
        outing=outings.select_related("place").first(),
        others=list(same_key.order_by("received_at")),
        is_in_the_log=Operation.objects.filter(pk=aside.operation_id).exists(),
    )


def authors_of(asides: list[SetAside]) -> dict[UUID | None, str]:
    """Return the name of who wrote each operation, by key, for those known of the structure."""
    wanted = {aside.written_by for aside in asides if aside.written_by is not None}
    return dict(Membership.objects.filter(pk__in=wanted).values_list("pk", "name"))


def outings_of(asides: list[SetAside]) -> dict[UUID | None, Outing]:
    """Return the outings that these operations name and that the centre knows, by key, with their place."""
    wanted = {aside.outing_id for aside in asides if aside.outing_id is not None}
    return {outing.pk: outing for outing in Outing.objects.filter(pk__in=wanted).select_related("place")}


def outings_around(made_at: datetime) -> list[Outing]:
    """Return the outings of the days around, those begun nearest to ``made_at`` first, with their place."""
    near = Outing.objects.filter(starts_at__gt=made_at - AROUND, starts_at__lt=made_at + AROUND)
    found = list(near.select_related("place").order_by("starts_at", "pk")[:MOST_OUTINGS])
    return sorted(found, key=lambda outing: abs(outing.starts_at - made_at))


def open_asides() -> int:
    """Return how many operations wait for a decision: those that only wait for their outing are not among them."""
    return SetAside.objects.filter(verdict=Verdict.OPEN).exclude(status="waiting").count()
