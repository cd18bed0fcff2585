"""What a figure counts of each outing: some cells of the tally grid, an hour of the week, a status, some lines.

The page of figures opens on these outings: the part of each adds up to the figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from palier.agenda.models import Outing, Participation
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import Tally
from palier.fieldlog.queries.presence import hours_of, went_out
from palier.fieldlog.queries.week_hours import people_at

ANYBODY = "tous"
# As each list of the tally grid writes it.
NOT_TOLD = Age.NC.value
# The lines that may be looked for, by their word in an address: names of OutingLog.COUNTS.
COUNTED_LINES = {"rencontres": "encounters", "orientations": "orientations", "observations": "observations"}
_LISTS = {"age": Age, "gender": Gender, "acquaintance": Acquaintance}


@dataclass(frozen=True, slots=True)
class Part:
    """What is counted; "" or None for no choice. One kind at a time: ``lines``, else ``status``, else people met.

    ``contact`` is a Contact, "" for everybody met (refusals apart); ``status`` a MembershipStatus or ANYBODY; ``hour``
    goes with ``weekday`` (0: Monday), whatever the cells.
    """

    age: str = ""
    gender: str = ""
    acquaintance: str = ""
    contact: str = ""
    weekday: int | None = None
    hour: int | None = None
    status: str = ""
    lines: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether something is to be counted apart."""
        return self != NO_PART

    @property
    def slot(self) -> tuple[int, int] | None:
        """The day of the week and the hour, if both are asked."""
        if self.lines or self.status or self.weekday is None or self.hour is None:
            return None
        return self.weekday, self.hour


NO_PART = Part()


@dataclass(frozen=True, slots=True)
class PartTotal:
    """How many all the outings found have together; ``hours``: of each of those who went out, added up."""

    count: int
    hours: float | None = None


def outings_with(found: QuerySet[Outing], part: Part) -> QuerySet[Outing]:
    """Return those of ``found`` that have some of ``part``; ``part_count`` says how many, but for an hour."""
    if not part.is_asked:
        return found
    if part.slot:
        return found.filter(pk__in=list(people_at(found, *part.slot)))
    # Somebody taken back in another cell leaves a count below zero: the total needs it.
    return found.annotate(part_count=_count(part)).filter(part_count__isnull=False).exclude(part_count=0)


def part_of_each(page: Iterable[Outing], part: Part) -> dict[UUID, int]:
    """Return how many each outing of a page has; nothing when nothing is asked."""
    if part.slot:
        return people_at(Outing.objects.filter(pk__in=[outing.pk for outing in page]), *part.slot)
    return {outing.pk: getattr(outing, "part_count") for outing in page} if part.is_asked else {}  # noqa: B009


def part_total(found: QuerySet[Outing], part: Part) -> PartTotal | None:
    """Return what the outings found by ``outings_with`` have together; None when nothing is asked."""
    if not part.is_asked:
        return None
    if part.slot:
        return PartTotal(sum(people_at(found, *part.slot).values()))
    if part.status and not part.lines:
        keys = found.select_related(None).order_by().values("pk")
        length = Sum(F("outing__ends_at") - F("outing__starts_at"))
        sums = _there(part).filter(outing__in=keys).aggregate(times=Count("pk"), length=length)
        return PartTotal(sums["times"], hours_of(sums["length"]))
    return PartTotal(found.order_by().aggregate(total=Sum("part_count"))["total"] or 0)


def _count(part: Part) -> Subquery[Any] | F:
    if part.lines:
        return F(f"log__{COUNTED_LINES[part.lines]}")
    if part.status:
        there = _there(part).filter(outing=OuterRef("pk")).order_by().values("outing")
        return Subquery(there.annotate(times=Count("pk")).values("times"))
    met = Tally.objects.filter(_cell(part), outing=OuterRef("pk")).order_by().values("outing")
    return Subquery(met.annotate(people=Sum("step")).values("people"))


def _there(part: Part) -> QuerySet[Participation]:
    wanted = {} if part.status == ANYBODY else {"membership__status": part.status}
    return Participation.objects.filter(went_out(), **wanted)


def _cell(part: Part) -> Q:
    found = Q(contact=part.contact) if part.contact else ~Q(contact=Contact.REFUS)
    for name, choices in _LISTS.items():
        value: Any = getattr(part, name)
        if value == NOT_TOLD:
            # As in the figures: what the list does not know was not told.
            found &= ~Q(**{f"{name}__in": [choice for choice in choices.values if choice != NOT_TOLD]})
        elif value:
            found &= Q(**{name: value})
    return found
