"""What one types of one word at a desk: its correction, its translation, what may leave."""

import hashlib
from typing import Any

from django import forms
from django.db.models.functions import Lower

from palier.documents.reading.characters import clean_line, clean_lines
from palier.documents.reading.typed import clean_texts
from palier.fieldlog.line_form import REASON_LENGTH
from palier.territory.models import Place
from palier.voices.forms.voices import VoiceForm
from palier.voices.models import VOICE_LENGTH, Voice


class WordForm(VoiceForm):
    """The correction of words, with the reason; those without outing say where they come from."""

    def prepare(self) -> None:
        super().prepare()
        if isinstance(self.line, Voice) and self.line.outing_id is None:
            self.fields["lieu"] = forms.ModelChoiceField(
                label="Lieu",
                queryset=Place.objects.order_by(Lower("name"), "pk"),
                required=False,
                empty_label="Sans lieu",
                initial=self.line.place_id,
            )


class TranslationForm(forms.Form):
    """What these words say in French, typed by a person."""

    traduction = forms.CharField(
        label="En français",
        max_length=VOICE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "fr"}),
        help_text="Comme vous le comprenez. Votre nom sera écrit à côté.",
    )

    def clean_traduction(self) -> str:
        return clean_lines(self.cleaned_data["traduction"])


class EraseForm(forms.Form):
    """Why words are erased for good, and that whoever erases them knows it."""

    reason = forms.CharField(
        label="Pourquoi ?",
        max_length=REASON_LENGTH,
        help_text="Sans nom : le journal garde cette raison. Par exemple : à la demande de la personne.",
        error_messages={"required": "Dites pourquoi, sans nom."},
    )
    sure = forms.BooleanField(
        label="Je sais que ces mots ne reviendront pas.",
        error_messages={"required": "Cochez cette case si vous êtes sûr·e."},
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class RereadForm(forms.Form):
    """What may leave the centre; ``empreinte`` is the mark of the words that the page showed."""

    public_text = forms.CharField(
        label="Ce qui pourra sortir",
        max_length=VOICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "fr"}),
        help_text="En français. Changez ce qu'il faut : rien ne doit faire reconnaître quelqu'un.",
        error_messages={"required": "Écrivez ce qui pourra sortir."},
    )
    empreinte = forms.CharField(widget=forms.HiddenInput)
    relu = forms.BooleanField(
        label="J'ai relu : rien ne permet de reconnaître quelqu'un.",
        error_messages={"required": "Cochez cette case quand vous avez relu."},
    )

    def clean(self) -> dict[str, Any]:
        """Keep the fragments that this person says name nobody."""
        cleaned = clean_texts(self, super().clean() or self.cleaned_data)
        data: Any = self.data
        cleaned["blanchi"] = list(dict.fromkeys(data.getlist("blanchi")))
        return cleaned


def mark_of(text: str) -> str:
    """Return the mark of words: line breaks do not come back from a browser as they went."""
    return hashlib.sha256(text.encode()).hexdigest()
