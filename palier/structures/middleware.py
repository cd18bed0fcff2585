"""Find from which structure and which device a request acts; open the scope of this structure around the view."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from palier.accounts.devices import SESSION_KEY as DEVICE_KEY
from palier.accounts.devices import close_devices, device_of, is_tied, leave
from palier.accounts.models import Device, User
from palier.core.questions import Question, columns_of, names_of, record_of
from palier.core.tenancy import across_structures, structure_scope, within_scope
from palier.structures.models import EnrolledPhone, Membership, Structure
from palier.structures.routes import forbidden_json

STRUCTURE_KEY = "structure"
UNLOCKED_KEY = "unlocked_at"
# Read and erased by scripts of the pages kept for when there is no network.
LEFT_COOKIE = "palier_sorti"
IDLE = timedelta(minutes=15)
# The session is written at most this often while a phone is in use.
NOTED_EVERY = timedelta(minutes=1)
# What a phone may open before its PIN: the PIN's page, the way out, and a new code for who forgot the PIN.
OPEN_WHILE_LOCKED = frozenset(
    {"structures:phone-unlock", "structures:phone-leave", "structures:phone-enter", "structures:device-closed"}
)
OPEN_WHILE_CLOSED = frozenset({"structures:phone-enter", "structures:device-closed"})
# What a phone wrote comes in even then; nothing comes down (palier/mobile/permissions.py reads ``upload_only``). A call
# for help does not wait for a code either.
UPLOADS = frozenset({"api:sync", "api:help"})
# Passwords, second factors and the rest of the account: a PIN of six digits opens none of it.
ACCOUNT_PAGES = ("account_", "mfa_")
LOST = (
    "Ce que vous veniez d'envoyer n'a pas été enregistré : ce téléphone attendait son code. "
    "Après le code, vérifiez et envoyez de nouveau."
)

# At each request, before any scope is open: this is what opens it.
_PLACE, _STRUCTURE = columns_of(Membership), columns_of(Structure)
_PLACES = Question(
    f"SELECT {names_of(_PLACE, 'place')}, {names_of(_STRUCTURE, 'structure')}"  # noqa: S608
    " FROM structures_membership place JOIN structures_structure structure ON structure.id = place.structure_id"
    " JOIN accounts_user account ON account.id = place.user_id"
    " WHERE place.user_id = :user AND place.ended_at IS NULL AND account.is_active"
    " ORDER BY place.created_at, place.id",
    [*_PLACE, *_STRUCTURE],
    across=True,
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CurrentStructureMiddleware:
    """Set ``device``, ``phone``, ``membership``, ``memberships``; refuse closed devices, lock idle phones."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        place = cast("Any", request)  # these attributes are the middleware's own
        place.device, place.phone, place.membership, place.memberships = None, None, None, []
        place.upload_only = ""
        if not isinstance(request.user, User):
            return self.get_response(request)
        now = timezone.now()
        device = device_of(request, request.user, now=now)
        phone = phone_of(device, now=now) if device is not None and device.is_phone else None
        if device is None or (device.is_phone and phone is None):
            return self._from_closed(request)
        place.device, place.phone = device, phone
        response = self._from_browser(request) if phone is None else self._from_phone(request, phone, now=now)
        if not is_tied(request, device):
            # Logged out, or somebody else came in: nobody can be behind this device any more.
            close_devices([device], now=now)
            _mark_left(response)
        if not response.has_header("Cache-Control"):
            # A phone is lent and lost, the computer of a front desk is shared: the « back » button must not show names
            # after the lock, the closing or the log-out.
            add_never_cache_headers(response)
        return response

    def _from_browser(self, request: HttpRequest) -> HttpResponseBase:
        place = cast("Any", request)
        place.memberships = active_memberships(place.user)
        place.membership = _chosen(request, place.memberships)
        if place.membership is None:
            return self._from_past(request) if _view_name(request) in UPLOADS else self.get_response(request)
        return self._scoped(request, place.membership.structure_id)

    def _from_past(self, request: HttpRequest) -> HttpResponseBase:
        """Let somebody who left send what they wrote before: the structure decides what becomes of it."""
        place = cast("Any", request)
        place.membership, place.upload_only = _past_place(request, place.user), "closed"
        if place.membership is None:
            return self.get_response(request)
        return self._scoped(request, place.membership.structure_id)

    def _from_phone(self, request: HttpRequest, phone: EnrolledPhone, *, now: datetime) -> HttpResponseBase:
        name = _view_name(request)
        if name == "account_logout":
            return redirect("structures:phone-leave")
        is_upload = name in UPLOADS
        locked = is_locked(request, phone, now=now)
        if locked and not is_upload:
            if name not in OPEN_WHILE_LOCKED:
                return _sent_to_pin(request)
        elif name.startswith(ACCOUNT_PAGES):
            messages.info(request, "Le mot de passe et la double vérification se règlent sur un ordinateur.")
            return redirect("structures:device-list")
        else:
            place = cast("Any", request)
            place.membership = phone.membership
            place.membership.on_phone = True
            place.memberships = [place.membership]
            place.upload_only = "code" if locked else ""
        return self._scoped(request, phone.structure_id)

    def _from_closed(self, request: HttpRequest) -> HttpResponseBase:
        """Shut the session; the page of a new code opens all the same, as to anybody."""
        if _view_name(request) in UPLOADS:
            return self._from_past(request)
        leave(request)
        if _view_name(request) in OPEN_WHILE_CLOSED:
            return self.get_response(request)
        if _is_api(request):
            return forbidden_json("Cet appareil a été fermé.", reason="closed")
        return _redirected(request, reverse("structures:device-closed"))

    def _scoped(self, request: HttpRequest, structure_id: UUID) -> HttpResponseBase:
        with structure_scope(structure_id):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = within_scope(structure_id, cast("Iterable[bytes]", response.streaming_content))
        return response


