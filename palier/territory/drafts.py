"""What an import brings, and what it does with it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Result(StrEnum):
    """What became of one thing of a file."""

    CREATED = "created"
    CHANGED = "changed"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place read from one line; ``fields`` holds only what the file fills in."""

    line: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """A zone to keep: its kind (a ZoneKind), its code ("" without), its name, its GeoJSON contour."""

    kind: str
    code: str
    name: str
    contour: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PopulationDraft:
    """The inhabitants of the zones that have ``code``, by age band, youngest first."""

    code: str
    total: int
    bands: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is not written: the name found there, the header of the column at fault, the reason."""

    line: int
    name: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a place or of a zone; ``details`` says in French what changed."""

    line: int
    name: str
    result: Result
    details: list[str] = field(default_factory=list)
    row_id: UUID | None = None
