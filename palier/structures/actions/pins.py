"""Unlock a phone by its PIN, block it after five wrong ones, release it."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Case, F, Value, When

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import EnrolledPhone

MOST_TRIES = 5


class PhoneBlockedError(Exception):
    """Five wrong PINs in a row: a lead must release the phone."""


class WrongPinError(Exception):
    """Not the PIN. ``left`` tries remain before the phone blocks, never 0."""

    def __init__(self, left: int) -> None:
        tries = "un essai" if left == 1 else f"{left} essais"
        super().__init__(f"Ce n'est pas le bon code. Il reste {tries}.")
        self.left = left


def unlock_phone(*, phone: EnrolledPhone, pin: str, by: Actor, now: datetime) -> None:
    """Return when ``pin`` is the phone's. Raises WrongPinError or PhoneBlockedError.

    A try is counted and kept before the PIN is looked at, so that at most five reach the hash however many come at
    once; hence two transactions, and not one around the whole. The fifth blocks the phone first, and a right PIN
    clears everything: a machine that stops between the two leaves the phone shut, never open.
    """
    tries = _count_try(phone, now=now)
    if check_password(pin, phone.pin):
        EnrolledPhone.objects.filter(pk=phone.pk).update(wrong_tries=0, blocked_at=None, updated_at=now)
        return
    if tries < MOST_TRIES:
        raise WrongPinError(MOST_TRIES - tries)
    _record(AuditKind.PHONE_BLOCKED, phone, by=by, now=now)
    raise PhoneBlockedError("Ce téléphone est bloqué.")


@transaction.atomic
def release_phone(*, phone: EnrolledPhone, by: Actor, now: datetime) -> bool:
    """Give the phone five tries again; return False when it was not blocked. Its PIN stays the same."""
    blocked = EnrolledPhone.objects.filter(pk=phone.pk, blocked_at__isnull=False)
    if not blocked.update(wrong_tries=0, blocked_at=None, updated_at=now):
        return False
    _record(AuditKind.PHONE_RELEASED, phone, by=by, now=now)
    return True


@transaction.atomic
def _count_try(phone: EnrolledPhone, *, now: datetime) -> int:
    """Return which wrong try in a row this one would be, from 1 to 5."""
    counted = EnrolledPhone.objects.filter(pk=phone.pk, blocked_at=None).update(
        wrong_tries=F("wrong_tries") + 1,
        blocked_at=Case(When(wrong_tries__gte=MOST_TRIES - 1, then=Value(now)), default=None),
        updated_at=now,
    )
    if not counted:
        raise PhoneBlockedError("Ce téléphone est bloqué.")
    tries: int = EnrolledPhone.objects.values_list("wrong_tries", flat=True).get(pk=phone.pk)
    return tries


@transaction.atomic
def _record(kind: AuditKind, phone: EnrolledPhone, *, by: Actor, now: datetime) -> None:
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="membership",
        target_id=str(phone.membership_id),
        target_label=phone.membership.name,
        detail=phone.device.label,
    )
