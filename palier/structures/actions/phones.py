"""Let a phone in by QR code."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from palier.accounts.models import Device, User
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership, Structure
from palier.structures.phone_tokens import token_hash, token_of

CODE_LIFE = timedelta(minutes=15)
PHONE_LIFE = timedelta(days=182)
# Used or not, a code tells who showed it to whom; the audit says it as well, for as long as it must.
CODES_KEPT = timedelta(days=30)


class CodeNoLongerValidError(Exception):
    """The code was used, cancelled or ran out while the form was being filled in."""


@transaction.atomic
def show_code(
    *, structure: Structure, shown_by: Membership, for_member: Membership | None, status: str, by: Actor, now: datetime
) -> EnrolmentCode:
    """Return a code that lets one phone in, once, for 15 minutes.

    ``for_member`` is the member whose new phone it is; without one, whoever scans it joins the team with ``status``.
    """
    EnrolmentCode.objects.filter(structure=structure, created_at__lt=now - CODES_KEPT).delete()
    pk = uuid7()
    code = EnrolmentCode.objects.create(
        pk=pk,
        structure=structure,
        token_hash=token_hash(token_of(pk)),
        membership=for_member,
        status=for_member.status if for_member else MembershipStatus(status),
        shown_by=shown_by,
        expires_at=now + CODE_LIFE,
        created_at=now,
        updated_at=now,
    )
    record(
        kind=AuditKind.PHONE_CODE_SHOWN,
        by=by,
        now=now,
        target_kind="membership" if for_member else "",
        target_id=str(for_member.pk) if for_member else "",
        target_label=for_member.name if for_member else "",
        detail="" if for_member else f"Nouveau membre : {code.get_status_display()}",
    )
    return code


@transaction.atomic
def cancel_code(*, code: EnrolmentCode, now: datetime) -> bool:
    """Refuse a code from now on; return False when a phone came in by it before. It let nobody in: no audit line."""
    waiting = EnrolmentCode.objects.filter(pk=code.pk, used_at=None, cancelled_at=None)
    return waiting.update(cancelled_at=now, updated_at=now) == 1


def enter_phone(*, code: EnrolmentCode, name: str, pin: str, label: str, now: datetime) -> EnrolledPhone:
    """Return the phone that ``code`` lets in, with its member; the account and the place are made when they are new.

    ``name`` counts only for a new member. Raises CodeNoLongerValidError, and nothing is written, when another phone
    was faster or the code ended meanwhile.
    """
    # Slow by design: not while the database waits.
    hashed = make_password(pin)
    # Who scans acts from no structure, or from another one.
    with structure_scope(code.structure_id), transaction.atomic():
        _spend(code, now=now)
        member = _member_of(code) or _join(code, name=name, now=now)
        device = Device.objects.create(user=member.user, label=label, is_phone=True, last_seen_at=now, created_at=now)
        phone = EnrolledPhone.objects.create(
            structure=code.structure,
            membership=member,
            device=device,
            pin=hashed,
            expires_at=now + PHONE_LIFE,
            created_at=now,
            updated_at=now,
        )
        EnrolmentCode.objects.filter(pk=code.pk).update(used_by=member)
        _record_entrance(code, phone, now=now)
    return phone


def _spend(code: EnrolmentCode, *, now: datetime) -> None:
    """Use the code up. One statement: of two phones at the same instant, the database lets one through."""
    waiting = EnrolmentCode.objects.filter(pk=code.pk, used_at=None, cancelled_at=None, expires_at__gt=now)
    if not waiting.update(used_at=now, updated_at=now):
        raise CodeNoLongerValidError("Ce code ne vaut plus.")


def _member_of(code: EnrolmentCode) -> Membership | None:
    """Return the member that the code is for, None when it is for somebody new."""
    if code.membership_id is None:
        return None
    places = Membership.objects.select_related("user")
    member = places.filter(pk=code.membership_id, ended_at=None, user__is_active=True).first()
    if member is None:
        raise CodeNoLongerValidError("Ce code ne vaut plus.")
    return member


def _join(code: EnrolmentCode, *, name: str, now: datetime) -> Membership:
    user = User.objects.create_user(None, None, name=name, created_at=now)
    return Membership.objects.create(
        structure=code.structure, user=user, name=name, status=code.status, role=Role.EQUIPIER, created_at=now
    )


def _record_entrance(code: EnrolmentCode, phone: EnrolledPhone, *, now: datetime) -> None:
    member = phone.membership
    by = Actor(id=str(member.user_id), name=member.name, structure_id=code.structure_id, device=phone.device.label)
    kinds = [AuditKind.PHONE_ENROLLED] if code.membership_id else [AuditKind.MEMBER_JOINED, AuditKind.PHONE_ENROLLED]
    for kind in kinds:
        record(
            kind=kind,
            by=by,
            now=now,
            target_kind="membership",
            target_id=str(member.pk),
            target_label=member.name,
            detail=f"Code montré par {code.shown_by.name}" if code.shown_by else "",
        )
