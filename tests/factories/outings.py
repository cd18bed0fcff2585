"""Invented vehicles, outings and their teams; the places come from tests/factories/territory.py.

The days are those of a fixed spring: tests pass their own clock, or say which day they want.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from palier.agenda.enums import CancelReason, OutingState, TeamRole
from palier.agenda.models import Outing, Participation, Vehicle
from palier.structures.models import Membership, Structure
from palier.territory.models import Place
from tests.factories.territory import make_place

PARIS = ZoneInfo("Europe/Paris")
__all__ = ["THURSDAY", "make_outing", "make_participation", "make_place", "make_vehicle", "paris"]

THURSDAY = date(2027, 3, 11)
_numbers = count(1)


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the instant, in UTC, of an hour in Paris."""
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)


def make_vehicle(structure: Structure, name: str = "", **fields: object) -> Vehicle:
    """Return a saved vehicle of ``structure``."""
    return Vehicle.objects.create(structure=structure, name=name or f"Triporteur {next(_numbers):05d}", **fields)


def make_outing(
    structure: Structure,
    *,
    place: Place | None = None,
    day: date = THURSDAY,
    hour: int = 9,
    hours: float = 2,
    state: OutingState = OutingState.CONFIRMEE,
    **fields: object,
) -> Outing:
    """Return a saved outing from ``hour`` o'clock in Paris, ``hours`` long; a cancelled one has a reason.

    ``starts_at`` and ``ends_at`` may be given instead of ``day`` and ``hour``.
    """
    starts_at = fields.pop("starts_at", None) or paris(day, hour)
    assert isinstance(starts_at, datetime)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
        "cancel_reason": CancelReason.METEO if state == OutingState.ANNULEE else "",
        **fields,
    }
    return Outing.objects.create(structure=structure, place=place or make_place(structure), state=state, **values)


def make_participation(outing: Outing, membership: Membership, **fields: object) -> Participation:
    """Return a saved place of ``membership`` in the team of ``outing``."""
    values = {"role": TeamRole.ECOUTE, "joined_at": outing.starts_at - timedelta(days=7), **fields}
    return Participation.objects.create(
        structure_id=outing.structure_id, outing=outing, membership=membership, **values
    )
