"""Read again an operation that was set aside, as it came."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from palier.audit.actor import Actor
from palier.fieldlog.origin import Origin
from palier.mobile.actions.applying import Job
from palier.mobile.actions.pictures import keep_pictures
from palier.mobile.clocks import PhoneClock
from palier.mobile.envelopes import read_operation
from palier.mobile.models import SetAside
from palier.structures.models import Membership


def members_of(rows: Iterable[SetAside]) -> Mapping[UUID, Membership]:
    """Return those who wrote these operations and are known of the structure, gone or not, by key."""
    wanted = {row.written_by for row in rows if row.written_by is not None}
    found: dict[UUID, Membership] = Membership.objects.in_bulk(wanted)
    return found


def job_of(
    row: SetAside, members: Mapping[UUID, Membership], *, by: Actor, now: datetime, outing: UUID | None = None
) -> Job:
    """Return the operation, to be applied under the name of who wrote it, at the hour found when it came.

    ``outing`` is another outing than the one that it names.
    """
    clock = PhoneClock(timedelta(0), row.received_at)
    raw = {**row.raw, "outing": str(outing)} if outing else row.raw
    read = replace(
        read_operation(0, raw, clock),
        made_at=row.made_at,
        operation_id=row.operation_id,
        digest=bytes(row.digest),
    )
    (reading,), pictures = keep_pictures([read], row.structure_id)
    origin = Origin(
        membership=members.get(row.written_by) if row.written_by else None,
        device=row.device,
        made_at=row.made_at,
        received_at=now,
        clock=row.operation_id,
    )
    return Job(reading, origin, by, row, pictures.get(reading.operation_id))
