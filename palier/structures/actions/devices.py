"""Shut out browsers and phones."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from palier.accounts.devices import close_devices
from palier.accounts.models import Device
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership


@transaction.atomic
def close_own_devices(*, devices: Iterable[Device], by: Actor, now: datetime) -> int:
    """Refuse one's own devices from their next request on; return how many were open."""
    return sum(_close(device, target_id=by.id, target_label=by.name, by=by, now=now) for device in devices)


@transaction.atomic
def revoke_device(*, device: Device, member: Membership, by: Actor, now: datetime) -> bool:
    """Refuse a device of ``member`` from its next request on; return False when it was closed before."""
    return _close(device, target_id=str(member.pk), target_label=member.name, by=by, now=now)


def _close(device: Device, *, target_id: str, target_label: str, by: Actor, now: datetime) -> bool:
    if not close_devices([device], now=now):
        return False
    record(
        kind=AuditKind.DEVICE_REVOKED,
        by=by,
        now=now,
        target_kind="device",
        target_id=target_id,
        target_label=target_label,
        detail=device.label,
    )
    return True
