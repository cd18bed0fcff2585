"""What an import brings."""

from dataclasses import dataclass, field
from typing import Any


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
