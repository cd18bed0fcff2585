"""Read who followed which training, and what is about to expire, in the current structure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from palier.documents.reading.folding import fold
from palier.structures.enums import TrainingKind
from palier.structures.models import Membership, Training

SOON = 60
PAGE_SIZE = 50


class TrainingState(Enum):
    """Where a member stands with a kind of training: slug, French words, look of the chip, icon."""

    VALID = ("valable", "Valable", "success", "circle-check")
    EXPIRING = ("bientot", "Expire bientôt", "warning", "clock")
    EXPIRED = ("expiree", "Expirée", "error", "circle-alert")
    MISSING = ("manquante", "Pas suivie", "", "minus")

    def __init__(self, slug: str, label: str, look: str, icon: str) -> None:
        self.slug, self.label, self.look, self.icon = slug, label, look, icon


STATES = {state.slug: state for state in TrainingState}


@dataclass(frozen=True, slots=True)
class Followed:
    """A training, and whether it still counts."""

    training: Training
    state: TrainingState


@dataclass(frozen=True, slots=True)
class Cell:
    """What a member has of one kind: the training that counts longest, or none."""

    kind: TrainingKind
    state: TrainingState
    training: Training | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, and one cell for each kind asked for, in its order."""

    member: Membership
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class MatrixSearch:
    """What the matrix shows: words of a name, a TrainingKind slug, a state's slug; "" for all."""

    text: str = ""
    kind: str = ""
    state: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some members may be left out."""
        return bool(self.text or self.kind or self.state)


def state_of(training: Training, on: date) -> TrainingState:
    """Return where a training stands on a day; it counts up to its last day, included."""
    if training.valid_until is None or training.valid_until > on + timedelta(days=SOON):
        return TrainingState.VALID
    return TrainingState.EXPIRING if training.valid_until >= on else TrainingState.EXPIRED


def active_members() -> QuerySet[Membership]:
    """Return those who are in the team, by name."""
    return Membership.objects.filter(ended_at=None).order_by("name", "pk")


def trained(kind: TrainingKind, on: date) -> QuerySet[Membership]:
    """Return the members of the team who, on that day, had followed the kind of training and still held it."""
    holds = Training.objects.filter(_counts_on(on), membership=OuterRef("pk"), kind=kind)
    return active_members().filter(Exists(holds))


def expiring(on: date, days: int = SOON) -> QuerySet[Training]:
    """Return what expires from ``on`` to ``days`` later for someone of the team, soonest first, with its member.

    A training that another of the same kind and title outlives is no longer waited for.
    """
    later = Training.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        membership=OuterRef("membership"),
        kind=OuterRef("kind"),
        title=OuterRef("title"),
    )
    last_day = on + timedelta(days=days)
    found = Training.objects.filter(valid_until__gte=on, valid_until__lte=last_day, membership__ended_at=None)
    return found.filter(~Exists(later)).select_related("membership").order_by("valid_until", "membership__name", "pk")


def trainings_of(membership: Membership, on: date) -> list[Followed]:
    """Return all that a member followed, latest first, and where each stands."""
    followed = Training.objects.filter(membership=membership).order_by("-taken_on", "kind", "pk")
    return [Followed(training, state_of(training, on)) for training in followed]


def all_trainings() -> QuerySet[Training]:
    """Return every training of those who are in the team, by name then date."""
    found = Training.objects.filter(membership__ended_at=None).select_related("membership")
    return found.order_by("membership__name", "membership", "-taken_on", "kind", "pk")


def kinds_shown(search: MatrixSearch) -> list[TrainingKind]:
    """Return the columns of the matrix."""
    return [kind for kind in TrainingKind if search.kind in {"", kind.value}]


def matrix(search: MatrixSearch, on: date) -> list[MemberRow]:
    """Return the members of the team that answer, each with its cells, in two queries. A team fits in memory."""
    kinds = kinds_shown(search)
    best: dict[tuple[object, str], Training] = {}
    for training in Training.objects.filter(membership__ended_at=None, kind__in=kinds):
        place = (training.membership_id, training.kind)
        if place not in best or _outlives(training, best[place]):
            best[place] = training
    words = fold(search.text).split()
    rows = []
    for member in active_members():
        cells = [_cell(kind, best.get((member.pk, kind.value)), on) for kind in kinds]
        if all(word in fold(member.name) for word in words) and _answers(cells, search.state):
            rows.append(MemberRow(member, cells))
    return rows


def _counts_on(on: date) -> Q:
    return Q(taken_on__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def _outlives(one: Training, other: Training) -> bool:
    """Tell whether ``one`` counts longer; when they end together, whether it is the later."""
    return (one.valid_until or date.max, one.taken_on) > (other.valid_until or date.max, other.taken_on)


def _cell(kind: TrainingKind, training: Training | None, on: date) -> Cell:
    return Cell(kind, TrainingState.MISSING) if training is None else Cell(kind, state_of(training, on), training)


def _answers(cells: Iterable[Cell], state: str) -> bool:
    return not state or any(cell.state.slug == state for cell in cells)
