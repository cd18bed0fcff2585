"""Say in the audit that the names of the teams left on a poster."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry


@transaction.atomic
def note_named_poster(*, key: str, title: str, by: Actor, now: datetime) -> AuditEntry:
    """Write that the poster of the period ``key`` was made with first names."""
    return record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="agenda",
        target_id=key,
        target_label=title,
        detail="Affiche avec les prénoms de l'équipe",
    )
