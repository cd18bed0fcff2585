"""Read the partners of the current structure."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from palier.documents.reading.folding import fold
from palier.structures.models import Partner, PartnerContact

PAGE_SIZE = 30
STATES = {"": "Les partenaires actuels", "archives": "Les partenaires archivés"}
# How the list is sorted: its words, and the columns.
ORDERS = {
    "": ("Nom", (F("key").asc(),)),
    "type": ("Type", (F("kind").asc(), F("key").asc())),
    "delai": ("Délai habituel", (F("usual_delay").asc(nulls_last=True), F("key").asc())),
    "recent": ("Dernière modification", (F("updated_at").desc(), F("key").asc())),
}


@dataclass(frozen=True, slots=True)
class PartnerSearch:
    """What the list shows: words, a PartnerKind, a Theme ("" for any), and its order, a key of ORDERS."""

    text: str = ""
    kind: str = ""
    theme: str = ""
    archived: bool = False
    order: str = ""

    @property
    def is_refined(self) -> bool:
        """Whether more than words was asked for."""
        return bool(self.kind or self.theme or self.archived or self.order)

    @property
    def is_narrowed(self) -> bool:
        """Whether some partners may be left out."""
        return bool(self.text or self.kind or self.theme)


def partners_found(search: PartnerSearch) -> QuerySet[Partner]:
    """Return the partners that answer, each with ``contact_count``. Every word is in the partner or in a contact."""
    found = Partner.objects.filter(archived_at__isnull=not search.archived)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.theme:
        # Neither database of ours can look into a JSON list the same way: the slug is found between its quotes.
        themes_text: Cast = Cast("themes", TextField())
        found = found.annotate(themes_text=themes_text).filter(themes_text__contains=f'"{search.theme}"')
    for word in fold(search.text).split():
        named = PartnerContact.objects.filter(partner=OuterRef("pk"), key__contains=word)
        found = found.filter(Q(folded__contains=word) | Exists(named))
    _words, columns = ORDERS.get(search.order, ORDERS[""])
    return found.annotate(contact_count=Count("contacts")).order_by(*columns, "pk")


def contacts_of(partner: Partner) -> QuerySet[PartnerContact]:
    """Return the contacts of a partner, by name."""
    return PartnerContact.objects.filter(partner=partner).order_by("key")


def contacts_by_partner() -> dict[UUID, list[PartnerContact]]:
    """Return every contact of the structure by the id of its partner, each list by name."""
    found: dict[UUID, list[PartnerContact]] = {}
    for contact in PartnerContact.objects.order_by("key"):
        found.setdefault(contact.partner_id, []).append(contact)
    return found
