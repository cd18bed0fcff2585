"""What allauth tells us about the accounts goes into the audit of the structures they belong to."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from palier.accounts.adapter import AccountAdapter
from palier.accounts.devices import device_label
from palier.accounts.models import User
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.middleware import active_memberships


class Told(NamedTuple):
    """What one of allauth's notices becomes in the audit."""

    kind: AuditKind
    detail: str


# By the name of the mail that allauth would write; none is sent (ACCOUNT_EMAIL_NOTIFICATIONS).
NOTICES = {
    "account/email/password_changed": Told(AuditKind.PASSWORD_CHANGED, ""),
    "account/email/password_reset": Told(AuditKind.PASSWORD_CHANGED, "par un lien reçu par courriel"),
    "account/email/password_set": Told(AuditKind.PASSWORD_CHANGED, "premier mot de passe"),
    "mfa/email/totp_activated": Told(AuditKind.SECOND_FACTOR_CHANGED, "application ajoutée"),
    "mfa/email/totp_deactivated": Told(AuditKind.SECOND_FACTOR_CHANGED, "application retirée"),
    "mfa/email/webauthn_added": Told(AuditKind.SECOND_FACTOR_CHANGED, "clé d'accès ajoutée"),
    "mfa/email/webauthn_removed": Told(AuditKind.SECOND_FACTOR_CHANGED, "clé d'accès retirée"),
    "mfa/email/recovery_codes_generated": Told(AuditKind.SECOND_FACTOR_CHANGED, "codes de secours renouvelés"),
}


class AuditedAccountAdapter(AccountAdapter):
    """Log-ins, failed tries, log-outs, passwords and second factors are written in the audit."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        self._note(AuditKind.LOGIN, request, user)

    def logout(self, request: HttpRequest) -> None:
        # Written first: afterwards, nobody knows who was here.
        self._note(AuditKind.LOGOUT, request, request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password. The address that was typed is never kept: it may be a password in the wrong field."""
        super().authentication_failed(request, **credentials)
        email = str(credentials.get("email") or "").strip().lower()
        user = User.objects.filter(email=email).first() if email else None
        self._note(AuditKind.LOGIN_FAILED, request, user, "" if user else "compte inconnu")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Note the changes that allauth has words for."""
        super().send_notification_mail(template_prefix, user, context, email)
        told = NOTICES.get(template_prefix)
        if told is not None:
            self._note(told.kind, self.request, user, told.detail)

    def _note(self, kind: AuditKind, request: HttpRequest, user: object, detail: str = "") -> None:
        """Write one entry for each structure of the account; a single one, without structure, when there is none."""
        known = user if isinstance(user, User) else None
        label = device_label(request.headers.get("User-Agent", ""))
        now = timezone.now()
        places = active_memberships(known) if known else []
        names: list[tuple[UUID | None, str]] = [(place.structure_id, place.name) for place in places]
        if not names:
            names = [(None, str(known) if known else "")]
        # One transaction: a try on an unknown account, or on one with two places, costs the same one commit.
        with transaction.atomic():
            for structure_id, name in names:
                actor = Actor(id=str(known.pk) if known else "", name=name, structure_id=structure_id, device=label)
                record(kind=kind, by=actor, now=now, detail=detail)
