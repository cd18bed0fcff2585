"""What people type about partners and their contacts; the import of tables goes through the same forms."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from palier.documents.reading.characters import clean_line, clean_lines
from palier.documents.reading.fields import file_field
from palier.structures.enums import PartnerKind, Theme
from palier.structures.models import Partner, PartnerContact
from palier.structures.queries.partners import ORDERS, STATES, PartnerSearch

CONSENT_WHY = (
    "La loi demande l'accord de la personne : sans cette date, son nom n'est pas gardé. "
    "Ne notez que des coordonnées professionnelles."
)
NO_CONSENT = "Sans la date de son accord, le nom de cette personne n'est pas gardé : demandez-lui, puis notez la date."
NO_CONSENT_NOTE = "Dites comment l'accord a été donné : de vive voix, par courriel, lors d'une réunion…"
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y"]


def day_input() -> forms.DateInput:
    """Return the browser's own choice of a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PartnerForm(forms.ModelForm[Partner]):
    """An organisation, without its contacts. Used unbound from a row: the action writes what is typed."""

    themes = forms.MultipleChoiceField(
        label="Thèmes sur lesquels elle peut agir",
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.URLField(label="Site", required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Partner
        fields = ["name", "kind", "themes", "usual_delay", "address", "website", "note"]
        help_texts = {
            "usual_delay": "Combien de temps avant sa réponse, d'habitude. De 1 à 365 jours.",
            "note": "Ce qui aide l'équipe. Rien sur la vie des personnes.",
        }
        error_messages = {"name": {"required": "Donnez le nom de l'organisation."}}

    def clean(self) -> dict[str, Any]:
        """Clean the texts of what is invisible."""
        return clean_texts(super().clean() or self.cleaned_data, lines={"note"})


class ContactForm(forms.ModelForm[PartnerContact]):
    """A professional who agreed to be kept here: when, and how, are asked for."""

    consented_on = forms.DateField(
        label="D'accord depuis le",
        help_text=CONSENT_WHY,
        input_formats=DATE_FORMATS,
        widget=day_input(),
        error_messages={
            "required": NO_CONSENT,
            "invalid": "Cette date n'est pas comprise : écrivez-la comme 31/12/2026.",
        },
    )

    class Meta:
        model = PartnerContact
        fields = ["name", "job", "email", "phone", "consented_on", "consent_note"]
        help_texts = {"consent_note": "De vive voix, par courriel, lors d'une réunion…"}
        error_messages = {
            "name": {"required": "Donnez le prénom et le nom de cette personne."},
            "consent_note": {"required": NO_CONSENT_NOTE},
        }

    def clean_consented_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["consented_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Cette date est à venir : notez le jour où l'accord a été donné.")
        return day

    def clean(self) -> dict[str, Any]:
        """Clean the texts, and ask for a way to reach the person."""
        cleaned = clean_texts(super().clean() or self.cleaned_data)
        if {"email", "phone"} <= cleaned.keys() and not cleaned["email"] and not cleaned["phone"]:
            self.add_error("email", "Donnez un courriel ou un téléphone professionnel.")
        return cleaned


class PartnerFilterForm(forms.Form):
    """The filters of the list; a value it does not know is no filter."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous les types"), *PartnerKind.choices])
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous les thèmes"), *Theme.choices])
    etat = forms.ChoiceField(label="Montrer", required=False, choices=list(STATES.items()))
    tri = forms.ChoiceField(
        label="Trier par", required=False, choices=[(key, words) for key, (words, _) in ORDERS.items()]
    )

    def search(self) -> PartnerSearch:
        """Return what the address asks for."""
        self.is_valid()
        kept = self.cleaned_data
        return PartnerSearch(
            text=kept.get("q", ""),
            kind=kept.get("type", ""),
            theme=kept.get("theme", ""),
            archived=kept.get("etat", "") == "archives",
            order=kept.get("tri", ""),
        )


class PartnerFileForm(forms.Form):
    """The table to import."""

    file = file_field(
        "Fichier des partenaires", help_text="CSV ou XLSX : 5 Mo et 2 000 lignes au plus.", holds="des partenaires"
    )


def clean_texts(cleaned: dict[str, Any], lines: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """Return the values with their texts clean; those named in ``lines`` keep their line breaks."""
    return {
        name: (clean_lines(value) if name in lines else clean_line(value)) if isinstance(value, str) else value
        for name, value in cleaned.items()
    }
