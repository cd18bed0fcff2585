"""Write the places of a structure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.images import replace_picture
from palier.core.models import differences
from palier.structures.models import Structure
from palier.territory.actions.locating import locate_places
from palier.territory.models import Place
from palier.territory.queries.places import place_named

Fields = Mapping[str, Any]
_POINT = {"latitude", "longitude"}


class PlaceNameTaken(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Another place of the structure has this name."""


def write_place(place: Place, fields: Fields, *, now: datetime) -> Place:
    """Save the values, without an audit entry and without looking for zones: the import does both for all."""
    for name, value in fields.items():
        setattr(place, name, value)
    place.updated_at = now
    place.save()
    return place


@transaction.atomic
def create_place(
    *, structure: Structure, fields: Fields, by: Actor, now: datetime, photo: bytes | None = None
) -> Place:
    """Return a new place that knows its zones; ``photo`` is a JPEG that we drew. Raises PlaceNameTaken."""
    place = Place(structure=structure, created_at=now)
    _check_name(place, fields["name"])
    if photo is not None:
        place.photo = replace_picture(place.photo.name, photo, folder="lieux", ending="jpg")
    write_place(place, fields, now=now)
    locate_places(structure=structure, places=[place], now=now)
    _record(place, "Créé", by=by, now=now)
    return place


@transaction.atomic
def change_place(
    *,
    place: Place,
    fields: Fields,
    by: Actor,
    now: datetime,
    photo: bytes | None = None,
    remove_photo: bool = False,
) -> Place:
    """Return the place changed; nothing is written when nothing differs. Raises PlaceNameTaken."""
    changed = differences(place, fields)
    moved = any(getattr(place, name) != fields.get(name, getattr(place, name)) for name in _POINT)
    if photo is not None or (remove_photo and place.photo):
        place.photo = replace_picture(place.photo.name, photo, folder="lieux", ending="jpg")
        changed.append("photo")
    if changed:
        _check_name(place, fields.get("name", place.name))
        write_place(place, fields, now=now)
        if moved:
            locate_places(structure=place.structure, places=[place], now=now)
        _record(place, f"Changé : {', '.join(changed)}", by=by, now=now)
    return place


@transaction.atomic
def archive_place(*, place: Place, by: Actor, now: datetime) -> Place:
    """Put a place aside: it leaves the list and the map, and nothing of it is lost."""
    if place.archived_at is None:
        place.archived_at = place.updated_at = now
        place.save(update_fields=["archived_at", "updated_at"])
        _record(place, "Archivé", by=by, now=now)
    return place


@transaction.atomic
def restore_place(*, place: Place, by: Actor, now: datetime) -> Place:
    """Bring back a place put aside."""
    if place.archived_at is not None:
        place.archived_at, place.updated_at = None, now
        place.save(update_fields=["archived_at", "updated_at"])
        _record(place, "Repris", by=by, now=now)
    return place


def _check_name(place: Place, name: str) -> None:
    other = place_named(name, but=place.pk)
    if other is None:
        return
    if other.archived_at:
        raise PlaceNameTaken(f"« {other} » est parmi les lieux archivés : reprenez-le plutôt.")
    raise PlaceNameTaken(f"« {other} » est déjà parmi vos lieux.")


def _record(place: Place, detail: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.PLACES_CHANGED,
        by=by,
        now=now,
        target_kind="place",
        target_id=str(place.pk),
        target_label=place.name,
        detail=detail,
        structure_id=place.structure_id,
    )
