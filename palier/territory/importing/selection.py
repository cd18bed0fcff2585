"""Which zones of a file are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from palier.documents.reading.folding import fold
from palier.territory.drafts import ZoneDraft
from palier.territory.importing.geojson import Feature

ELSEWHERE = "Sans commune"
# Past this, zones are chosen by whole communes: a form of thousands of boxes helps nobody.
BOXES = 300
# A file as small as this is a territory already: all of it is proposed.
WHOLE = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A commune of the file: its zones; whether all are proposed; whether each has a box of its own."""

    commune: str
    zones: list[Feature]
    proposed: bool
    by_zone: bool


def choices_of(features: Sequence[Feature], *, near: str) -> list[Choice]:
    """Return the communes of a file by name; ``near`` is the commune of the structure, proposed when it is there."""
    groups: dict[str, list[Feature]] = {}
    for feature in features:
        groups.setdefault(feature.commune or ELSEWHERE, []).append(feature)
    is_near = {commune: bool(near) and fold(commune) == fold(near) for commune in groups}
    only_near = any(is_near.values())
    by_zone = len(features) <= BOXES
    return [
        Choice(
            commune,
            groups[commune],
            is_near[commune] if only_near else len(features) <= WHOLE,
            by_zone and len(groups[commune]) > 1,
        )
        for commune in sorted(groups, key=lambda name: (not is_near[name], fold(name)))
    ]


def drafts_of(
    features: Sequence[Feature], communes: Collection[str], numbers: Collection[str], *, kind: str
) -> list[ZoneDraft]:
    """Return the zones of these communes, and those of these numbers; ``kind`` replaces what the file says."""
    return [
        ZoneDraft(kind or feature.kind, feature.code, feature.name, feature.contour)
        for feature in features
        if (feature.commune or ELSEWHERE) in communes or str(feature.number) in numbers
    ]
