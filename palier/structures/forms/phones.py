"""What is typed to let a phone in, and to unlock it."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from palier.structures.enums import MembershipStatus
from palier.structures.pins import PIN_LENGTH, is_easy_to_guess

# A numeric keypad, nothing kept or proposed by the browser.
_KEYPAD = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "size": "10"}
NAME_LENGTH = 60


class CodeForm(forms.Form):
    """What a lead says of somebody new who is about to scan."""

    status = forms.ChoiceField(
        label="Statut de la personne qui arrive", choices=MembershipStatus, initial=MembershipStatus.BENEVOLE
    )


class NewPhoneForm(forms.Form):
    """Whose new phone is about to scan."""

    member = forms.UUIDField()


class PinForm(forms.Form):
    """A new PIN, typed once and shown while it is typed: a thumb in a glove sees its slips, and types once."""

    pin = forms.CharField(
        label="Code secret à 6 chiffres",
        max_length=20,
        help_text="Choisissez-le, retenez-le : il vous sera demandé pour ouvrir Palier sur ce téléphone. "
        "Évitez les suites comme 123456 et votre date de naissance.",
        widget=forms.TextInput(attrs=_KEYPAD),
    )

    def clean_pin(self) -> str:
        pin = digits_of(self.cleaned_data["pin"])
        if is_easy_to_guess(pin):
            raise ValidationError("Ce code se devine trop vite. Choisissez six chiffres sans suite ni répétition.")
        return pin


class EntranceForm(PinForm):
    """A first name, and a new PIN."""

    name = forms.CharField(
        label="Votre prénom",
        max_length=NAME_LENGTH,
        help_text="Celui que l'équipe connaît. Si vous êtes deux à le porter, ajoutez une initiale : « Awa P. ».",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
    )
    field_order = ("name", "pin")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalpha() for character in name):
            raise ValidationError("Écrivez votre prénom avec des lettres.")
        if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} for character in name):
            raise ValidationError("Ce prénom contient un signe que Palier ne sait pas écrire.")
        return name


class UnlockForm(forms.Form):
    """The PIN, hidden: one types it in the street. What is kept is what was typed, to be tried once."""

    pin = forms.CharField(
        label="Votre code à 6 chiffres",
        max_length=20,
        widget=forms.PasswordInput(attrs={**_KEYPAD, "autofocus": True}),
    )

    def clean_pin(self) -> str:
        return digits_of(self.cleaned_data["pin"])


def digits_of(typed: str) -> str:
    """Return the six digits typed, spaces left out. Raises ValidationError: a slip, which costs no try."""
    pin = re.sub(r"\s", "", typed)
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
        raise ValidationError(f"Le code a {PIN_LENGTH} chiffres, ni plus ni moins.")
    return pin
