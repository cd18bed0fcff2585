"""What a caller gives to an index: plain data, no ORM and no business word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable thing.

    ``title`` weighs more than ``keywords``, which weigh more than ``text``. ``facets`` maps a facet's name
    to the entry's values (none, one or several; an empty value is ignored). ``rank`` orders entries that are
    otherwise equal, highest first: a date as a number, a quality score.
    """

    key: UUID
    title: str
    keywords: str = ""
    text: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rank: float = 0.0
