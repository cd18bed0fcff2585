"""Past the delay that a structure chose, the name and the address of who received a relay are erased; it stays."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.enums import Retention
from palier.structures.queries.retention import months_before
from palier.voices.models import Relay, Reply


@transaction.atomic
def forget_recipients(now: datetime) -> int:
    """Erase who received the relays that nothing happened to for so long, and who answered; return how many relays.

    The last contact is the sending, a reminder, the first opening of the link, or anything that came back. The need,
    the words shared, the organisation and its answers stay; the link ends. Each structure's audit says how many.
    """
    # A nightly job of the whole instance: each structure's own delay is applied to its own relays.
    with across_structures():
        due = [relay for months in Retention for relay in _silent_since(months, months_before(now, months.value))]
        keys = [relay.pk for relay in due]
        blank = {"recipient": "", "email": "", "token_hash": None, "link_salt": ""}
        Relay.objects.filter(pk__in=keys).update(**blank, updated_at=now)
        Reply.objects.filter(relay__in=keys).exclude(author="").update(author="", updated_at=now)
    for structure_id, count in Counter(relay.structure_id for relay in due).items():
        record(
            kind=AuditKind.ERASE_NAMED,
            by=Actor.system("Palier"),
            now=now,
            target_kind="relais",
            detail=f"Relais, destinataires effacés après le délai : {count}",
            structure_id=structure_id,
        )
    return len(due)


def _silent_since(months: Retention, limit: datetime) -> QuerySet[Relay]:
    """Return the relays that name somebody, of the structures that keep names so long, untouched since ``limit``."""
    replies = Reply.objects.filter(relay=OuterRef("pk"))
    named = ~Q(recipient="") | ~Q(email="") | Exists(replies.exclude(author=""))
    later = Q(reminded_at__gt=limit) | Q(first_seen_at__gt=limit) | Exists(replies.filter(at__gt=limit))
    old = Relay.objects.filter(structure__retention_months=months.value, sent_at__lte=limit)
    # A date that was never written is not later; the database calls it unknown.
    touched = old.filter(later).values("pk")
    return old.filter(named).exclude(pk__in=touched).select_for_update(of=("self",))
