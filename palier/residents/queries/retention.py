"""Until when a name is kept."""

from datetime import datetime

from palier.residents.consent_texts import months_promised
from palier.residents.enums import CallState
from palier.residents.models import Consent, Resident
from palier.structures.models import Structure
from palier.structures.queries.retention import months_after, months_before


def last_contact(resident: Resident) -> datetime:
    """Return when somebody last spoke with this person. An attempt that reached nobody is no contact."""
    reached = resident.called_at if resident.state == CallState.RAPPELE else None
    return max(resident.made_at, reached or resident.made_at)


def months_kept(structure: Structure, consents: list[Consent]) -> int:
    """Return for how many months a name is kept after the last contact.

    It is the shortest of what the structure chose and of what was promised: choosing longer later changes no promise.
    """
    promised = [months_promised(consent.text_version) for consent in consents]
    return min([structure.retention_months, *(months for months in promised if months is not None)])


def kept_until(resident: Resident, structure: Structure, consents: list[Consent]) -> datetime:
    """Return when the name of ``resident`` is erased at the latest."""
    return months_after(last_contact(resident), months_kept(structure, consents))


def is_past(resident: Resident, structure: Structure, consents: list[Consent], *, now: datetime) -> bool:
    """Tell whether a name was kept long enough."""
    return last_contact(resident) <= months_before(now, months_kept(structure, consents))
