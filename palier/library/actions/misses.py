"""Note the searches that found nothing, without who searched."""

import re
from datetime import date, datetime

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from palier.accounts.models import User
from palier.core.sqlite.patience import brief_patience
from palier.library.matching import folded
from palier.library.models import SearchMiss

LONGEST_QUERY = 120
# What looks like a phone number ("06 12 34 56 78") or an address is not a subject that the library lacks.
PERSONAL = re.compile(r"\d{4,}|(?:\d[\s./()+-]*){6,}|@")


def note_miss(*, text: str, now: datetime) -> SearchMiss | None:
    """Count one more search without result; None when its words say nothing or may name someone.

    None too when the database is busy: better a count missing than a reader kept waiting.
    """
    query = folded(text)[:LONGEST_QUERY].strip()
    if not query or PERSONAL.search(text):
        return None
    try:
        with brief_patience():
            return _count(query, timezone.localdate(now))
    except OperationalError:
        return None


@transaction.atomic
def _count(query: str, today: date) -> SearchMiss:
    miss, is_new = SearchMiss.objects.get_or_create(query=query, defaults={"last_on": today})
    if not is_new:
        SearchMiss.objects.filter(pk=miss.pk).update(times=F("times") + 1, last_on=today)
    return miss


@transaction.atomic
def clear_miss(*, miss: SearchMiss, by: User) -> None:
    """Forget one search: an editor has dealt with it."""
    miss.delete()
