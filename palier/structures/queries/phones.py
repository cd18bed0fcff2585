"""Phones and other devices: whose they are, and which codes let them in."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from palier.accounts.devices import browsers_of
from palier.accounts.models import Device, User
from palier.core.tenancy import across_structures
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership, Structure
from palier.structures.phone_tokens import token_hash


def code_with_token(token: str) -> EnrolmentCode | None:
    """Return the code of a secret, with its structure, its member and who showed it; None when nobody made it."""
    # Who scans a code has no account yet, hence no scope: the secret, unique over all structures, is what opens.
    with across_structures():
        codes = EnrolmentCode.objects.filter(token_hash=token_hash(token))
        return codes.select_related("structure", "membership__user", "shown_by").first()


def phones_of_structure(structure: Structure, *, now: datetime) -> QuerySet[EnrolledPhone]:
    """Return the phones that open ``structure`` today, those that wait for help first, then the last seen."""
    phones = EnrolledPhone.objects.filter(
        structure=structure, device__closed_at=None, expires_at__gt=now, membership__ended_at=None
    )
    with_people = phones.select_related("device", "membership")
    return with_people.order_by(F("blocked_at").asc(nulls_last=True), "-device__last_seen_at", "id")


def phones_of_member(membership: Membership, *, now: datetime) -> list[Device]:
    """Return the phones that a member may use in this structure, last seen first; each knows its ``phone``."""
    phones = EnrolledPhone.objects.filter(
        structure=membership.structure_id, membership=membership, device__closed_at=None, expires_at__gt=now
    ).select_related("device")
    return [phone.device for phone in phones.order_by("-device__last_seen_at", "id")]


def devices_of_member(membership: Membership, *, now: datetime) -> list[Device]:
    """Return what a lead may see and close: the member's phones in this structure, and the browsers of the account.

    The person's phones in another structure are not there: they would tell that they belong to it.
    """
    if not membership.is_active:
        return []
    return [*phones_of_member(membership, now=now), *browsers_of(membership.user, now=now)]


def devices_of_user(user: User, *, now: datetime) -> list[Device]:
    """Return all the devices of an account, for its owner: phones of every structure, then browsers."""
    # One's own phones, wherever they let in.
    with across_structures():
        phones = EnrolledPhone.objects.filter(
            device__user=user, device__closed_at=None, expires_at__gt=now, membership__ended_at=None
        )
        found = list(phones.select_related("device", "structure").order_by("-device__last_seen_at", "id"))
    return [*(phone.device for phone in found), *browsers_of(user, now=now)]


def device_among(devices: list[Device], device_id: UUID) -> Device | None:
    """Return the one of ``devices`` that has this id."""
    return next((device for device in devices if device.pk == device_id), None)
