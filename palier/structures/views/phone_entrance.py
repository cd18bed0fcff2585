"""For who holds the phone: come in by a code, unlock, leave."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from palier.accounts.devices import label_of, tie_device
from palier.accounts.limits import Limit, network_of
from palier.accounts.models import User
from palier.audit.actor import Actor
from palier.core.errors import too_many
from palier.structures.actions.devices import close_own_devices
from palier.structures.actions.phones import CodeNoLongerValidError, enter_phone
from palier.structures.actions.pins import PhoneBlockedError, WrongPinError, unlock_phone
from palier.structures.forms.phones import EntranceForm, PinForm, UnlockForm
from palier.structures.middleware import UNLOCKED_KEY, is_locked
from palier.structures.models import EnrolledPhone, EnrolmentCode
from palier.structures.permissions import actor_of
from palier.structures.queries.phones import code_with_token
from palier.structures.routes import MEMBER, TOKEN, route

form_page = require_http_methods(["GET", "HEAD", "POST"])
# Wrong secrets alone count: a whole centre scans from one address.
WRONG_CODES = Limit("phone-code", 20, 300)
# Why a code lets nobody in, and the status of the page that says so.
REFUSALS = {"used": 410, "cancelled": 410, "expired": 410, "elsewhere": 403, "unknown": 404}


def phone_of_request(request: HttpRequest) -> EnrolledPhone | None:
    """Return the enrolled phone that a request comes from; None for a browser."""
    return cast("EnrolledPhone | None", getattr(request, "phone", None))


@never_cache
@form_page
@route(TOKEN)
def phone_enter(request: HttpRequest, structure_id: UUID, token: str) -> HttpResponse:
    """Show what to type to come in by a code; what is sent uses it up. Reading the page never does."""
    now, network = timezone.now(), network_of(request)
    if not WRONG_CODES.is_free(network, now=now):
        return too_many(request, retry_after=WRONG_CODES.seconds)
    code = code_with_token(token)
    if code is None:
        return _refused(request, "unknown")
    WRONG_CODES.give_back(network, at=now)
    refusal = _refusal(code, structure_id, now=now)
    if refusal:
        return _refused(request, refusal)
    form = (PinForm if code.membership_id else EntranceForm)(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(
            request, "structures/phone_enter.html", {"form": form, "structure": code.structure}, status=status
        )
    name, pin = form.cleaned_data.get("name", ""), form.cleaned_data["pin"]
    try:
        phone = enter_phone(code=code, name=name, pin=pin, label=label_of(request), now=now)
    except CodeNoLongerValidError:
        # Another phone was faster, or the lead cancelled: read again, the code says which.
        ended = code_with_token(token)
        return _refused(request, (_refusal(ended, structure_id, now=now) if ended else "") or "cancelled")
    _open_session(request, phone, now=now)
    return redirect("structures:phone-welcome")


def _refusal(code: EnrolmentCode, structure_id: UUID, *, now: datetime) -> str:
    """Return why ``code`` lets nobody in at the address of ``structure_id``, or nothing."""
    if code.structure_id != structure_id:
        return "elsewhere"
    member = code.membership
    if member is not None and not (member.is_active and member.user.is_active):
        return "cancelled"
    state = code.state(now).value
    return "" if state == "waiting" else state


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "structures/phone_refused.html", {"why": why}, status=REFUSALS[why])


def _open_session(request: HttpRequest, phone: EnrolledPhone, *, now: datetime) -> None:
    """Log the phone in, until its enrolment ends, unlocked: the PIN was typed just now."""
    logout(request)  # whoever was here, the session starts anew
    login(request, phone.membership.user)
    tie_device(request, phone.device)
    # A duration, not a date: the session keeps a number. It cannot outlive the enrolment, asked at each request.
    request.session.set_expiry(int((phone.expires_at - now) / timedelta(seconds=1)))
    request.session[UNLOCKED_KEY] = now.isoformat()


@never_cache
@require_safe
@route(MEMBER)
def phone_welcome(request: HttpRequest) -> HttpResponse:
    """Say what this phone may do, when it asks its PIN, how to find it again."""
    phone = phone_of_request(request)
    if phone is None:
        return redirect("structures:device-list")
    return render(request, "structures/phone_welcome.html", {"phone": phone})


@never_cache
@form_page
@route(MEMBER)
def phone_unlock(request: HttpRequest) -> HttpResponse:
    """Ask the PIN of an idle phone, then go on; say who can help when it is blocked."""
    phone, now, wanted = phone_of_request(request), timezone.now(), _wanted(request)
    if phone is None or not is_locked(request, phone, now=now):
        return redirect(wanted)
    form = UnlockForm(request.POST or None)
    if not phone.is_blocked and form.is_valid():
        try:
            unlock_phone(phone=phone, pin=form.cleaned_data["pin"], by=_actor(request, phone), now=now)
        except WrongPinError as error:
            form.add_error("pin", str(error))
        except PhoneBlockedError:
            return render(request, "structures/phone_blocked.html", {"phone": phone}, status=403)
        else:
            request.session[UNLOCKED_KEY] = now.isoformat()
            return redirect(wanted)
    if phone.is_blocked:
        return render(request, "structures/phone_blocked.html", {"phone": phone}, status=403)
    context = {"form": form, "next": wanted}
    return render(request, "structures/phone_unlock.html", context, status=422 if form.is_bound else 200)


def _wanted(request: HttpRequest) -> str:
    """Return where to go once unlocked: a path of this instance, or the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own, is_https = {request.get_host()}, request.is_secure()
    # A word without a slash would be taken for the name of a view.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=own, require_https=is_https):
        return wanted
    return reverse("dashboard:today")


def _actor(request: HttpRequest, phone: EnrolledPhone) -> Actor:
    """Return who types the PIN: a locked phone has no place yet to act from."""
    assert isinstance(request.user, User)
    return Actor(
        id=str(request.user.pk),
        name=phone.membership.name,
        structure_id=phone.structure_id,
        device=phone.device.label,
    )


@never_cache
@form_page
@route(MEMBER)
def phone_leave(request: HttpRequest) -> HttpResponse:
    """Ask before a phone goes out: only a new code brings it back."""
    phone = phone_of_request(request)
    if phone is None:
        return redirect("account_logout")
    if request.method != "POST":
        return render(request, "structures/phone_leave.html", {"phone": phone})
    by = actor_of(request) if getattr(request, "membership", None) else _actor(request, phone)
    close_own_devices(devices=[phone.device], by=by, now=timezone.now())
    logout(request)
    messages.success(request, "Ce téléphone est sorti de Palier.")
    return redirect("structures:device-closed")
