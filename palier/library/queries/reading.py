"""Reads of single sheets and of what surrounds them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from palier.accounts.models import User
from palier.library.facets import VISIBILITY
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import readable_visibilities

NEARBY = 5


def readable_sheets(user: User | AnonymousUser) -> QuerySet[ActionSheet]:
    """Return the sheets that ``user`` may read: the public ones for anyone, all of them for members."""
    return ActionSheet.objects.filter(visibility__in=readable_visibilities(user))


def nearby_sheets(sheet: ActionSheet, user: User | AnonymousUser) -> list[ActionSheet]:
    """Return at most 5 sheets that ``user`` may read, nearest in meaning first."""
    keys = SHEETS.similar(sheet.pk, limit=NEARBY, restrict={VISIBILITY: readable_visibilities(user)})
    found = readable_sheets(user).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def latest_sheets(user: User | AnonymousUser, limit: int) -> list[ActionSheet]:
    """Return the sheets that ``user`` may read, newest first."""
    return list(readable_sheets(user).order_by("-created_at", "-id")[:limit])
