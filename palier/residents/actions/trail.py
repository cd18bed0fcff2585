"""Say in the audit what was done about somebody to call back: never who."""

from datetime import datetime
from uuid import UUID

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.residents.models import Resident

TARGET = "resident"


def record_resident(kind: AuditKind, resident: Resident, detail: str, *, by: Actor, now: datetime) -> None:
    """Write one line about a person; the line of the field log is named, by its key and its outing."""
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind=TARGET,
        target_id=str(resident.pk),
        target_label=f"Personne à rappeler, {resident.outing}",
        detail=detail,
        structure_id=resident.structure_id,
    )


def record_residents(kind: AuditKind, detail: str, *, by: Actor, now: datetime, structure_id: UUID) -> None:
    """Write one line about several people."""
    record(kind=kind, by=by, now=now, target_kind=TARGET, detail=detail, structure_id=structure_id)
