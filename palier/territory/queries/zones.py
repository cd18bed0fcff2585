"""Read the zones of the current structure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from palier.territory.drafts import PopulationDraft
from palier.territory.enums import ZoneKind
from palier.territory.importing.population import Inhabitants
from palier.territory.models import Place, Zone

KIND_ORDER = (ZoneKind.QUARTIER, ZoneKind.QPV, ZoneKind.IRIS, ZoneKind.COMMUNE)


def zones_listed() -> QuerySet[Zone]:
    """Return the zones by name, each with ``place_count``, the places in use there; contours are left aside."""
    in_use = Count("placezone", filter=Q(placezone__place__archived_at=None))
    return Zone.objects.defer("contour", "population").annotate(place_count=in_use).order_by(Lower("name"), "pk")


def zones_by_kind() -> list[tuple[str, list[Zone]]]:
    """Return the zones under the words of their kind, own neighbourhoods first."""
    found: dict[str, list[Zone]] = {}
    for zone in zones_listed():
        found.setdefault(zone.kind, []).append(zone)
    return [(kind.label, found[kind.value]) for kind in KIND_ORDER if kind.value in found]


def places_in(zone: Zone) -> QuerySet[Place]:
    """Return the places in use that lie in a zone, by name."""
    return Place.objects.filter(placezone__zone=zone, archived_at=None).order_by(Lower("name"), "pk")


def population_rows(zone: Zone) -> list[tuple[str, float]]:
    """Return the (age band, inhabitants) pairs of a zone, youngest first; none when nobody told."""
    return sorted(zone.population.items(), key=lambda pair: _first_age(pair[0]))


def _first_age(band: str) -> int:
    return int("".join(character for character in band.partition(" ")[0] if character.isdigit()) or 0)


@dataclass(frozen=True, slots=True)
class PopulationJoin:
    """A table of inhabitants beside our zones.

    ``found``: (zone, what the table says) pairs; ``missing``: zones with a code, of the
    kinds that the table speaks of, that it does not have;
    ``without_code``: zones that no table can find; ``others``: lines of the table that speak of no zone of ours.
    """

    found: list[tuple[Zone, Inhabitants]]
    missing: list[Zone]
    without_code: list[Zone]
    others: list[Inhabitants]

    @property
    def drafts(self) -> list[PopulationDraft]:
        """What would be written, once a code."""
        said = {told.code: told for _, told in self.found}
        return [PopulationDraft(zone_code, told.total, told.bands) for zone_code, told in said.items()]


def population_join(by_code: Mapping[str, Inhabitants]) -> PopulationJoin:
    """Return which zones of the structure a table speaks of. A spreadsheet may have eaten the zero of a code."""
    found, missing, without_code, used = [], [], [], set()
    for zone in zones_listed():
        if not zone.code:
            without_code.append(zone)
            continue
        told = by_code.get(zone.code) or (by_code.get(zone.code.lstrip("0")) if zone.code.startswith("0") else None)
        if told is None:
            missing.append(zone)
        else:
            used.add(told.code)
            found.append((zone, replace(told, code=zone.code)))
    others = [told for code, told in by_code.items() if code not in used]
    # A table of IRIS has no priority neighbourhood: those are not missing from it.
    kinds = {zone.kind for zone, _ in found}
    missing = [zone for zone in missing if not kinds or zone.kind in kinds]
    return PopulationJoin(found, missing, without_code, others)
