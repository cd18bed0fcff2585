"""The account pages: those of allauth that serve here, by the names it looks for, and no other."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn.views import EditWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.urls import path, re_path, reverse_lazy
from django.views.decorators.http import require_safe

from palier.accounts import views
from palier.accounts.views import form_page

_back = reverse_lazy("mfa_index")
_rename = form_page(EditWebAuthnView.as_view(success_url=_back))
_remove = form_page(RemoveWebAuthnView.as_view(success_url=_back))

# For who is not logged in, or not yet.
visitor_patterns = [
    path("connexion/", form_page(account.login), name="account_login"),
    path("connexion/code/", form_page(mfa.authenticate), name="mfa_authenticate"),
    path("connexion/cle/", form_page(LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
    path("deconnexion/", form_page(account.logout), name="account_logout"),
    path("ferme/", require_safe(account.account_inactive), name="account_inactive"),
    path("mot-de-passe/oublie/", form_page(account.password_reset), name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", require_safe(account.password_reset_done), name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/fait/",
        require_safe(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        form_page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]

# For who is logged in, about their own account.
member_patterns = [
    path("confirmer/", form_page(account.reauthenticate), name="account_reauthenticate"),
    path("confirmer/code/", form_page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirmer/cle/", views.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("mot-de-passe/", views.change_password, name="account_change_password"),
    path("double-verification/", views.factors, name="mfa_index"),
    path("double-verification/application/ajouter/", views.add_app, name="mfa_activate_totp"),
    path("double-verification/application/retirer/", form_page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("double-verification/cles/ajouter/", views.add_passkey, name="mfa_add_webauthn"),
    path("double-verification/cles/<int:pk>/renommer/", _rename, name="mfa_edit_webauthn"),
    path("double-verification/cles/<int:pk>/retirer/", _remove, name="mfa_remove_webauthn"),
    path("double-verification/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "double-verification/codes/renouveler/",
        form_page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [*visitor_patterns, *member_patterns]
