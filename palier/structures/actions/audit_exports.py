"""Say in the audit that the audit left."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry


@transaction.atomic
def note_audit_export(*, count: int, file_format: str, by: Actor, now: datetime) -> AuditEntry:
    """Write that ``count`` lines of the audit were exported."""
    return record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="audit",
        target_label="Journal",
        detail=f"{count} lignes, {file_format}",
    )
