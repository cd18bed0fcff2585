"""The people counted during one outing: the table of ages and genders, and who counted them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from palier.agenda.models import Outing
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import Tally


@dataclass(frozen=True, slots=True)
class CrossTable:
    """People met by age and gender, « non renseigné » always shown; refusals are apart.

    ``rows``: for each age its word, the people of each gender, their sum; ``foot``: the sums of the columns and of all.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    foot: tuple[int, ...]
    total: int
    by_acquaintance: tuple[tuple[str, int], ...]
    by_contact: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What one person counted on one phone: people met, refusals, from when to when, and when the centre knew it."""

    key: str
    by: str
    is_late: bool
    people: int
    refusals: int
    first_at: datetime
    last_at: datetime
    received_at: datetime

    @property
    def is_brief(self) -> bool:
        """Whether all was counted within a minute."""
        return self.last_at - self.first_at < timedelta(minutes=1)


def tallies_of(outing: Outing) -> list[Tally]:
    """Return the steps of an outing in the order in which they were made, with who made them."""
    return list(Tally.objects.filter(outing=outing).select_related("made_by").order_by("made_at", "pk"))


def cross_table(tallies: Iterable[Tally]) -> CrossTable:
    """Return the table of ages and genders of some steps."""
    cells: Counter[tuple[str, str]] = Counter()
    known: Counter[str] = Counter()
    contacts: Counter[str] = Counter()
    for tally in tallies:
        contacts[tally.contact] += tally.step
        if tally.contact != Contact.REFUS:
            cells[tally.age, tally.gender] += tally.step
            known[tally.acquaintance] += tally.step
    rows = []
    for age in Age:
        people = tuple(cells[age.value, gender.value] for gender in Gender)
        rows.append((str(age.label), people, sum(people)))
    foot = tuple(sum(row[1][column] for row in rows) for column in range(len(Gender)))
    return CrossTable(
        head=tuple(str(gender.label) for gender in Gender),
        rows=tuple(rows),
        foot=foot,
        total=sum(foot),
        by_acquaintance=tuple((str(choice.label), known[choice.value]) for choice in Acquaintance),
        by_contact=tuple((str(choice.label), contacts[choice.value]) for choice in Contact),
    )


def counts_by_person(tallies: Iterable[Tally]) -> list[Count]:
    """Return who counted how many; what a desk corrected, with its reason, is told apart."""
    groups: dict[tuple[UUID | None, UUID | None], list[Tally]] = {}
    for tally in tallies:
        if not tally.reason:
            groups.setdefault((tally.made_by_id, tally.device), []).append(tally)
    return [_count(rows) for rows in groups.values()]


def corrections_of(tallies: Iterable[Tally]) -> list[Tally]:
    """Return the steps that a desk wrote to correct a count."""
    return [tally for tally in tallies if tally.reason]


def key_of_count(tally: Tally) -> str:
    """Return the word by which a form names all that one person counted on one phone."""
    return f"{tally.made_by_id or ''}:{tally.device or ''}"


def _count(rows: list[Tally]) -> Count:
    first = rows[0]
    return Count(
        key=key_of_count(first),
        by=first.made_by.name if first.made_by else "",
        is_late=first.device is None,
        people=sum(row.step for row in rows if row.contact != Contact.REFUS),
        refusals=sum(row.step for row in rows if row.contact == Contact.REFUS),
        first_at=first.made_at,
        last_at=rows[-1].made_at,
        received_at=max(row.received_at for row in rows),
    )
