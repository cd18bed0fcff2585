"""What is typed to invite somebody, and to accept."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from palier.accounts.models import User
from palier.structures.actions.leads import roles_given_by
from palier.structures.enums import MembershipStatus, Role
from palier.structures.forms.members import NAME_HELP, named
from palier.structures.models import Invitation, Membership


class InvitationForm(forms.Form):
    """The place offered; the roles are those that ``invited_by`` may give."""

    name = forms.CharField(label="Prénom et nom", max_length=120, help_text=NAME_HELP)
    email = forms.EmailField(
        label="Adresse e-mail",
        help_text="L'invitation est pour cette adresse : la personne s'en servira pour se connecter.",
    )
    status = forms.ChoiceField(label="Statut", choices=MembershipStatus.choices)
    role = forms.ChoiceField(
        label="Rôle", initial=Role.EQUIPIER, help_text="Le plus petit qui suffit : vous pourrez le changer."
    )

    def __init__(self, *args: Any, invited_by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        given = roles_given_by(invited_by, invited_by.structure)
        field.choices = [(role.value, role.label) for role in Role if role in given]

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class NewAccountForm(forms.Form):
    """The name and the password of who accepts without having an account."""

    name = forms.CharField(label="Prénom et nom", max_length=120, help_text="Ce que verra l'équipe. À vous de choisir.")
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=1024,
        help_text=" ".join(password_validators_help_texts()[:1]),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même, encore une fois",
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": invitation.name}
        self.invitation = invitation

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and against the name and the address."""
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password is None:
            return cleaned
        if password != cleaned.get("again", password):
            self.add_error("again", "Les deux ne sont pas pareils. Écrivez deux fois le même mot de passe.")
        user = User(email=self.invitation.email, name=cleaned.get("name", ""))
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned
