"""Read the places of the current structure."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Lower

from palier.documents.reading.folding import fold
from palier.structures.models.partner import name_key
from palier.territory.models import Place, Zone

PAGE_SIZE = 30
STATES = {"": "Les lieux actuels", "archives": "Les lieux archivés"}
# How the list is sorted: its words, and the columns.
ORDERS = {
    "": ("Nom", (Lower("name").asc(),)),
    "type": ("Type", (F("kind").asc(), Lower("name").asc())),
    "recent": ("Dernière modification", (F("updated_at").desc(), Lower("name").asc())),
}


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """What the list shows: words, a PlaceKind and the id of a zone ("" for any), and its order, a key of ORDERS."""

    text: str = ""
    kind: str = ""
    zone: UUID | None = None
    archived: bool = False
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some places may be left out."""
        return bool(self.text or self.kind or self.zone)


def places_found(search: PlaceSearch) -> QuerySet[Place]:
    """Return the places that answer, each with its partner and its zones. Every word is in its name or its address."""
    found = Place.objects.filter(archived_at__isnull=not search.archived)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.zone:
        found = found.filter(placezone__zone=search.zone)
    words = fold(search.text).split()
    if words:
        # Neither database of ours folds accents the same way; the places of one structure are few.
        texts = found.values_list("pk", "name", "address", "commune")
        kept = [pk for pk, *parts in texts if all(word in fold(" ".join(parts)) for word in words)]
        found = found.filter(pk__in=kept)
    _words, columns = ORDERS.get(search.order, ORDERS[""])
    return with_zones(found).select_related("partner").order_by(*columns, "pk")


def with_zones(places: QuerySet[Place]) -> QuerySet[Place]:
    """Return the places, each with its zones by kind and name, without their contours."""
    zones = Zone.objects.defer("contour", "population").order_by("kind", "name")
    return places.prefetch_related(Prefetch("zones", queryset=zones))


def place_named(name: str, *, but: UUID | None = None) -> Place | None:
    """Return the place of this name, whatever the case and the accents, archived or not."""
    wanted = name_key(name)
    others = (place for place in Place.objects.only("name", "archived_at") if place.pk != but)
    return next((place for place in others if name_key(place.name) == wanted), None)
