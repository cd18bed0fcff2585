"""Delete a sheet, and put it back when that was a slip."""

from datetime import datetime

from django.core import serializers
from django.db import transaction

from palier.audit.actor import Actor
from palier.library.actions.writing import free_slug, note_change, save_sheet
from palier.library.index import SHEETS
from palier.library.models import ActionSheet


class SheetAlreadyBackError(Exception):
    """The sheet was written again since, by an import most likely."""


@transaction.atomic
def delete_sheet(*, sheet: ActionSheet, by: Actor, now: datetime) -> str:
    """Delete the sheet and its entry in the index; return what ``kept_sheet`` reads to put it back."""
    kept: str = serializers.serialize("json", [sheet])
    note_change(sheet, "Fiche supprimée", by, now)
    SHEETS.remove([sheet.pk])
    sheet.delete()
    return kept


def kept_sheet(kept: str) -> ActionSheet:
    """Return a deleted sheet, not saved."""
    found = next(iter(serializers.deserialize("json", kept)))
    assert isinstance(found.object, ActionSheet)
    return found.object


@transaction.atomic
def restore_sheet(*, sheet: ActionSheet, by: Actor, now: datetime) -> ActionSheet:
    """Save again a sheet given by ``kept_sheet``, at its address or near it. Raises SheetAlreadyBackError."""
    if ActionSheet.objects.filter(identity=sheet.identity).exists():
        raise SheetAlreadyBackError(f"La fiche « {sheet.title} » est déjà revenue dans la bibliothèque.")
    sheet.slug = free_slug(sheet, wished=sheet.slug)
    if sheet.duplicate_of_id and not ActionSheet.objects.filter(pk=sheet.duplicate_of_id).exists():
        sheet.duplicate_of_id = None
    note_change(sheet, "Fiche rétablie", by, now)
    return save_sheet(sheet=sheet, now=now)
