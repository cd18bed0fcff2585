"""The limits of tries of the account pages: which key, how many, over how long."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from palier.accounts import throttling


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` tries in any ``seconds``, for each subject: an address, an account. ``name`` tells it apart."""

    name: str
    count: int
    seconds: int

    def key(self, subject: str) -> str:
        """Return the key of one subject in the table of throttles."""
        return f"{self.name}:{subject}"

    def take(self, subject: str, *, now: datetime) -> None:
        """Count one try. Raises ValidationError, which says when to come back, when there were too many."""
        if not self.is_free(subject, now=now):
            raise ValidationError(too_many(self._seconds_left(subject, now=now)), code="too_many")

    def check(self, subject: str, *, now: datetime) -> None:
        """Raise ValidationError when a try would be one too many; count nothing."""
        left = self._seconds_left(subject, now=now)
        if left > 0:
            raise ValidationError(too_many(left), code="too_many")

    def is_free(self, subject: str, *, now: datetime) -> bool:
        """Count one try and return True; return False when there were too many."""
        return throttling.take(key=self.key(subject), limit=self.count, seconds=self.seconds, now=now)

    def forget(self, subject: str) -> None:
        """Start again from zero: the right answer was given."""
        throttling.forget(self.key(subject))

    def give_back(self, subject: str, *, at: datetime) -> None:
        """Take one good try out of the count."""
        throttling.give_back(key=self.key(subject), at=at)

    def _seconds_left(self, subject: str, *, now: datetime) -> int:
        return throttling.seconds_left(key=self.key(subject), limit=self.count, seconds=self.seconds, now=now)


# Five wrong tries in five minutes (ASVS 5, 6.3.1); an address is shared by a whole centre, hence thirty.
LOGIN_BY_ACCOUNT = Limit("login-account", 5, 300)
LOGIN_BY_ADDRESS = Limit("login-address", 30, 300)
CODE_BY_ACCOUNT = Limit("code-account", 5, 300)
# A code is good once, wherever it is sent: it lives 90 seconds at most.
CODE_ONCE = Limit("code-once", 1, 90)
RESET_BY_ACCOUNT = Limit("reset-account", 5, 3600)
RESET_BY_ADDRESS = Limit("reset-address", 20, 3600)


def too_many(seconds: int) -> str:
    """Return the French sentence that says to wait, in minutes rounded up."""
    minutes = max(1, ceil(seconds / 60))
    unit = "minute" if minutes == 1 else "minutes"
    return f"Trop d'essais en peu de temps. Rien n'est bloqué pour de bon : réessayez dans {minutes} {unit}."


def network_of(request: HttpRequest) -> str:
    """Return the address a request came from, or its /64 in IPv6: one line there has billions of addresses."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, IPv6Address):
        # A server that listens on both sees IPv4 as ::ffff:192.0.2.7: all in one /64, one line would shut out the rest.
        mapped = address.ipv4_mapped
        if mapped is None:
            return str(ip_network((int(address), 64), strict=False))
        address = mapped
    return str(ip_network((int(address), 32)))
