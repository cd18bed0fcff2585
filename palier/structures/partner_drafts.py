"""Partners as a table gives them, and what an import does with them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, or a part of it, that is not written: the header of the column, the words found there, the reason."""

    line: int
    name: str
    column: str
    reason: str


class Result(StrEnum):
    """What an import did with a partner."""

    CREATED = "created"
    CHANGED = "changed"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one organisation; ``details`` says in French what changed, without the name of a person."""

    line: int
    name: str
    result: Result
    details: list[str]
    partner_id: UUID | None = None
