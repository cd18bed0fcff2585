"""Note the searches that found nothing, without who searched."""

import re
from datetime import date, datetime

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.sqlite.patience import brief_patience
from palier.core.tenancy import across_structures, structure_scope
from palier.library.matching import digest, folded
from palier.library.models import SearchMiss
from palier.structures.models import Structure

LONGEST_QUERY = 120
# What looks like a phone number ("06 12 34 56 78") or an address is not a subject that the library lacks.
PERSONAL = re.compile(r"\d{4,}|(?:\d[\s./()+-]*){6,}|@")


def note_miss(*, text: str, structure: Structure | None, now: datetime) -> SearchMiss | None:
    """Count one more search without result, of a member of ``structure`` or of a visitor (None).

    None when its words say nothing or may name someone. None too when the database is busy: better a count missing
    than a reader kept waiting.
    """
    query = folded(text)[:LONGEST_QUERY].strip()
    if not query or PERSONAL.search(text):
        return None
    try:
        # A visitor searches from no structure: no scope is open, and none would show the row.
        with brief_patience(), structure_scope(structure.pk) if structure else across_structures():
            return _count(query, structure, timezone.localdate(now))
    except OperationalError:
        return None


@transaction.atomic
def _count(query: str, structure: Structure | None, today: date) -> SearchMiss:
    miss, is_new = SearchMiss.objects.get_or_create(
        key=digest(str(structure.pk) if structure else "", query),
        defaults={"structure": structure, "query": query, "last_on": today},
    )
    if not is_new:
        SearchMiss.objects.filter(pk=miss.pk).update(times=F("times") + 1, last_on=today)
    return miss


@transaction.atomic
def clear_miss(*, miss: SearchMiss, by: Actor, now: datetime) -> None:
    """Forget one search: an editor has dealt with it. The audit keeps no word of it, it may hold a name."""
    record(
        kind=AuditKind.SHEETS_CHANGED,
        by=by,
        now=now,
        target_kind="search_miss",
        target_id=str(miss.pk),
        detail="Recherche sans résultat retirée de la liste",
    )
    miss.delete()
