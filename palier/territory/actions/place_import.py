"""Write the places of a table, or only say what would be written."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.models import differences
from palier.documents.reading.imports import Outcome, Result, counts_said
from palier.structures.models import Structure
from palier.structures.models.partner import name_key
from palier.territory.actions.locating import locate_places
from palier.territory.actions.places import write_place
from palier.territory.drafts import PlaceDraft
from palier.territory.models import Place


@transaction.atomic
def import_places(
    *, structure: Structure, drafts: Sequence[PlaceDraft], dry_run: bool, by: Actor, now: datetime
) -> list[Outcome]:
    """Return what became of each place; ``dry_run`` writes nothing.

    A place is known again by its name. What the table leaves empty stays as it is; nothing is erased. One entry of the
    audit counts them all, when something changed.
    """
    # Two imports at once would both find a place missing: the second waits here.
    Structure.objects.select_for_update().get(pk=structure.pk)
    known = {
        name_key(place.name): place for place in Place.objects.filter(structure=structure).select_related("partner")
    }
    outcomes, written = [], []
    for draft in drafts:
        name = draft.fields["name"]
        place = known.setdefault(name_key(name), Place(structure=structure, created_at=now))
        is_new = not place.name
        changed = differences(place, draft.fields)
        result = Result.CREATED if is_new else Result.CHANGED if changed else Result.IDENTICAL
        if changed and not dry_run:
            written.append(write_place(place, draft.fields, now=now))
        exists = not (is_new and dry_run)
        outcomes.append(Outcome(draft.line, name, result, [] if is_new else changed, place.pk if exists else None))
    if written:
        locate_places(structure=structure, places=written, now=now)
        _record(structure, outcomes, by=by, now=now)
    return outcomes


def _record(structure: Structure, outcomes: Sequence[Outcome], *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.PLACES_CHANGED,
        by=by,
        now=now,
        target_kind="place",
        target_label="Lieux importés",
        detail=counts_said(outcomes),
        structure_id=structure.pk,
    )
