"""Write the zones of a structure: drawn, imported, renamed, deleted, and their inhabitants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.models import differences
from palier.documents.reading.imports import Outcome, Result
from palier.structures.models import Structure
from palier.territory.actions.locating import locate_places
from palier.territory.drafts import PopulationDraft, ZoneDraft
from palier.territory.models import Zone

ZONES_LIMIT = 600
_WORDS = {"name": "nom", "contour": "contour", "source": "source"}


class ZoneNameTaken(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Another zone of the structure is the same."""


class TooManyZones(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """The structure would have more zones than a map can show."""


@transaction.atomic
def create_zone(*, structure: Structure, fields: Mapping[str, Any], by: Actor, now: datetime) -> Zone:
    """Return a new zone; the places that lie in it know it. Raises ZoneNameTaken, TooManyZones."""
    zone = Zone(structure=structure, created_at=now, updated_at=now, **fields)
    _check_same(zone)
    _check_count(structure, 1)
    zone.save()
    locate_places(structure=structure, now=now)
    _record(structure, zone.name, "Zone créée", by=by, now=now, target_id=str(zone.pk))
    return zone


@transaction.atomic
def change_zone(*, zone: Zone, fields: Mapping[str, Any], by: Actor, now: datetime) -> Zone:
    """Return the zone changed; nothing is written when nothing differs. Raises ZoneNameTaken."""
    changed = [name for name in fields if getattr(zone, name) != fields[name]]
    if not changed:
        return zone
    detail = f"Zone changée : {', '.join(differences(zone, fields))}"
    for name in changed:
        setattr(zone, name, fields[name])
    _check_same(zone)
    zone.updated_at = now
    zone.save(update_fields=[*changed, "updated_at"])
    if "contour" in changed:
        locate_places(structure=zone.structure, now=now)
    _record(zone.structure, zone.name, detail, by=by, now=now, target_id=str(zone.pk))
    return zone


@transaction.atomic
def delete_zone(*, zone: Zone, by: Actor, now: datetime) -> None:
    """Erase a zone. Its places stay; they no longer say that they lie there."""
    _record(zone.structure, zone.name, "Zone supprimée", by=by, now=now, target_id=str(zone.pk))
    zone.delete()


@transaction.atomic
def import_zones(
    *, structure: Structure, drafts: Sequence[ZoneDraft], source: str, dry_run: bool, by: Actor, now: datetime
) -> list[Outcome]:
    """Return what became of each zone; ``dry_run`` writes nothing.

    A zone is known again by its kind and its code, or by its kind and its name when it has none. Raises TooManyZones.
    """
    # Two imports at once would both find a zone missing: the second waits here.
    Structure.objects.select_for_update().get(pk=structure.pk)
    known = {_key(zone): zone for zone in Zone.objects.filter(structure=structure)}
    outcomes, new, changed = [], [], []
    for number, draft in enumerate(drafts, start=1):
        told = {"name": draft.name, "contour": draft.contour, "source": source}
        zone = known.get(_key(draft))
        if zone is None:
            zone = Zone(structure=structure, kind=draft.kind, code=draft.code, created_at=now, updated_at=now, **told)
            known[_key(draft)] = zone
            new.append(zone)
            outcomes.append(Outcome(number, draft.name, Result.CREATED, row_id=zone.pk))
            continue
        details = [_WORDS[name] for name in told if getattr(zone, name) != told[name]]
        if details:
            zone.name, zone.contour, zone.source, zone.updated_at = draft.name, draft.contour, source, now
            changed.append(zone)
        result = Result.CHANGED if details else Result.IDENTICAL
        outcomes.append(Outcome(number, draft.name, result, details, zone.pk))
    _check_count(structure, len(new))
    if not dry_run and (new or changed):
        Zone.objects.bulk_create(new)
        Zone.objects.bulk_update(changed, [*_WORDS, "updated_at"], batch_size=50)
        locate_places(structure=structure, now=now)
        detail = f"{len(new)} créées, {len(changed)} changées, {len(outcomes) - len(new) - len(changed)} identiques"
        _record(structure, "Zones importées", detail, by=by, now=now)
    return outcomes


@transaction.atomic
def write_population(
    *, structure: Structure, drafts: Sequence[PopulationDraft], source: str, by: Actor, now: datetime
) -> int:
    """Give the zones that have these codes their inhabitants, and return how many zones were written."""
    drafts_by_code = {draft.code: draft for draft in drafts}
    zones = list(Zone.objects.filter(structure=structure, code__in=drafts_by_code).defer("contour"))
    for zone in zones:
        draft = drafts_by_code[zone.code]
        zone.population, zone.population_total = dict(draft.bands), draft.total
        zone.population_source, zone.updated_at = source, now
    Zone.objects.bulk_update(zones, ["population", "population_total", "population_source", "updated_at"])
    if zones:
        _record(structure, "Habitant·es des zones", f"{len(zones)} zones, source : {source}", by=by, now=now)
    return len(zones)


def _key(zone: Zone | ZoneDraft) -> tuple[str, str]:
    return (zone.kind, zone.code or zone.name.casefold())


def _check_same(zone: Zone) -> None:
    same = Zone.objects.filter(structure=zone.structure_id, kind=zone.kind, code=zone.code, name=zone.name)
    if same.exclude(pk=zone.pk).exists():
        raise ZoneNameTaken("Une zone de ce type porte déjà ce nom.")


def _check_count(structure: Structure, more: int) -> None:
    if more and Zone.objects.filter(structure=structure).count() + more > ZONES_LIMIT:
        raise TooManyZones(f"Une structure garde {ZONES_LIMIT} zones au plus : choisissez celles de votre territoire.")


def _record(structure: Structure, label: str, detail: str, *, by: Actor, now: datetime, target_id: str = "") -> None:
    record(
        kind=AuditKind.PLACES_CHANGED,
        by=by,
        now=now,
        target_kind="zone",
        target_id=target_id,
        target_label=label,
        detail=detail,
        structure_id=structure.pk,
    )
