"""Keep track of the names that leave in a file."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind


@transaction.atomic
def note_partner_export(*, partners: int, contacts: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write who took how many partners and contacts away."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="partner",
        target_label="Partenaires",
        detail=f"{partners} partenaires, {contacts} contacts ({file_format})",
    )
