"""Open names: each opening leaves a line in the audit, before the name is shown."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.residents.actions.trail import record_resident, record_residents
from palier.residents.models import Resident
from palier.residents.queries.keys import open_all, open_sealed
from palier.residents.sealing import Named


@transaction.atomic
def open_named(*, resident: Resident, by: Actor, now: datetime) -> Named:
    """Return who asked to be called back, and say that it was read. Raises UnopenableError; then nothing was read."""
    named = open_sealed(resident)
    record_resident(AuditKind.READ_NAMED, resident, "", by=by, now=now)
    return named


@transaction.atomic
def open_for_export(
    *, residents: Sequence[Resident], file_format: str, by: Actor, now: datetime, structure_id: UUID
) -> dict[UUID, Named]:
    """Return the names of several people by the id of their line, and say that they were taken away.

    Raises UnopenableError for the first that does not open; names already erased are left out.
    """
    named = open_all(resident for resident in residents if resident.is_named)
    detail = f"Personnes à rappeler : {len(residents)}, dont {len(named)} avec leur nom ({file_format})"
    record_residents(AuditKind.EXPORT_NAMED, detail, by=by, now=now, structure_id=structure_id)
    return named
