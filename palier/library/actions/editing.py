"""Sheets written here, by hand."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from palier.audit.actor import Actor
from palier.library.actions.writing import draft_identity, free_slug, note_change, save_sheet
from palier.library.importing.amounts import find_amounts
from palier.library.importing.people import count_people
from palier.library.matching import content_key
from palier.library.models import ActionSheet
from palier.structures.models import Structure

SOURCE = "palier"
LABELS = {field.name: str(field.verbose_name) for field in ActionSheet._meta.fields}


@transaction.atomic
def create_sheet(*, sheet: ActionSheet, owner: Structure | None, by: Actor, now: datetime) -> ActionSheet:
    """Save a new sheet of ``owner``. Its identity is its own: two centres may write sheets of the same title.

    The identity follows the sheet in its exports, so an import knows it again, here and elsewhere.
    """
    sheet.owner = owner
    sheet.source, sheet.source_id = SOURCE, str(sheet.pk)
    sheet.identity = draft_identity(sheet)
    sheet.fingerprint = content_key({"written": sheet.identity})
    sheet.created_at = now
    sheet.slug = free_slug(sheet)
    _read_figures(sheet)
    note_change(sheet, "Fiche écrite", by, now)
    return save_sheet(sheet=sheet, now=now)


@transaction.atomic
def change_sheet(*, sheet: ActionSheet, changed: set[str], by: Actor, now: datetime) -> ActionSheet:
    """Save a corrected sheet. Its address stays; ``changed`` names the fields that someone changed."""
    if "modalities" in changed:
        sheet.modalities_deduced = False
    if changed & {"resources", "mobilised"}:
        _read_figures(sheet)
    labels = sorted(LABELS[name] for name in changed)
    note_change(sheet, f"Fiche corrigée : {', '.join(labels) or 'rien de changé'}", by, now)
    return save_sheet(sheet=sheet, now=now)


def _read_figures(sheet: ActionSheet) -> None:
    sheet.amounts = [str(amount) for amount in find_amounts(sheet.resources)]
    sheet.people = [asdict(count) for count in count_people(sheet.mobilised)]
