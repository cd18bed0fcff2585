"""Read the words of the current structure that nobody took back, and choose among them. Asked inside a scope."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from palier.agenda.models import Outing
from palier.fieldlog.queries.logged import midnight
from palier.territory.models import PlaceZone
from palier.voices.models import Attachment, Voice


@dataclass(frozen=True, slots=True)
class WordScope:
    """Which words: days of Paris, both included, and slugs or keys; None or "" for all.

    ``theme`` keeps the words that have it, among others or alone; ``need`` those attached to it.
    """

    first: date | None = None
    last: date | None = None
    place: UUID | None = None
    zone: UUID | None = None
    theme: str = ""
    kind: str = ""
    consent: str = ""
    language: str = ""
    state: str = ""
    source: str = ""
    need: UUID | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether some words may be left out."""
        return any(getattr(self, field.name) for field in fields(self))


EVERY = WordScope()


def words(scope: WordScope = EVERY) -> QuerySet[Voice]:
    """Return the words that stand and that ``scope`` keeps, each with its place (``Voice.where``), in no order."""
    found = Voice.objects.filter(_matches(scope), withdrawn_at=None)
    if scope.theme:
        found = about(found, scope.theme)
    return found.select_related("outing__place", "place")


def heard_at(places: Collection[UUID] | QuerySet[Any, Any]) -> Q:
    """Return what keeps the words of these places: keys, or a query of keys."""
    return Q(place__in=places) | Q(outing__in=Outing.objects.filter(place__in=places).values("pk"))


def about(found: QuerySet[Voice], theme: str) -> QuerySet[Voice]:
    """Return those of ``found`` that have this Theme, among others or alone."""
    # SQLite has no question about the members of a list; as text, they stand between quotes on both databases.
    return found.alias(listed=Cast("themes", TextField())).filter(listed__contains=f'"{theme}"')


def _matches(scope: WordScope) -> Q:
    slugs = ("kind", "consent", "language", "state", "source")
    kept = Q(**{name: value for name in slugs if (value := getattr(scope, name))})
    if scope.first:
        kept &= Q(made_at__gte=midnight(scope.first))
    if scope.last:
        kept &= Q(made_at__lt=midnight(scope.last + timedelta(days=1)))
    if scope.place:
        kept &= heard_at([scope.place])
    if scope.zone:
        kept &= heard_at(PlaceZone.objects.filter(zone=scope.zone).values("place"))
    if scope.need:
        kept &= Q(pk__in=Attachment.objects.filter(need=scope.need).values("voice"))
    return kept
