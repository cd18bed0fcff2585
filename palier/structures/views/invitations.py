"""Invite by e-mail, look after the invitations, accept one."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.accounts.devices import device_label
from palier.accounts.limits import Limit, network_of
from palier.accounts.models import User
from palier.core.errors import too_many
from palier.structures.actions.invitations import (
    AccountExists,
    AlreadyInvited,
    AlreadyMember,
    InvitationClosed,
    accept_with_account,
    accept_with_new_account,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from palier.structures.actions.leads import RoleRefused
from palier.structures.enums import Permission, Role
from palier.structures.forms.invitations import InvitationForm, NewAccountForm
from palier.structures.invitation_tokens import invitation_link, token_of
from palier.structures.middleware import STRUCTURE_KEY
from palier.structures.models import Invitation, Membership
from palier.structures.permissions import actor_of, needs_second_factor
from palier.structures.queries.invitations import has_account, invitation_of, waiting_invitations
from palier.structures.queries.rights import roles_explained
from palier.structures.routes import TOKEN, route
from palier.structures.views.members import place_of

# A team is invited in an afternoon; a stolen account must not send letters to a whole town.
SENT_BY_STRUCTURE = Limit("invitation-sent", 60, 3600)
UNKNOWN_BY_ADDRESS = Limit("invitation-unknown", 20, 300)
GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.MEMBERS_MANAGE)
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody; then show the link, this once, to hand it over by other means."""
    place = place_of(request)
    form = InvitationForm(request.POST or None, invited_by=place)
    if request.method == "POST" and form.is_valid():
        try:
            SENT_BY_STRUCTURE.take(str(place.structure_id), now=timezone.now())
            invitation = invite(
                structure=place.structure,
                **form.cleaned_data,
                invited_by=place,
                by=actor_of(request),
                now=timezone.now(),
                origin=_origin(request),
            )
        except (AlreadyMember, AlreadyInvited) as refusal:
            form.add_error("email", str(refusal))
        except RoleRefused as refusal:
            form.add_error("role", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _show_link(request, invitation)
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/invitation_new.html", {"form": form}, status=status)


@require_safe
@route(Permission.MEMBERS_MANAGE)
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Show the invitations that wait for an answer."""
    waiting = waiting_invitations(place_of(request).structure)
    return render(request, "structures/invitation_list.html", {"invitations": waiting, "now": timezone.now()})


@require_POST
@route(Permission.MEMBERS_MANAGE)
def invitation_resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link; the old one ends."""
    place = place_of(request)
    invitation = _invitation(place, invitation_id)
    try:
        SENT_BY_STRUCTURE.take(str(place.structure_id), now=timezone.now())
        sent = resend_invitation(
            invitation=invitation,
            resent_by=place,
            by=actor_of(request),
            now=timezone.now(),
            origin=_origin(request),
        )
    except (InvitationClosed, RoleRefused) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        return _show_link(request, sent)
    return redirect("structures:invitation-list")


@require_POST
@route(Permission.MEMBERS_MANAGE)
def invitation_withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(place_of(request), invitation_id)
    try:
        withdraw_invitation(invitation=invitation, by=actor_of(request), now=timezone.now())
    except InvitationClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"L'invitation de {invitation.name} est retirée : son lien ne marche plus.")
    return redirect("structures:invitation-list")


@require_http_methods(["GET", "HEAD", "POST"])
@route(TOKEN)
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites, where and as what; then open the account, or give the present one its place."""
    now = timezone.now()
    invitation, is_known = invitation_of(token, now=now)
    if invitation is None:
        if not is_known and not UNKNOWN_BY_ADDRESS.is_free(network_of(request), now=now):
            return too_many(request, retry_after=UNKNOWN_BY_ADDRESS.seconds)
        return render(request, "structures/invitation_closed.html", status=GONE)
    try:
        if request.user.is_authenticated:
            return _accept_logged_in(request, invitation)
        if has_account(invitation.email):
            return _render_offer(request, invitation, step="log-in")
        return _accept_as_visitor(request, invitation)
    except InvitationClosed:
        return render(request, "structures/invitation_closed.html", status=GONE)
    except AccountExists:
        return _render_offer(request, invitation, step="log-in")


def _accept_logged_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.user.email != invitation.email:
        return _render_offer(request, invitation, step="other-account")
    if request.method != "POST":
        return _render_offer(request, invitation, step="join")
    member = accept_with_account(invitation=invitation, user=request.user, device=_device(request), now=timezone.now())
    return _welcome(request, member, invitation)


def _accept_as_visitor(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, invitation=invitation)
    if request.method != "POST" or not form.is_valid():
        return _render_offer(request, invitation, step="new-account", form=form)
    told = form.cleaned_data
    member = accept_with_new_account(
        invitation=invitation,
        name=told["name"],
        password=told["password"],
        device=_device(request),
        now=timezone.now(),
    )
    # The password was chosen a moment ago: it is not asked again to set up a second factor.
    record_authentication(request, member.user, method="password", email=member.user.email)
    perform_login(request, member.user)
    return _welcome(request, member, invitation)


def _welcome(request: HttpRequest, member: Membership, invitation: Invitation) -> HttpResponse:
    request.session[STRUCTURE_KEY] = str(member.structure_id)
    messages.success(request, f"Bienvenue ! Vous faites partie de l'équipe de {invitation.structure}.")
    return redirect("mfa_index" if needs_second_factor(member) else "dashboard:today")


def _render_offer(
    request: HttpRequest, invitation: Invitation, *, step: str, form: NewAccountForm | None = None
) -> HttpResponse:
    role = Role(invitation.role)
    context = {
        "invitation": invitation,
        "step": step,
        "form": form,
        "role": next(explained for explained in roles_explained() if explained.label == role.label),
        "path": request.path,
    }
    status = 422 if form is not None and form.errors else 200
    response = render(request, "structures/invitation_accept.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _show_link(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    # Where mail leaves, the link goes to the address alone: whoever opens it proves that the address is theirs.
    link = "" if _has_mail() else invitation_link(_origin(request), token_of(invitation.pk, invitation.expires_at))
    context = {"invitation": invitation, "link": link}
    response = render(request, "structures/invitation_sent.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_mail() -> bool:
    return "console" not in settings.EMAIL_BACKEND


def _invitation(place: Membership, invitation_id: UUID) -> Invitation:
    invitations = Invitation.objects.filter(structure=place.structure).select_related("structure")
    return get_object_or_404(invitations, pk=invitation_id)


def _origin(request: HttpRequest) -> str:
    return settings.BASE_URL or request.build_absolute_uri("/")


def _device(request: HttpRequest) -> str:
    return device_label(request.headers.get("User-Agent", ""))
