"""Past the delay that a structure chose, the names of those who left are replaced."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from palier.accounts.models import Device, User
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.structures.actions.members import FORMER_NAME
from palier.structures.enums import Retention
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership
from palier.structures.queries.retention import months_before

KEPT_AFTER_END = timedelta(days=30)


@transaction.atomic
def replace_names(now: datetime) -> int:
    """Replace by « Ancien membre » the names of those who left longer ago than their structure keeps them.

    Returns how many places it renamed. An account whose every place was renamed is emptied: e-mail address, name,
    password, second factors, devices. Each structure's audit says how many names went, and none of them: its own past
    lines keep the names they hold until they are twelve months old, then go (palier/audit/actions.py).
    """
    # A nightly job of the whole instance: each structure's own delay is applied to its own members.
    with across_structures():
        ended = Membership.objects.select_for_update(of=("self",)).filter(renamed_at=None)
        due = [
            member
            for months in Retention
            for member in ended.filter(
                structure__retention_months=months.value, ended_at__lte=months_before(now, months.value)
            )
        ]
        keys = [member.pk for member in due]
        Device.objects.filter(pk__in=EnrolledPhone.objects.filter(membership__in=keys).values("device")).delete()
        Membership.objects.filter(pk__in=keys).update(name=FORMER_NAME, renamed_at=now, updated_at=now)
        _empty_accounts({member.user_id for member in due}, now=now)
    for structure_id, count in Counter(member.structure_id for member in due).items():
        record(
            kind=AuditKind.ERASE_NAMED,
            by=Actor.system("Palier"),
            now=now,
            target_kind="membre",
            detail=f"{count} nom{'s' if count > 1 else ''} remplacé{'s' if count > 1 else ''} après le délai",
            structure_id=structure_id,
        )
    return len(due)


def _empty_accounts(keys: Iterable[object], *, now: datetime) -> None:
    """Empty the accounts, among these, that no structure knows by name any more."""
    known = Membership.objects.filter(renamed_at=None, user__in=list(keys)).values("user")
    users = list(User.objects.filter(pk__in=list(keys)).exclude(pk__in=known))
    Authenticator.objects.filter(user__in=users).delete()
    EmailAddress.objects.filter(user__in=users).delete()
    Device.objects.filter(user__in=users).delete()
    for user in users:
        user.email, user.name, user.is_active, user.last_login = None, FORMER_NAME, False, None
        user.updated_at = now
        user.set_unusable_password()
    User.objects.bulk_update(users, ["email", "name", "is_active", "last_login", "password", "updated_at"])


def forget_codes(now: datetime) -> int:
    """Erase the QR codes that ended thirty days ago, used or not, and return how many."""
    # A job of the whole instance: the delay is the same everywhere.
    with across_structures():
        erased, _ = EnrolmentCode.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()
    return int(erased)
