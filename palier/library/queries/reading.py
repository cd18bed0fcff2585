"""Reads of single sheets and of what surrounds them."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from palier.library.drafts import PeopleCount, SheetDraft
from palier.library.facets import VISIBILITY
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import readable_visibilities
from palier.structures.models import Membership

NEARBY = 5
COPIED = [name for name in SheetDraft.__dataclass_fields__ if name not in {"line", "amounts", "people"}]


def readable_sheets(reader: Membership | None) -> QuerySet[ActionSheet]:
    """Return the sheets that ``reader`` may read: the public ones for anyone, all of them for members."""
    return ActionSheet.objects.filter(visibility__in=readable_visibilities(reader))


def nearby_sheets(sheet: ActionSheet, reader: Membership | None) -> list[ActionSheet]:
    """Return at most 5 sheets that ``reader`` may read, nearest in meaning first."""
    keys = SHEETS.similar(sheet.pk, limit=NEARBY, restrict={VISIBILITY: readable_visibilities(reader)})
    found = readable_sheets(reader).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def latest_sheets(reader: Membership | None, limit: int) -> list[ActionSheet]:
    """Return the sheets that ``reader`` may read, newest first."""
    return list(readable_sheets(reader).order_by("-created_at", "-id")[:limit])


def draft_of(sheet: ActionSheet) -> SheetDraft:
    """Return the sheet as plain data: what an import of its export would read."""
    fields: dict[str, Any] = {name: getattr(sheet, name) for name in COPIED}
    return SheetDraft(
        **fields,
        amounts=[Decimal(amount) for amount in sheet.amounts],
        people=[PeopleCount(**count) for count in sheet.people],
    )
