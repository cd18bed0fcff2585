"""What is typed when an answer was told, or could not be."""

from typing import Any

from django import forms

from palier.documents.reading.typed import clean_texts
from palier.structures.enums import Theme
from palier.voices.actions.told import MOST_PEOPLE, NOTE_LENGTH, REASON_LENGTH, Telling
from palier.voices.enums import RestitutionMeans

# Told to whoever comes by: nobody counts them.
UNCOUNTED = frozenset({RestitutionMeans.AFFICHE, RestitutionMeans.PANNEAU})


class TellForm(forms.Form):
    """How an answer was told, to how many people, what they said."""

    # The browser cannot know that a poster needs no number.
    use_required_attribute = False

    means = forms.ChoiceField(label="Comment", choices=RestitutionMeans)
    people = forms.IntegerField(
        label="À combien de personnes",
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="À peu près. Pour une affiche ou le panneau, laissez vide.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Dites à combien de personnes : une suffit.",
            "invalid": "Écrivez un nombre, comme 4.",
        },
    )
    contested = forms.BooleanField(
        label="Les habitant·es contestent cette réponse",
        required=False,
        help_text="Le besoin est rouvert : on n'en reste pas là.",
    )
    note = forms.CharField(
        label="Ce qui a été dit",
        required=False,
        max_length=NOTE_LENGTH,
        help_text="Jamais de nom, ni de description de quelqu'un.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_call: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_call:
            self.initial.setdefault("means", RestitutionMeans.RAPPEL)
            self.initial.setdefault("people", 1)
        self.fields["people"].required = self.data.get("means") not in UNCOUNTED

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)

    def telling(self) -> Telling:
        """Return what was typed."""
        said = self.cleaned_data
        return Telling(RestitutionMeans(said["means"]), said["people"], said["contested"], said["note"])


class CannotTellForm(forms.Form):
    """Why an answer could not be told."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=REASON_LENGTH,
        help_text="L'immeuble est vidé, la personne a déménagé… Cette raison reste dans l'histoire du besoin.",
        error_messages={"required": "Dites pourquoi la réponse n'a pas pu être rapportée."},
    )

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class DueFilterForm(forms.Form):
    """What the list shows."""

    lieu = forms.CharField(label="Lieu", required=False, max_length=80)
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous"), *Theme.choices])
    retard = forms.BooleanField(label="Seulement en retard", required=False)
