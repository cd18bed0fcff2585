"""For who leads: show a code, follow it, look after the phones of the structure."""

from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palier.core.qr import qr_picture
from palier.structures.actions.devices import revoke_device
from palier.structures.actions.phones import cancel_code, show_code
from palier.structures.actions.pins import release_phone
from palier.structures.enums import Permission
from palier.structures.forms.phones import CodeForm, NewPhoneForm
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.phone_tokens import token_of
from palier.structures.queries.phones import device_among, devices_of_member, phones_of_structure
from palier.structures.routes import route

PER_PAGE = 50


def _place(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route's decorator lets nobody else in
    return membership


@require_safe
@route(Permission.PHONES_ENROL)
def phone_list(request: HttpRequest) -> HttpResponse:
    """List the phones that open the structure: whose, since when, last seen, until when, blocked or not."""
    phones = phones_of_structure(_place(request).structure, now=timezone.now())
    page = Paginator(phones, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": CodeForm(), "place": _place(request)}
    return render(request, "structures/phone_list.html", context)


@require_POST
@route(Permission.PHONES_ENROL)
def phone_code_new(request: HttpRequest) -> HttpResponse:
    """Make a code, for somebody new or for a member's new phone, and go to the page that shows it."""
    form = NewPhoneForm(request.POST) if "member" in request.POST else CodeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce choix n'existe pas. Rien n'est perdu : choisissez de nouveau.")
        return redirect("structures:phone-list")
    wanted, place = form.cleaned_data.get("member"), _place(request)
    code = show_code(
        structure=place.structure,
        shown_by=place,
        for_member=get_object_or_404(Membership.objects.filter(ended_at=None), pk=wanted) if wanted else None,
        status=form.cleaned_data.get("status", ""),
        by=actor_of(request),
        now=timezone.now(),
    )
    return redirect(code)


@never_cache
@require_safe
@route(Permission.PHONES_ENROL)
def phone_code(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """Show a code while it waits, then who came in. htmx asks for the part that changes every three seconds."""
    codes = EnrolmentCode.objects.select_related("structure", "membership", "used_by")
    code, now = get_object_or_404(codes, pk=code_id), timezone.now()
    enter = reverse("structures:phone-enter", args=[code.structure_id, token_of(code.pk)])
    address = urljoin(settings.BASE_URL or request.build_absolute_uri("/"), enter)
    context = {
        "code": code,
        "state": code.state(now).value,
        "minutes": max(1, -(-int((code.expires_at - now).total_seconds()) // 60)),
        "address": address,
        "is_part": bool(getattr(request, "htmx", False)),
    }
    if context["is_part"]:
        return render(request, "structures/phone_code_state.html", {**context, "picture": qr_picture(address)})
    return render(request, "structures/phone_code.html", {**context, "picture": qr_picture(address)})


@require_POST
@route(Permission.PHONES_ENROL)
def phone_code_cancel(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """Refuse a code from now on."""
    code = get_object_or_404(EnrolmentCode.objects.all(), pk=code_id)
    if cancel_code(code=code, now=timezone.now()):
        messages.success(request, "Le code est annulé : plus aucun téléphone n'entrera avec lui.")
        return redirect("structures:phone-list")
    messages.warning(request, "Trop tard pour annuler : voici ce qu'est devenu ce code.")
    return redirect(code)


@require_POST
@route(Permission.PHONES_ENROL)
def phone_release(request: HttpRequest, phone_id: UUID) -> HttpResponse:
    """Give a blocked phone its five tries back."""
    phones = EnrolledPhone.objects.filter(membership__ended_at=None, device__closed_at=None)
    phone = get_object_or_404(phones.select_related("device", "membership"), pk=phone_id)
    if release_phone(phone=phone, by=actor_of(request), now=timezone.now()):
        messages.success(request, f"Le téléphone de {phone.membership.name} est débloqué. Son code n'a pas changé.")
    else:
        messages.info(request, "Ce téléphone n'était pas bloqué.")
    return redirect("structures:phone-list")


@require_POST
@route(Permission.PHONES_ENROL)
def member_device_close(request: HttpRequest, member_id: UUID, device_id: UUID) -> HttpResponse:
    """Shut out a phone or a browser of a member of this structure, from its next request on."""
    members = Membership.objects.filter(ended_at=None).select_related("user")
    member, now = get_object_or_404(members, pk=member_id), timezone.now()
    device = device_among(devices_of_member(member, now=now), device_id)
    if device is None:
        raise Http404
    revoke_device(device=device, member=member, by=actor_of(request), now=now)
    done = f"« {device.label} », de {member.name}, est déconnecté : sa prochaine demande sera refusée."
    messages.success(request, done)
    return redirect("structures:phone-list" if "from_list" in request.POST else member)
