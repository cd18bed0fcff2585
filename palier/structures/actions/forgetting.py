"""Who keeps a copy of a contact: the apps above say how theirs goes, so that an erased name stays nowhere."""

from collections.abc import Callable
from datetime import datetime

from palier.structures.models import PartnerContact

# Takes the contact, about to be erased, and the hour.
Forget = Callable[[PartnerContact, datetime], None]
_others: list[Forget] = []


def also_forgets(forget: Forget) -> None:
    """Have ``forget`` called before each contact is erased, inside the same transaction."""
    _others.append(forget)


def forget_elsewhere(contact: PartnerContact, now: datetime) -> None:
    """Erase the copies that others keep of ``contact``."""
    for forget in _others:
        forget(contact, now)
