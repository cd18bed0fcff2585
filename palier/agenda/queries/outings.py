"""Read the outings of the current structure for the list, and what the forms offer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from palier.agenda.enums import Modality
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.regularity_counts import HELD, is_held
from palier.agenda.queries.team import PRESENT, joining_members
from palier.agenda.recurrence import PARIS
from palier.documents.reading.folding import fold
from palier.structures.models import Membership
from palier.territory.models import Place

PAGE_SIZE = 30
WHEN = {"": "À venir", "passees": "Passées", "toutes": "Toutes"}
ORDERS = {
    "": ("Date", (F("starts_at").asc(),)),
    "recent": ("Date, la plus lointaine d'abord", (F("starts_at").desc(),)),
    "lieu": ("Lieu", (Lower("place__name").asc(), F("starts_at").asc())),
    "etat": ("État", (F("state").asc(), F("starts_at").asc())),
}
RECENT_PLACES = 5


@dataclass(frozen=True, slots=True)
class OutingSearch:
    """What the list shows: words, slugs ("" for any), ids (None for any), days of Paris, and its order.

    ``state`` is an OutingState, or HELD for all those that count as « tenues ».
    """

    text: str = ""
    when: str = ""
    first: date | None = None
    last: date | None = None
    place: UUID | None = None
    zone: UUID | None = None
    modality: str = ""
    state: str = ""
    mine: bool = False
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some outings may be left out."""
        return self.is_refined or bool(self.text or self.mine)

    @property
    def is_refined(self) -> bool:
        """Whether one of the folded filters was used."""
        chosen = (self.when, self.first, self.last, self.place, self.zone, self.modality, self.state, self.order)
        return any(chosen)


def outings_found(search: OutingSearch, *, member: UUID | None, now: datetime) -> QuerySet[Outing]:
    """Return the outings that answer, places and vehicles loaded. Every word is in the name, the place or the way."""
    found = _in_time(Outing.objects.all(), search, now)
    state = "" if search.state == HELD else search.state
    wanted = {"place": search.place, "modality": search.modality, "state": state}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if search.state == HELD:
        found = found.filter(is_held())
    if search.zone:
        found = found.filter(place__placezone__zone=search.zone)
    if search.mine:
        mine = Participation.objects.filter(PRESENT, outing=OuterRef("pk"), membership=member)
        found = found.filter(Exists(mine))
    words = fold(search.text).split()
    if words:
        # Neither database of ours folds accents the same way; places and ways of going out are few.
        places = [(pk, fold(name)) for pk, name in Place.objects.values_list("pk", "name")]
        modalities = [(value, fold(label)) for value, label in Modality.choices]
        for word in words:
            found = found.filter(
                Q(name__icontains=word)
                | Q(place__in=[pk for pk, name in places if word in name])
                | Q(modality__in=[value for value, label in modalities if word in label])
            )
    _words, columns = ORDERS.get(search.order, ORDERS[""])
    return found.select_related("place", "vehicle").order_by(*columns, "pk")


def places_to_go(chosen: UUID | None = None) -> QuerySet[Place]:
    """Return the places in use, by name; one archived since stays offered to what has ``chosen`` it."""
    return Place.objects.filter(Q(archived_at=None) | Q(pk=chosen)).order_by(Lower("name"), "pk")


def recent_places() -> list[Place]:
    """Return the places in use where teams went last, the latest first, at most five."""
    seen = Place.objects.filter(archived_at=None).annotate(latest=Max("outings__starts_at"))
    return list(seen.exclude(latest=None).order_by("-latest", "pk")[:RECENT_PLACES])


def usual_companions(member: Membership) -> QuerySet[Membership]:
    """Return the others who may go out, those who went out most often with ``member`` first."""
    together = Count(
        "participations",
        filter=Q(participations__outing__in=Participation.objects.filter(PRESENT, membership=member).values("outing")),
    )
    others = joining_members().exclude(pk=member.pk)
    return others.annotate(together=together).order_by("-together", Lower("name"), "pk")


def is_in_team(outing: Outing, member: UUID) -> bool:
    """Tell whether a member comes to an outing."""
    return Participation.objects.filter(PRESENT, outing=outing, membership=member).exists()


def people_of(outing: Outing) -> dict[UUID, str]:
    """Return who comes: names by member."""
    coming = Participation.objects.filter(PRESENT, outing=outing).order_by("joined_at", "pk")
    return dict(coming.values_list("membership_id", "membership__name"))


def _in_time(found: QuerySet[Outing], search: OutingSearch, now: datetime) -> QuerySet[Outing]:
    if search.first:
        found = found.filter(starts_at__gte=_midnight(search.first))
    if search.last:
        found = found.filter(starts_at__lt=_midnight(search.last + timedelta(days=1)))
    if search.first or search.last or search.when == "toutes":
        return found
    today = _midnight(now.astimezone(PARIS).date())
    return found.filter(starts_at__lt=today) if search.when == "passees" else found.filter(starts_at__gte=today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)
