"""How an account is found again at each request; passwords and the rest are allauth's."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from palier.accounts.models import User
from palier.core.questions import Question, columns_of, names_of

_COLUMNS = columns_of(User)
_KNOWN = Question(f"SELECT {names_of(_COLUMNS)} FROM accounts_user WHERE id = :id", _COLUMNS, across=True)  # noqa: S608


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, save for how a known account is read."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return an account that may still log in."""
        found = _KNOWN.records(User, id=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
