"""Partners as a table gives them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact read from one line, with every value of a PartnerContact."""

    line: int
    fields: dict[str, Any]


@dataclass(slots=True)
class PartnerDraft:
    """An organisation read from one or several lines; ``fields`` holds only what the file fills in."""

    line: int
    fields: dict[str, Any]
    contacts: list[ContactDraft] = field(default_factory=list)
    # Of each value, the line that gave it.
    lines: dict[str, int] = field(default_factory=dict)
