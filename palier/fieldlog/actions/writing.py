"""What one transaction changes in the sums of the field log, gathered while its rows are written."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from palier.agenda.models import Outing
from palier.fieldlog.enums import Acquaintance, Contact

Cell = tuple[str, str, str, str]


@dataclass(slots=True)
class Writing:
    """Steps to add to the sums, by outing: give one to several actions, then note it once with ``note_writing``.

    ``hours`` counts the people met by hour (its beginning, in UTC). ``closing``: the outings whose debriefs changed;
    ``left``: those that lines were moved from.
    """

    outings: dict[UUID, Outing] = field(default_factory=dict)
    received: dict[UUID, datetime] = field(default_factory=dict)
    counts: defaultdict[UUID, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    cells: defaultdict[UUID, Counter[Cell]] = field(default_factory=lambda: defaultdict(Counter))
    hours: defaultdict[UUID, Counter[datetime]] = field(default_factory=lambda: defaultdict(Counter))
    closing: set[UUID] = field(default_factory=set)
    left: set[UUID] = field(default_factory=set)

    def touch(self, outing: Outing, received_at: datetime | None = None) -> None:
        """Tell that something changed in ``outing``: its version grows, whatever its sums become."""
        self.outings.setdefault(outing.pk, outing)
        if received_at is not None:
            self.received[outing.pk] = max(received_at, self.received.get(outing.pk, received_at))

    def count(self, outing: Outing, sums: Mapping[str, int], times: int = 1) -> None:
        """Add ``sums`` (names of OutingLog.COUNTS), ``times`` times."""
        self.touch(outing)
        for name, step in sums.items():
            self.counts[outing.pk][name] += step * times

    def tally(self, outing: Outing, cell: Cell, step: int, made_at: datetime) -> None:
        """Add ``step`` people to a cell of the grid; below zero, take them away."""
        _, _, acquaintance, contact = cell
        self.cells[outing.pk][cell] += step
        self.count(outing, tally_sums(acquaintance, contact, step))
        if contact != Contact.REFUS:
            self.hours[outing.pk][hour_start(made_at)] += step


def tally_sums(acquaintance: str, contact: str, step: int) -> dict[str, int]:
    """Return what a cell adds to the counts: a refusal is nobody met."""
    if contact == Contact.REFUS:
        return {"refusals": step}
    return {"people": step, "first_meetings": step if acquaintance == Acquaintance.PREMIERE_RENCONTRE else 0}


def hour_start(instant: datetime) -> datetime:
    """Return the beginning of the hour, in UTC: the zones of France are whole hours apart from it."""
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
