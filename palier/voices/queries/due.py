"""Answers that residents still wait for: at a place, to a person; those that wait for too long first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Lower

from palier.core.questions import Question, columns_of
from palier.fieldlog.queries.logged import midnight
from palier.voices.enums import RelayState, RestitutionState
from palier.voices.models import Reply, Restitution, SharedNeed
from palier.voices.queries.needs import TELL_WITHIN

FEW_WORDS = 400
PAGE_SIZE = 50
_DUE = columns_of(Restitution, "id", "place")
_ANSWER = columns_of(Reply, "state", "text", "reason", "planned_on", "at")
_AT_PLACES = Question(
    "SELECT due.id, due.place_id, answer.state, answer.text, answer.reason, answer.planned_on, answer.at,"
    " need.title FROM voices_restitution due"
    " JOIN voices_reply answer ON answer.id = due.reply_id JOIN voices_sharedneed need ON need.id = due.need_id"
    " WHERE due.structure_id = :structure AND due.place_id IN :places AND due.state = 'a_rapporter'"
    " ORDER BY due.due_at, due.id",
    [*_DUE, *_ANSWER, *columns_of(SharedNeed, "title")],
)


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """An answer to tell at a place: what was asked, where it stands, in a few words; ``since`` it came."""

    restitution: UUID
    need: str
    label: str
    text: str
    planned_on: date | None
    since: datetime


def due_answers(places: Collection[UUID]) -> dict[UUID, list[DueAnswer]]:
    """Return what is to be told at each of these places, the oldest first. One question, none without any place."""
    found: dict[UUID, list[DueAnswer]] = {}
    for pk, place, state, text, reason, planned_on, at, title in _AT_PLACES.ask(places=places) if places else []:
        answer = DueAnswer(pk, title, str(RelayState(state).label), few_words(text, reason), planned_on, at)
        found.setdefault(place, []).append(answer)
    return found


def few_words(text: str, reason: str, *, most: int = FEW_WORDS) -> str:
    """Return what is said of an answer at the foot of a tower: its words, then why, cut short."""
    words = " ".join(part.strip() for part in (text, reason) if part.strip())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]}…"


def restitutions_due() -> QuerySet[Restitution]:
    """Return what is to be told in the current structure, with need, answer and place; by place, oldest first."""
    found = Restitution.objects.filter(state=RestitutionState.A_RAPPORTER)
    rows = found.select_related("need", "reply__relay__partner", "place")
    return rows.order_by(Lower("place__name").asc(nulls_last=True), F("place").asc(nulls_last=True), "due_at", "pk")


def due_found(*, today: date, place: str = "", theme: str = "", late: bool = False) -> QuerySet[Restitution]:
    """Return what is to be told that answers: ``place`` is in its name, ``late`` keeps what waits for too long.

    Places where something is late come first, then by name; people to call back come after the places of their kind.
    """
    found = restitutions_due()
    if place:
        found = found.filter(place__name__icontains=place)
    if theme:
        found = found.filter(need__theme=theme)
    if late:
        found = found.filter(is_late(today))
    late_places = Restitution.objects.filter(
        is_late(today), state=RestitutionState.A_RAPPORTER, place=OuterRef("place")
    )
    # A person's answer is late for itself.
    rank = Case(When(Exists(late_places) | (Q(place=None) & is_late(today)), then=0), default=1)
    return found.annotate(
        late_first=rank, is_late=Case(When(is_late(today), then=True), default=False, output_field=BooleanField())
    ).order_by("late_first", Lower("place__name").asc(nulls_last=True), F("place").asc(nulls_last=True), "due_at", "pk")


def late_count(today: date) -> int:
    """Return how many answers residents have been waiting for too long."""
    return Restitution.objects.filter(is_late(today), state=RestitutionState.A_RAPPORTER).count()


def is_late(today: date) -> Q:
    """Return what keeps the answers that residents have been waiting for too long."""
    return Q(due_at__lt=midnight(today) - TELL_WITHIN)


def restitutions_of(need: SharedNeed) -> QuerySet[Restitution]:
    """Return what was told of ``need``, or is still to be, the last answer first; replaced ones are left out."""
    rows = Restitution.objects.filter(need=need).exclude(state=RestitutionState.REMPLACEE)
    shown = rows.select_related("need", "reply__relay__partner", "place", "told_by")
    return shown.order_by("-reply__at", Lower("place__name").asc(nulls_last=True), "pk")
