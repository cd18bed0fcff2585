"""The forms of the account pages: allauth's, with our words and our limits."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from palier.accounts.limits import CODE_BY_ACCOUNT, CODE_ONCE, RESET_BY_ACCOUNT, RESET_BY_ADDRESS, network_of
from palier.accounts.tasks import send_password_reset

CODE_HELP = "Les six chiffres que montre votre application, ou l'un de vos codes de secours."
CODE_WIDGET = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
NAME_LENGTH = 60


class PasswordChangeForm(ChangePasswordForm):
    """The present password counts as a try of the log-in: it is not guessed faster from an open session."""

    def clean_oldpassword(self) -> str:
        password = cast("str", self.cleaned_data.get("oldpassword", ""))
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ResetRequestForm(ResetPasswordForm):
    """Ask for a new password. No account is looked for here, so that nothing tells which addresses have one."""

    def clean_email(self) -> str:
        email = cast("str", self.cleaned_data["email"]).lower()
        now = timezone.now()
        RESET_BY_ADDRESS.take(network_of(context.request), now=now)
        RESET_BY_ACCOUNT.take(email, now=now)
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave the letter to the background, and return the address."""
        email = cast("str", self.cleaned_data["email"])
        send_password_reset.enqueue(email, settings.BASE_URL or request.build_absolute_uri("/"))
        return email


class CodeForm(AuthenticateForm):
    """The second step of a log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        return _spent(self, super().clean_code)


class ConfirmCodeForm(ReauthenticateForm):
    """A code asked again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        return _spent(self, super().clean_code)


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app: it shows that the app has the right key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field("Les six chiffres que l'application montre maintenant.")

    @property
    def spaced_key(self) -> str:
        """The key of the account, in groups of four letters that one can read out."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))

    def clean_code(self) -> str:
        CODE_BY_ACCOUNT.take(str(self.user.pk), now=timezone.now())
        code = cast("str", super().clean_code())
        CODE_BY_ACCOUNT.forget(str(self.user.pk))
        return code


class CredentialField(forms.JSONField):
    """What a passkey answers. Anybody may send anything here: nested too deep, or numbers without end, is refused."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            # The field of the page shown again is empty: nothing of it is worth keeping.
            return None


class StepPasskeyForm(AuthenticateWebAuthnForm):
    """The second step of a log-in, with a passkey."""

    credential = CredentialField(widget=forms.HiddenInput)


class PasskeyLoginForm(LoginWebAuthnForm):
    """A log-in with a passkey alone."""

    credential = CredentialField(widget=forms.HiddenInput)


class ConfirmPasskeyForm(ReauthenticateWebAuthnForm):
    """A passkey asked again, before something that matters."""

    credential = CredentialField(widget=forms.HiddenInput)


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey, always one that logs in without a password: its device checks who holds it."""

    credential = CredentialField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Nom de la clé",
        max_length=NAME_LENGTH,
        required=False,
        help_text="Pour la reconnaître : «\u00a0téléphone de Samira\u00a0», «\u00a0ordinateur de l'accueil\u00a0».",
    )
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class RenamePasskeyForm(EditWebAuthnForm):
    """A passkey's name."""

    name = forms.CharField(label="Nom de la clé", max_length=NAME_LENGTH)


def code_field(help_text: str = CODE_HELP) -> forms.CharField:
    """Return the field in which a code is typed or pasted, spaces and all."""
    return forms.CharField(label="Code", max_length=20, help_text=help_text, widget=forms.TextInput(attrs=CODE_WIDGET))


def _spent(form: Any, check: Any) -> str:
    """Return the code that ``check`` accepts, counted among the tries, and good this once."""
    now, account = timezone.now(), str(form.user.pk)
    CODE_BY_ACCOUNT.take(account, now=now)
    code = cast("str", check())
    digits = "".join(filter(str.isalnum, code))
    if not CODE_ONCE.is_free(f"{account}:{digits}", now=now):
        raise get_mfa_adapter().validation_error("incorrect_code")
    CODE_BY_ACCOUNT.forget(account)
    return code
