"""Reads of single sheets and of what surrounds them."""

from django.db.models import QuerySet

from palier.library.facets import VISIBILITY
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import readable_visibilities
from palier.structures.models import Membership

NEARBY = 5


def readable_sheets(reader: Membership | None) -> QuerySet[ActionSheet]:
    """Return the sheets that ``user`` may read: the public ones for anyone, all of them for members."""
    return ActionSheet.objects.filter(visibility__in=readable_visibilities(reader))


def nearby_sheets(sheet: ActionSheet, reader: Membership | None) -> list[ActionSheet]:
    """Return at most 5 sheets that ``user`` may read, nearest in meaning first."""
    keys = SHEETS.similar(sheet.pk, limit=NEARBY, restrict={VISIBILITY: readable_visibilities(reader)})
    found = readable_sheets(reader).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def latest_sheets(reader: Membership | None, limit: int) -> list[ActionSheet]:
    """Return the sheets that ``user`` may read, newest first."""
    return list(readable_sheets(reader).order_by("-created_at", "-id")[:limit])
