"""Find a board by its address, and what it may offer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Lower

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.tenancy import across_structures
from palier.noticeboard.models import Board
from palier.structures.models import Structure
from palier.territory.models import Place

# A place is public as soon as an outing there was announced, half a year before or after.
AROUND = timedelta(days=183)
_TOLD = (OutingState.CONFIRMEE, OutingState.EN_COURS, OutingState.TERMINEE)


def board_at(slug: str) -> Board | None:
    """Return the board at an address, with its structure, open or not; None when nobody has it."""
    # A visitor has no structure: this is what says whose page it is, and the view then opens that scope alone.
    with across_structures():
        return Board.objects.select_related("structure").filter(slug=slug).first()


def slug_is_taken(slug: str, structure: Structure) -> bool:
    """Tell whether another structure has this address: it is the same for everybody on the instance."""
    # Addresses are public and one for the whole instance; nothing else of the other board is read.
    with across_structures():
        return Board.objects.filter(slug=slug).exclude(structure=structure).exists()


def board_of(structure: Structure) -> Board | None:
    """Return the board of a structure, None before its first settings."""
    return Board.objects.select_related("structure").filter(structure=structure).first()


def public_places(now: datetime) -> QuerySet[Place]:
    """Return the places that an outing announced to residents made public, by name. Asked inside a scope."""
    announced = Outing.objects.filter(
        is_public=True, state__in=_TOLD, starts_at__gt=now - AROUND, starts_at__lt=now + AROUND
    )
    return Place.objects.filter(pk__in=announced.values("place"), archived_at=None).order_by(Lower("name"), "pk")
