"""Tell the browsers and phones of an account apart, and close them."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpRequest

from palier.accounts.models import Device, User
from palier.core.questions import Question, columns_of, names_of

SESSION_KEY = "device"
_COLUMNS = columns_of(Device)
_OPEN = Question(
    f"SELECT {names_of(_COLUMNS)} FROM accounts_device WHERE id = :id AND user_id = :user AND closed_at IS NULL",  # noqa: S608
    _COLUMNS,
    across=True,
)
# Writing at each request would cost more than the minute is worth.
SEEN_EVERY = timedelta(minutes=5)
# The first that matches names it: Edge and Opera say Chrome too, and Chrome says Safari.
BROWSERS = (
    (r"Edg", "Edge"),
    (r"OPR/", "Opera"),
    (r"SamsungBrowser", "Navigateur Samsung"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrom|CriOS", "Chrome"),
    (r"Safari", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android.*Mobile", "téléphone Android"),
    (r"Android", "tablette Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"Linux|X11|CrOS", "Linux"),
)


def device_label(user_agent: str) -> str:
    """Return words that its owner recognises: « Firefox sur Windows ». For the eye only, it can be forged."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), "Navigateur")
    system = next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "")
    return f"{browser} sur {system}" if system else f"{browser}, appareil inconnu"


def open_device(request: HttpRequest, user: User, *, now: datetime) -> Device:
    """Write this browser among those of ``user``, and tie the session to it."""
    device = Device.objects.create(user=user, label=label_of(request), last_seen_at=now)
    tie_device(request, device)
    return device


def label_of(request: HttpRequest) -> str:
    """Return the label of the browser a request comes from."""
    return device_label(request.headers.get("User-Agent", ""))


def tie_device(request: HttpRequest, device: Device) -> None:
    """Tie the session to ``device``: closing the one shuts out the other."""
    request.session[SESSION_KEY] = str(device.pk)


def is_tied(request: HttpRequest, device: Device) -> bool:
    """Tell whether the session is still that of ``device``: no log-out, no other log-in since."""
    return bool(request.session.get(SESSION_KEY) == str(device.pk))


def device_of(request: HttpRequest, user: User, *, now: datetime) -> Device | None:
    """Return the browser this session is tied to, written on the first request of a log-in; None if it was closed."""
    kept = request.session.get(SESSION_KEY)
    if kept is None:
        return open_device(request, user, now=now)
    device = next(iter(_OPEN.records(Device, id=UUID(kept), user=user.pk)), None)
    if device is not None and now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
    return device


def browsers_of(user: User, *, now: datetime) -> QuerySet[Device]:
    """Return the browsers from which ``user`` may still be logged in, last seen first; phones are not among them."""
    # A session ends this long after its last writing: one not seen since cannot be open.
    since = now - timedelta(seconds=settings.SESSION_COOKIE_AGE) - SEEN_EVERY
    browsers = Device.objects.filter(user=user, is_phone=False, closed_at=None, last_seen_at__gte=since)
    return browsers.order_by("-last_seen_at", "id")


def leave(request: HttpRequest) -> None:
    """End the session of a closed device."""
    logout(request)


def close_devices(devices: Iterable[Device], *, now: datetime) -> int:
    """Refuse these devices from their next request on; return how many were still open."""
    keys = [device.pk for device in devices]
    return Device.objects.filter(pk__in=keys, closed_at=None).update(closed_at=now)
