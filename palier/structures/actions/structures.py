"""Write the card of a structure."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Field

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.images import replace_picture
from palier.structures.models import Structure

CARD_FIELDS = (
    *("name", "public_name", "kind", "siret", "address", "postal_code", "commune", "commune_code", "departement"),
    *("opening_hours", "opening_note", "agrement_from", "agrement_until", "languages", "retention_months"),
)
# They follow the commune: naming them too would say the same change three times.
_FOLLOWING = {"commune_code", "departement"}


class StructureExists(Exception):  # noqa: N818 (the name says what happened)
    """Another structure took this SIRET, or this name in its commune, since the form was checked; said in French."""


def write_structure(structure: Structure, *, changed: Iterable[str] | None = None) -> None:
    """Save a structure, a new one when ``changed`` is None. Raises StructureExists, and the transaction goes on."""
    try:
        with transaction.atomic():
            structure.save(force_insert=changed is None, update_fields=changed)
    except IntegrityError as error:
        raise StructureExists(
            "Une structure vient de prendre ce SIRET, ou ce nom dans cette commune : vérifiez-les."
        ) from error


@transaction.atomic
def save_card(
    *, structure: Structure, by: Actor, now: datetime, logo: bytes | None = None, remove_logo: bool = False
) -> list[str]:
    """Write the card as ``structure`` holds it, and return the French names of what changed.

    ``logo`` is a PNG that replaces the one there is; the old file goes once the change is kept. An unchanged card
    writes nothing. Raises StructureExists.
    """
    kept = Structure.objects.select_for_update().get(pk=structure.pk)
    changed = [name for name in CARD_FIELDS if getattr(kept, name) != getattr(structure, name)]
    structure.logo = kept.logo
    if logo is not None or (remove_logo and kept.logo):
        changed.append("logo")
        structure.logo = replace_picture(kept.logo.name, logo, folder="logos", ending="png")
    if not changed:
        return []
    structure.updated_at = now
    write_structure(structure, changed=[*changed, "updated_at"])
    named = [_label(name) for name in changed if name not in _FOLLOWING]
    record(
        kind=AuditKind.STRUCTURE_CHANGED,
        by=by,
        now=now,
        target_kind="structure",
        target_id=str(structure.pk),
        target_label=structure.name,
        detail=", ".join(named),
        structure_id=structure.pk,
    )
    return named


def _label(name: str) -> str:
    field = Structure._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)
