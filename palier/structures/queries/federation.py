"""What a federation sees of its structures: their cards, and whether somebody leads them. Never a name of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from palier.core.tenancy import across_structures
from palier.documents.reading.folding import fold
from palier.documents.tables import Column
from palier.structures.enums import Role, StructureKind
from palier.structures.models import Invitation, Membership, Structure
from palier.structures.queries.departements import departement_name

BY_NAME, BY_AGREMENT = "nom", "agrement"
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class NetworkFilters:
    """What to keep of a network; an empty value keeps everything."""

    text: str = ""
    kind: str = ""
    departement: str = ""
    led: str = ""  # "oui", "non" or ""
    order: str = BY_NAME


def read_filters(query: QueryDict) -> NetworkFilters:
    """Return the filters of an address; what it holds that does not exist keeps everything."""
    kind, led = query.get("type", ""), query.get("direction", "")
    return NetworkFilters(
        text=query.get("q", "").strip()[:_LONGEST_SEARCH],
        kind=kind if kind in StructureKind.values else "",
        departement=query.get("departement", "")[:3],
        led=led if led in {"oui", "non"} else "",
        order=BY_AGREMENT if query.get("tri") == BY_AGREMENT else BY_NAME,
    )


def network_of(federation: Structure, *, now: datetime) -> QuerySet[Structure]:
    """Return the structures of a federation by name, with ``has_direction`` and ``is_direction_invited``."""
    # Only whether a direction is there: no column of another structure's people is read.
    with across_structures():
        leads = Membership.objects.filter(
            structure=OuterRef("pk"), role=Role.DIRECTION, ended_at=None, user__is_active=True
        )
        asked = Invitation.objects.filter(
            structure=OuterRef("pk"), role=Role.DIRECTION, accepted_at=None, withdrawn_at=None, expires_at__gt=now
        )
        return (
            Structure.objects.filter(federation=federation)
            .annotate(has_direction=Exists(leads), is_direction_invited=Exists(asked))
            .order_by("name", "pk")
        )


def structures_found(federation: Structure, filters: NetworkFilters, *, now: datetime) -> Sequence[Structure]:
    """Return the structures that the filters keep. Each word typed is in the name, the commune or the SIRET."""
    found = network_of(federation, now=now)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.departement:
        found = found.filter(departement=filters.departement)
    if filters.led:
        found = found.filter(Q(has_direction=filters.led == "oui"))
    if filters.order == BY_AGREMENT:
        found = found.order_by(F("agrement_until").asc(nulls_last=True), "name", "pk")
    words = fold(filters.text).split()
    if not words:
        return found  # type: ignore[return-value]
    # SQLite knows no accents: a network has some thousand lines at most, they are compared here.
    return [structure for structure in found if all(word in _searched(structure) for word in words)]


def departements_of(federation: Structure) -> list[tuple[str, str]]:
    """Return the (code, label) of the départements where the network has structures."""
    codes = Structure.objects.filter(federation=federation).exclude(departement="").order_by("departement")
    return [
        (code, f"{code} {departement_name(code)}") for code in codes.values_list("departement", flat=True).distinct()
    ]


def _searched(structure: Structure) -> str:
    return fold(
        f"{structure.name} {structure.public_name} {structure.commune} {structure.postal_code} {structure.siret}"
    )


def direction_said(structure: Any) -> str:
    """Return whether somebody leads a structure of ``network_of``, in words."""
    if structure.has_direction:
        return "En place"
    return "Invitée" if structure.is_direction_invited else "Personne"


NETWORK_COLUMNS: list[Column[Structure]] = [
    Column("Nom", lambda found: found.name, 40),
    Column("Nom public", lambda found: found.public_name, 30),
    Column("Type", lambda found: found.get_kind_display()),
    Column("SIRET", lambda found: found.siret, 18),
    Column("Adresse", lambda found: found.address, 40),
    Column("Code postal", lambda found: found.postal_code),
    Column("Commune", lambda found: found.commune, 24),
    Column("Code Insee", lambda found: found.commune_code),
    Column("Département", lambda found: found.departement),
    Column("Direction", direction_said),
    Column("Agrément, du", lambda found: found.agrement_from),
    Column("Agrément, au", lambda found: found.agrement_until),
]
