"""The account pages where allauth's own view does not do all we want."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# Where one was going when a first second factor was asked for.
NEXT_KEY = "after_second_factor"

form_page = require_http_methods(["GET", "HEAD", "POST"])


def for_password_accounts(view: View[P]) -> View[P]:
    """Keep out accounts entered by a QR code: their phone and PIN are their key.

    A passkey kept on a lost phone would open the account again after the phone was shut out.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded


class FactorsView(IndexView):
    """What protects the account, and what may be added."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if wanted and get_adapter().is_safe_url(wanted):
            request.session[NEXT_KEY] = wanted
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class AddAppView(ActivateTOTPView):
    """A new authenticator app: its first code, typed here, is the second factor that this session shows."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp")
        return answer


class AddPasskeyView(AddWebAuthnView):
    """A new passkey: its device, which has just checked who holds it, is the second factor that this session shows."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="webauthn")
        return answer


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes; after the first set-up, the way on to where one was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "next_url": self.request.session.pop(NEXT_KEY, "")}


class ConfirmPasskeyView(ReauthenticateWebAuthnView):
    """A passkey asked again; refused, it may be tried once more on the same page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.errors.get("credential", []):
            messages.error(self.request, error)
        return redirect(self.passthrough_next_url(self.request.path))


factors = require_safe(FactorsView.as_view())
recovery_codes = require_safe(RecoveryCodesView.as_view())
confirm_passkey = form_page(ConfirmPasskeyView.as_view())
change_password = form_page(for_password_accounts(PasswordChangeView.as_view()))
add_app = form_page(for_password_accounts(AddAppView.as_view()))
add_passkey = form_page(for_password_accounts(AddPasskeyView.as_view()))
