"""How allauth behaves here: who may log in, how often one may try, what is said."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from palier.accounts.limits import LOGIN_BY_ACCOUNT, LOGIN_BY_ADDRESS, network_of
from palier.accounts.models import User
from palier.accounts.second_factor import factors_of, recently_confirmed

METHOD_WORDS = {
    "reauthenticate": "Donner mon mot de passe",
    "mfa_reauthenticate": "Donner un code",
    "mfa_reauthenticate:webauthn": "Utiliser une clé d'accès",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a structure; nobody signs up alone. Tries are counted in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        # The same words whether the address is unknown, the password wrong or the account closed.
        "email_password_mismatch": "Cette adresse et ce mot de passe n'ouvrent aucun compte. Vérifiez l'un et l'autre.",
        "incorrect_password": "Ce n'est pas le bon mot de passe.",
        "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at. Raises ValidationError past the limits."""
        self._tried_at = timezone.now()
        account = _account_subject(credentials)
        # Looked at first, without a write: who insists on a closed door neither shuts out the whole centre, which
        # shares one address, nor keeps the database busy.
        LOGIN_BY_ACCOUNT.check(account, now=self._tried_at)
        LOGIN_BY_ADDRESS.take(network_of(request), now=self._tried_at)
        LOGIN_BY_ACCOUNT.take(account, now=self._tried_at)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the account whose password this is, or None; a closed account is answered like a wrong password."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None:
            return None
        if not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        LOGIN_BY_ACCOUNT.forget(_account_subject(credentials))
        # Only this try: someone with an account of their own must not wipe the count of the others they attack.
        LOGIN_BY_ADDRESS.give_back(network_of(request), at=self._tried_at)
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Tell whether ``password`` is that of ``user``; counted like a log-in."""
        assert isinstance(user, User)
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change the password; who was locked out by wrong tries may come in at once with the new one."""
        super().set_password(user, password)
        assert isinstance(user, User)
        LOGIN_BY_ACCOUNT.forget(_account_subject({"email": user.email}))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask nothing again of who just showed a second factor, were it to log in."""
        return bool(super().is_reauthentication_required(app=app)) and not recently_confirmed(self.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Return the ways to show again who one is: a second factor when there is one, else the password."""
        methods = super().get_reauthentication_methods(user)
        chosen = [method for method in methods if method["id"] != "reauthenticate"] or methods
        if Authenticator.Type.TOTP not in factors_of(user):
            # Without an app the only codes left are those of rescue: the passkey comes first.
            chosen.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
        return [{**method, "description": METHOD_WORDS[method["id"]]} for method in chosen]


def _account_subject(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or "").strip().lower()
