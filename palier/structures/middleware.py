"""Find from which structure and which device a request acts; open the scope of this structure around the view."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from palier.accounts.devices import device_of, leave
from palier.accounts.models import Device, User
from palier.core.tenancy import across_structures, structure_scope, within_scope
from palier.structures.models import EnrolledPhone, Membership
from palier.structures.routes import forbidden_json

STRUCTURE_KEY = "structure"
UNLOCKED_KEY = "unlocked_at"
IDLE = timedelta(minutes=15)
# The session is written at most this often while a phone is in use.
NOTED_EVERY = timedelta(minutes=1)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CurrentStructureMiddleware:
    """Set ``request.device``, ``.membership`` and ``.memberships``; refuse closed devices, lock idle phones."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        place = cast("Any", request)  # these attributes are the middleware's own
        place.device, place.membership, place.memberships = None, None, []
        if not isinstance(request.user, User):
            return self.get_response(request)
        now = timezone.now()
        place.device = device_of(request, request.user, now=now)
        if place.device is None:
            leave(request)
            return _turned_away(request, "Cet appareil a été fermé.", "structures:device-closed")
        if place.device.is_phone:
            phone = phone_of(place.device, now=now)
            if phone is None:
                leave(request)
                return _turned_away(request, "Cet appareil a été fermé.", "structures:device-closed")
            place.phone = phone
            if is_locked(request, phone, now=now) and not _may_stay_locked(request):
                return _turned_away(request, "Ce téléphone attend son code.", "structures:phone-unlock")
            place.membership = phone.membership
            place.membership.on_phone = True
            place.memberships = [place.membership]
        else:
            place.memberships = active_memberships(request.user)
            place.membership = _chosen(request, place.memberships)
        return self._scoped(request, place.membership)

    def _scoped(self, request: HttpRequest, membership: Membership | None) -> HttpResponseBase:
        if membership is None:
            return self.get_response(request)
        with structure_scope(membership.structure_id):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = within_scope(
                membership.structure_id, cast("Iterable[bytes]", response.streaming_content)
            )
        return response


def active_memberships(user: User) -> list[Membership]:
    """Return the places of ``user``, oldest first, each with its structure."""
    # No scope can be open yet: this is what opens it.
    with across_structures():
        places = Membership.objects.filter(user=user, ended_at=None, user__is_active=True)
        return list(places.select_related("structure").order_by("created_at", "id"))


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
    if phone.is_blocked or last is None or now - last > IDLE:
        return True
    if now - last > NOTED_EVERY:
        request.session[UNLOCKED_KEY] = now.isoformat()
    return False


def _may_stay_locked(request: HttpRequest) -> bool:
    return request.path in {reverse("structures:phone-unlock"), reverse("account_logout")}


def _chosen(request: HttpRequest, memberships: list[Membership]) -> Membership | None:
    kept = request.session.get(STRUCTURE_KEY)
    wanted = UUID(kept) if kept else None
    return next((place for place in memberships if place.structure_id == wanted), next(iter(memberships), None))


def _turned_away(request: HttpRequest, detail: str, name: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return forbidden_json(detail)
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