def _mark_left(response: HttpResponseBase) -> None:
    """Tell the pages that this browser keeps for when there is no network: what they hold is nobody's to see now."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(LEFT_COOKIE, "1", max_age=timedelta(days=365), secure=secure, samesite="Lax")


def active_memberships(user: User) -> list[Membership]:
    """Return the places of ``user``, oldest first, each with its structure."""
    # No scope can be open yet: this is what opens it.
    found = []
    for row in _PLACES.ask(user=user.pk):
        place = record_of(Membership, _PLACE, row[: len(_PLACE)])
        place.structure = record_of(Structure, _STRUCTURE, row[len(_PLACE) :])
        found.append(place)
    return found


def phone_of(device: Device, *, now: datetime) -> EnrolledPhone | None:
    """Return the enrolment of a phone with its member and structure; None once it expired or its member left."""
    # A phone is known by its device alone, before any scope is open.
    with across_structures():
        phones = EnrolledPhone.objects.filter(device=device, expires_at__gt=now, membership__ended_at=None)
        return phones.select_related("membership__structure", "membership__user").first()


def is_locked(request: HttpRequest, phone: EnrolledPhone, *, now: datetime) -> bool:
    """Tell whether the PIN must be typed: never typed yet, idle for a quarter of an hour, or blocked."""
    kept = request.session.get(UNLOCKED_KEY)
    last = datetime.fromisoformat(kept) if kept else None
    # A clock set back must not leave the phone open for as long again: hence the absolute value.
    if phone.is_blocked or last is None or abs(now - last) > IDLE:
        return True
    if now - last > NOTED_EVERY:
        request.session[UNLOCKED_KEY] = now.isoformat()
    return False


def _chosen(request: HttpRequest, memberships: list[Membership]) -> Membership | None:
    kept = request.session.get(STRUCTURE_KEY)
    wanted = UUID(kept) if kept else None
    return next((place for place in memberships if place.structure_id == wanted), next(iter(memberships), None))


def _past_place(request: HttpRequest, user: User) -> Membership | None:
    """Return the place from which a closed device was used, whoever left since; None when nobody knows."""
    # No scope can be open: this is what opens it.
    with across_structures():
        kept = request.session.get(DEVICE_KEY)
        phones = EnrolledPhone.objects.filter(device=UUID(kept) if kept else None, membership__user=user)
        phone = phones.select_related("membership__structure").first()
        if phone is not None:
            return phone.membership
        wanted = request.session.get(STRUCTURE_KEY)
        places = Membership.objects.filter(user=user).select_related("structure")
        mine = places.filter(structure=UUID(wanted)) if wanted else places.order_by("-ended_at", "id")
        return mine.first()


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _sent_to_pin(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return forbidden_json("Ce téléphone attend son code.", reason="code")
    if request.method not in {"GET", "HEAD"}:
        messages.warning(request, LOST)
    return _redirected(request, f"{reverse('structures:phone-unlock')}?{urlencode({'next': _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    """Return the path of this page; of the one it belongs to when this is a part of a page, or what a form sent."""
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="", fragment="").geturl() or "/"


def _redirected(request: HttpRequest, address: str) -> HttpResponse:
    """Send to another page; htmx is told to leave the page, or it would put that page into a part of this one."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
