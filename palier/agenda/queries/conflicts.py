"""What two outings cannot share, and what is unusual about one: told, never forbidden. Asked inside a scope.

Everything is computed from lists already read: one question for the teams, whatever the number of outings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from palier.agenda.calendar_facts.public_holidays import public_holiday
from palier.agenda.calendar_facts.zones import holiday_zone_of
from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import PRESENT
from palier.agenda.recurrence import PARIS
from palier.agenda.recurrence_text import hour_words
from palier.structures.enums import WeekDay
from palier.structures.models import Structure
from palier.structures.queries.hours import OpeningHours

_DAYS = tuple(WeekDay)


class WarningKind(StrEnum):
    """What a warning is about. Those of ``UNUSUAL`` are worth knowing, and often wanted."""

    PERSON = "person"
    VEHICLE = "vehicle"
    PLACE = "place"
    HOLIDAY = "holiday"
    PLACE_HOURS = "place_hours"
    STRUCTURE_HOURS = "structure_hours"


UNUSUAL = frozenset({WarningKind.PLACE_HOURS, WarningKind.STRUCTURE_HOURS})


@dataclass(frozen=True, slots=True)
class OutingWarning:
    """One sentence about an outing; ``other`` is the outing that it meets, if any."""

    kind: WarningKind
    text: str
    other: UUID | None = None

    @property
    def is_unusual(self) -> bool:
        """Whether it is only out of the ordinary, not a clash."""
        return self.kind in UNUSUAL


@dataclass(frozen=True, slots=True)
class Slot:
    """When, where, with what and with whom: an outing, written or being written. ``people`` maps ids to names."""

    key: UUID | None
    label: str
    starts_at: datetime
    ends_at: datetime
    place: UUID | None = None
    place_name: str = ""
    place_hours: OpeningHours = field(default_factory=dict)
    vehicle: UUID | None = None
    vehicle_name: str = ""
    people: Mapping[UUID, str] = field(default_factory=dict)


Teams = dict[UUID, dict[UUID, str]]


def teams_of(outings: Iterable[UUID]) -> Teams:
    """Return who comes to each outing: names by member, by outing. One question to the database."""
    coming = Participation.objects.filter(PRESENT, outing__in=list(outings)).order_by("joined_at", "pk")
    found: Teams = defaultdict(dict)
    for outing, member, name in coming.values_list("outing_id", "membership_id", "membership__name"):
        found[outing][member] = name
    return dict(found)


def slot_of(outing: Outing, people: Mapping[UUID, str]) -> Slot:
    """Return the slot of an outing whose place and vehicle are loaded."""
    vehicle = outing.vehicle
    return Slot(
        key=outing.pk,
        label=str(outing),
        starts_at=outing.starts_at,
        ends_at=outing.ends_at,
        place=outing.place_id,
        place_name=outing.place.name,
        place_hours=outing.place.hours,
        vehicle=outing.vehicle_id,
        vehicle_name=vehicle.name if vehicle else "",
        people=people,
    )


def warnings_of(outings: Sequence[Outing], teams: Teams, structure: Structure) -> dict[UUID, list[OutingWarning]]:
    """Return the warnings of each outing that has some, place and vehicle loaded; a cancelled one has none."""
    slots = [slot_of(outing, teams.get(outing.pk, {})) for outing in outings if outing.state != OutingState.ANNULEE]
    found: dict[UUID, list[OutingWarning]] = defaultdict(list)
    for one, other in _meeting(slots):
        assert one.key is not None
        assert other.key is not None
        found[one.key] += clashes(one, other)
        found[other.key] += clashes(other, one)
    for slot in slots:
        assert slot.key is not None
        if alone := unusual(slot, structure):
            found[slot.key] += alone
    return dict(found)


def warnings_if(slot: Slot, structure: Structure) -> list[OutingWarning]:
    """Return the warnings that an outing would have, before it is saved: two questions to the database."""
    met = Outing.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).exclude(
        state=OutingState.ANNULEE
    )
    found = met.select_related("place", "vehicle").order_by("starts_at", "pk")
    others = [outing for outing in found if outing.pk != slot.key]
    teams = teams_of(outing.pk for outing in others)
    clashing = [clash for outing in others for clash in clashes(slot, slot_of(outing, teams.get(outing.pk, {})))]
    return [*clashing, *unusual(slot, structure)]


def clashes(one: Slot, other: Slot) -> list[OutingWarning]:
    """Return what ``one`` shares with ``other``, both at the same time."""
    when = f"{_hour(other.starts_at)} à {_hour(other.ends_at)}"
    named = f"« {other.label} », {other.place_name}, {when}"
    found = [
        OutingWarning(WarningKind.PERSON, f"{name} est aussi attendu·e à {named}.", other.key)
        for member, name in one.people.items()
        if member in other.people
    ]
    if one.vehicle and one.vehicle == other.vehicle:
        found.append(OutingWarning(WarningKind.VEHICLE, f"{other.vehicle_name} est déjà pris par {named}.", other.key))
    if one.place and one.place == other.place:
        found.append(OutingWarning(WarningKind.PLACE, f"Une autre équipe est au même lieu : {named}.", other.key))
    return found


def unusual(slot: Slot, structure: Structure) -> list[OutingWarning]:
    """Return what is out of the ordinary on that day and at these hours."""
    start, end = slot.starts_at.astimezone(PARIS), slot.ends_at.astimezone(PARIS)
    found = []
    holiday = public_holiday(start.date(), holiday_zone_of(structure.departement))
    if holiday:
        found.append(OutingWarning(WarningKind.HOLIDAY, f"Ce jour est férié : {holiday}."))
    if slot.place_hours and not any(
        first < _clock(end, start) and last > f"{start:%H:%M}" for first, last in _open(slot.place_hours, start.date())
    ):
        found.append(OutingWarning(WarningKind.PLACE_HOURS, "Ce n'est pas une heure de passage de ce lieu."))
    if structure.opening_hours and not any(
        first <= f"{start:%H:%M}" and last >= _clock(end, start)
        for first, last in _open(structure.opening_hours, start.date())
    ):
        found.append(
            OutingWarning(WarningKind.STRUCTURE_HOURS, "Hors des heures d'ouverture : personne au centre, peut-être.")
        )
    return found


def _open(hours: OpeningHours, day: date) -> list[list[str]]:
    return hours.get(_DAYS[day.weekday()].value) or []


def _clock(end: datetime, start: datetime) -> str:
    """Return the hour of the end as hours are compared: one that comes after midnight is later than any."""
    return f"{end:%H:%M}" if end.date() == start.date() else "24:00"


def _hour(moment: datetime) -> str:
    return hour_words(moment.astimezone(PARIS).time())


def _meeting(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Yield the pairs that share somebody, a vehicle or a place at the same time, each pair once."""
    shared: dict[UUID, list[Slot]] = defaultdict(list)
    for slot in slots:
        for key in {slot.place, slot.vehicle, *slot.people} - {None}:
            assert key is not None
            shared[key].append(slot)
    seen: set[tuple[UUID | None, UUID | None]] = set()
    for group in shared.values():
        for one, other in _overlapping(group):
            if (one.key, other.key) not in seen:
                seen |= {(one.key, other.key), (other.key, one.key)}
                yield one, other


def _overlapping(group: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Yield the pairs of a group that overlap, by going through them in order: those that ended are left behind."""
    running: list[Slot] = []
    for slot in sorted(group, key=lambda found: found.starts_at):
        running = [kept for kept in running if kept.ends_at > slot.starts_at]
        yield from ((kept, slot) for kept in running)
        running.append(slot)
