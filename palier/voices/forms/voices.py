"""What people type, at a desk, of the words of somebody."""

from django import forms

from palier.fieldlog.line_form import NOBODY_NAMED, LineForm, themes_field
from palier.structures.languages import LANGUAGE_NAMES
from palier.voices.enums import VoiceConsent, VoiceKind
from palier.voices.models import VOICE_LENGTH, Voice


class VoiceForm(LineForm):
    """Words, as they were said; never who said them."""

    model = Voice
    new_title, edit_title = "Ajouter une parole", "Corriger la parole"

    text = forms.CharField(
        label="Les mots, comme ils ont été dits",
        max_length=VOICE_LENGTH,
        help_text=NOBODY_NAMED,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": "Écrivez ce qui a été dit."},
    )
    kind = forms.ChoiceField(label="C'est plutôt", choices=VoiceKind.choices, initial=VoiceKind.CONSTAT)
    themes = themes_field()
    consent = forms.ChoiceField(
        label="Est-ce qu'on peut le redire ?",
        choices=VoiceConsent.choices,
        initial=VoiceConsent.INTERNE,
        help_text="Sans réponse de la personne, la parole reste dans l'équipe.",
    )
    language = forms.ChoiceField(
        label="Langue de la conversation", choices=list(LANGUAGE_NAMES.items()), initial="fr", required=False
    )

    def prepare(self) -> None:
        language, shown = self.fields["language"], self.initial.get("language", "")
        assert isinstance(language, forms.ChoiceField)
        if shown and shown not in LANGUAGE_NAMES:
            # A phone may know a language that this list does not: correcting the words must not change it.
            language.choices = [(shown, shown), *LANGUAGE_NAMES.items()]

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or "fr"
