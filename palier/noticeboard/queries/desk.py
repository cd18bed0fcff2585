"""What waits for the leads on the board, grouped so that a flood stays one line. Asked inside a scope."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from palier.noticeboard.enums import IdeaState, ReportState
from palier.noticeboard.models import Idea, Joining, Report, ShownNeed
from palier.residents.enums import CallState
from palier.voices.enums import NeedState
from palier.voices.models import SharedNeed

# From how many ideas of one line in a day they are read together.
MANY = 3
MOST_SHOWN, SAMPLE = 60, 3


@dataclass(frozen=True, slots=True)
class IdeaGroup:
    """Ideas to read: one, or many that came by the same line the same day."""

    ideas: list[Idea]

    @property
    def is_many(self) -> bool:
        """Whether they look like one flood."""
        return len(self.ideas) >= MANY

    @property
    def batch(self) -> str:
        """The mark that names the group in a form."""
        return self.ideas[0].batch

    @property
    def sample(self) -> list[Idea]:
        """The first ones, to see what they are."""
        return self.ideas[:SAMPLE]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a person, on the board."""

    ideas: int
    reports: int
    joinings: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.ideas + self.reports + self.joinings


def waiting_counts() -> Waiting:
    """Return how much waits, in three questions."""
    return Waiting(ideas_to_read().count(), open_reports().count(), people_to_call().count())


def ideas_to_read() -> QuerySet[Idea]:
    """Return the ideas that nobody read yet."""
    return Idea.objects.filter(state=IdeaState.A_LIRE)


def groups_to_read() -> list[IdeaGroup]:
    """Return what is to be read, who waits longest first; the ideas of one flood stand together, at the end."""
    rows = list(ideas_to_read().select_related("voice__place").order_by("batch", "created_at", "pk"))
    groups: list[IdeaGroup] = []
    for batch, members in groupby(rows, key=lambda idea: idea.batch):
        ideas = list(members)
        if batch and len(ideas) >= MANY:
            groups.append(IdeaGroup(ideas))
        else:
            groups += [IdeaGroup([idea]) for idea in ideas]
    return sorted(groups, key=lambda group: (group.is_many, group.ideas[0].created_at, group.ideas[0].pk))


def decided_ideas() -> QuerySet[Idea]:
    """Return the ideas that were read, the last first."""
    found = Idea.objects.exclude(state=IdeaState.A_LIRE).select_related("voice__place", "decided_by")
    return found.order_by("-decided_at", "pk")


def open_reports() -> QuerySet[Report]:
    """Return what readers reported and nobody looked at yet."""
    found = Report.objects.filter(state=ReportState.A_TRAITER).select_related("idea__voice", "need")
    return found.order_by("created_at", "pk")


def people_to_call() -> QuerySet[Joining]:
    """Return who wants to take part and still waits for a call."""
    waits = Q(state__in=[CallState.A_RAPPELER, CallState.INJOIGNABLE])
    return Joining.objects.filter(waits).exclude(sealed={}).select_related("idea__voice").order_by("given_at", "pk")


def needs_to_tell() -> list[tuple[SharedNeed, ShownNeed | None]]:
    """Return the needs that the board tells or may tell, those told first, with what it says of each."""
    told = {row.need_id: row for row in ShownNeed.objects.all()}
    needs = SharedNeed.objects.exclude(state=NeedState.FUSIONNE).order_by("-is_public", "-settled_at", "-created_at")
    return [(need, told.get(need.pk)) for need in needs[:MOST_SHOWN]]
