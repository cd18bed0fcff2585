"""Say in the audit what was done with the board. What visitors wrote is not repeated there."""

from datetime import datetime

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.models import Record
from palier.structures.models import Structure


def visitor_of(structure: Structure) -> Actor:
    """Return who acts on the board of ``structure`` without any account, as the audit names them."""
    return Actor(id="", name="Une personne, sur le panneau", structure_id=structure.pk, device="Panneau public")


def record_board(
    row: Record, detail: str, *, by: Actor, now: datetime, kind: AuditKind = AuditKind.BOARD_CHANGED
) -> None:
    """Write one line about a row of the board."""
    meta = row._meta
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind=meta.model_name or "",
        target_id=str(row.pk),
        target_label=str(meta.verbose_name).capitalize(),
        detail=detail,
        structure_id=getattr(row, "structure_id"),  # noqa: B009 (each row of the board has one)
    )
