"""The card of a structure, as its direction writes it."""

from typing import Any

from django import forms

from palier.core.images import ACCEPTED, MAX_BYTES, UnusablePicture, redrawn_logo
from palier.structures.enums import Language, Retention
from palier.structures.forms.place import PlaceForm


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CardForm(PlaceForm):
    """Every field of the card but the opening hours, which are a form of their own (week_hours.py)."""

    agrement_from = _day("Agrément Caf, du")
    agrement_until = _day("au")
    languages = forms.MultipleChoiceField(
        label="Langues des pages publiques",
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une langue."},
    )
    retention_months = forms.TypedChoiceField(
        label="Durée de conservation des noms",
        choices=Retention.choices,
        coerce=int,
        help_text="Après un départ, le nom de la personne est remplacé au bout de ce délai.",
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text=f"PNG, JPEG ou WebP, {MAX_BYTES // 1024 // 1024} Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Cette image est vide : choisissez-en une autre."},
    )
    remove_logo = forms.BooleanField(label="Retirer le logo", required=False)

    class Meta(PlaceForm.Meta):
        fields = [
            *("name", "public_name", "kind", "siret", "address", "postal_code", "commune", "opening_note"),
            *("agrement_from", "agrement_until", "languages", "retention_months"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("logo", None)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> bytes | None:
        """Return the picture drawn again as PNG, or None when none was sent."""
        sent = self.cleaned_data["logo"]
        if not sent:
            return None
        try:
            return redrawn_logo(sent, sent.size)
        except UnusablePicture as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
