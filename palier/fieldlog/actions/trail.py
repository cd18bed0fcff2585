"""Say in the audit what was corrected in the log of an outing."""

from datetime import datetime

from palier.agenda.models import Outing
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind


def record_fieldlog(outing: Outing, detail: str, *, by: Actor, now: datetime) -> None:
    """Write a correction of the log of ``outing`` in the audit. What was said on the doorstep is not repeated there."""
    record(
        kind=AuditKind.FIELDLOG_CHANGED,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=detail,
        structure_id=outing.structure_id,
    )
