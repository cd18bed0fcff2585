"""Sessions in the database, as Django keeps them; read at each request, hence by a question written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from palier.core.questions import Question, columns_of

_OPEN = Question(
    "SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = :key AND expire_date > :now",
    columns_of(Session),
    across=True,
)


class SessionStore(db.SessionStore):
    """Django's own, save for how an open session is found."""

    def _get_session_from_db(self) -> Session | None:
        # Django's own hook, absent from its published types.
        found = _OPEN.records(Session, key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
