"""« Mes appareils » : what one is logged in from, and how to close it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palier.accounts.models import Device, User
from palier.structures.actions.devices import close_own_devices
from palier.structures.permissions import actor_of
from palier.structures.queries.phones import device_among, devices_of_user, phones_of_member
from palier.structures.routes import MEMBER, PUBLIC, route
from palier.structures.views.phone_entrance import phone_of_request


def _own_devices(request: HttpRequest) -> list[Device]:
    """Return the devices that this one may see and close; a phone, easily lost, only its member's phones."""
    assert isinstance(request.user, User)
    phone, now = phone_of_request(request), timezone.now()
    return phones_of_member(phone.membership, now=now) if phone else devices_of_user(request.user, now=now)


def _this_one(request: HttpRequest) -> Device:
    device: Device = getattr(request, "device")  # noqa: B009 (set by the middleware, unknown to the type)
    return device


@never_cache
@require_safe
@route(MEMBER)
def device_list(request: HttpRequest) -> HttpResponse:
    """Show one's phones and browsers: label, since when, last seen, which one this is."""
    context = {"devices": _own_devices(request), "current": _this_one(request), "phone": phone_of_request(request)}
    return render(request, "structures/device_list.html", context)


@require_POST
@route(MEMBER)
def device_close(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Close another of one's devices. For this one, there is the way out, which asks first."""
    device = device_among(_own_devices(request), device_id)
    if device is None or device == _this_one(request):
        raise Http404
    close_own_devices(devices=[device], by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {device.label} » est déconnecté : sa prochaine demande sera refusée.")
    return redirect("structures:device-list")


@require_POST
@route(MEMBER)
def device_close_others(request: HttpRequest) -> HttpResponse:
    """Close all one's devices but this one."""
    others = [device for device in _own_devices(request) if device != _this_one(request)]
    count = close_own_devices(devices=others, by=actor_of(request), now=timezone.now())
    plural = "s" if count > 1 else ""
    messages.success(request, f"{count} appareil{plural} déconnecté{plural}. Celui-ci reste connecté.")
    return redirect("structures:device-list")


@never_cache
@require_safe
@route(PUBLIC)
def device_closed(request: HttpRequest) -> HttpResponse:
    """Say to a device that was shut out what happened, and how to come back."""
    return render(request, "structures/device_closed.html")
