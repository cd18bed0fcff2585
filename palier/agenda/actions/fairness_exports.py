"""Tell who took the table of who goes out away."""

from datetime import datetime

from django.db import transaction

from palier.agenda.queries.fairness import Period
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind


@transaction.atomic
def note_fairness_export(*, period: Period, count: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write who exported how many lines, of which period."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="outing",
        target_label="Qui sort, à quel rythme",
        detail=f"{count} personnes, du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y} ({file_format})",
    )
