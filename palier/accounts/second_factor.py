"""The second factor of an account: whether it has one, and whether it was shown a moment ago."""

from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from palier.accounts.models import User

# Recovery codes alone are no factor: they only replace one that was lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user: User | AnonymousUser) -> set[str]:
    """Return the kinds of second factor of an account: "totp", "webauthn", both or none."""
    if not isinstance(user, User):
        return set()
    return set(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True))


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Tell whether an account has an authenticator app or a passkey."""
    return bool(factors_of(user))


def remove_factors(user: User) -> int:
    """Erase every factor and recovery code of an account whose owner lost them; return how many there were.

    The caller has checked, face to face, that it is the right person.
    """
    erased: int = Authenticator.objects.filter(user=user).delete()[0]
    return erased


def shown_in_session(request: HttpRequest) -> bool:
    """Tell whether this session ever showed a second factor of the account.

    That the account has one is not enough: a session opened by the password alone may be older than the factor.
    """
    if not isinstance(request.user, User):
        return False
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def recently_confirmed(request: HttpRequest, minutes: int = 5) -> bool:
    """Tell whether this session showed a second factor in the last ``minutes``.

    A code, a recovery code or a passkey counts, at the log-in as well as later.
    """
    if not isinstance(request.user, User):
        return False
    since = timezone.now() - timedelta(minutes=minutes)
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] > since.timestamp() for record in records)


def confirm_url(request: HttpRequest) -> str:
    """Return where to show the second factor again, or to set up a first one; both come back to this page."""
    factors = factors_of(request.user)
    if Authenticator.Type.TOTP in factors:
        name = "mfa_reauthenticate"
    else:
        name = "mfa_reauthenticate_webauthn" if factors else "mfa_index"
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: _way_back(request)})}"


def _way_back(request: HttpRequest) -> str:
    """Return the path of this page, or of the page whose form was sent: an address cannot send a form again."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="", fragment="").geturl() or "/"
