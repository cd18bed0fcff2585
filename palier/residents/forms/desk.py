"""What people type, at a desk, of somebody to call back: sealed at once, as on the phone."""

from typing import Any

from django import forms

from palier.fieldlog.line_form import LineForm
from palier.residents.consent_texts import CURRENT, FRENCH, TEXTS, texts_today
from palier.residents.enums import ContactKind
from palier.residents.models import Resident
from palier.residents.sealing import Named
from palier.structures.languages import LANGUAGE_NAMES
from palier.structures.models import Structure

READABLE = [(text.language, LANGUAGE_NAMES[text.language]) for text in TEXTS[CURRENT]]


class ResidentForm(LineForm):
    """A first name and one contact, with the yes that was said. Nothing of it is shown again by this form."""

    model = Resident
    new_title, edit_title = "Quelqu'un à rappeler", ""

    agreed = forms.BooleanField(
        label="La personne a entendu le texte ci-dessus, et elle a dit oui",
        error_messages={"required": "Sans son accord, rien n'est gardé : ni prénom, ni contact."},
    )
    read_in = forms.ChoiceField(label="Texte lu en", choices=READABLE, initial=FRENCH)
    first_name = forms.CharField(
        label="Prénom, ou comment l'appeler",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Écrivez son prénom, ou comment l'appeler."},
    )
    kind = forms.ChoiceField(label="Un seul moyen de la joindre", choices=ContactKind.choices)
    contact = forms.CharField(
        label="Numéro, adresse ou autre",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Écrivez comment la joindre."},
    )
    when = forms.CharField(
        label="Quand",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts_today(structure)

    def clean(self) -> dict[str, Any]:
        """Refuse an e-mail address that is none, and a number without digits."""
        cleaned = super().clean()
        contact, kind = cleaned.get("contact", ""), cleaned.get("kind")
        if contact and kind and kind != ContactKind.AUTRE and not self.named().address:
            wrong = (
                "Ce n'est pas une adresse de courriel." if kind == ContactKind.COURRIEL else "Il manque des chiffres."
            )
            self.add_error("contact", wrong)
        return cleaned

    def named(self) -> Named:
        """Return who it is."""
        told = self.cleaned_data
        kind = ContactKind(told["kind"])
        return Named(told.get("first_name", ""), told["contact"], kind, told.get("when", ""))
