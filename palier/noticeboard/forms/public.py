"""What visitors type on a board, with the words of their language."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from palier.documents.reading.characters import clean_line, clean_lines
from palier.documents.reading.typed import clean_texts
from palier.noticeboard.enums import ReportReason
from palier.residents.enums import ContactKind
from palier.residents.sealing import Named
from palier.territory.models import Place

IDEA_LENGTH, NOTE_LENGTH = 2000, 500
_WRONG = ("required", "max_length", "null_characters_not_allowed")


class IdeaForm(forms.Form):
    """An idea in two fields: the words, and a public place or none."""

    texte = forms.CharField(max_length=IDEA_LENGTH, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}))
    lieu = forms.ModelChoiceField(queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, words: dict[str, str], places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text, place = self.fields["texte"], self.fields["lieu"]
        assert isinstance(place, forms.ModelChoiceField)
        text.error_messages |= dict.fromkeys(_WRONG, words["error_idea"])
        place.queryset, place.empty_label = places, words["place_none"]
        place.error_messages["invalid_choice"] = words["error_some"]

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class JoinForm(forms.Form):
    """A first name, one contact, and the yes."""

    prenom = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}))
    contact = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}))
    accord = forms.BooleanField()

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, key in (("prenom", "error_first_name"), ("contact", "error_contact"), ("accord", "error_agree")):
            messages = self.fields[name].error_messages
            messages |= dict.fromkeys(_WRONG, words[key])
        self.wrong_contact = words["error_contact"]

    def clean_contact(self) -> str:
        """Refuse what is neither a number nor an e-mail address."""
        contact = clean_line(self.cleaned_data["contact"])
        if "@" not in contact and sum(sign.isdecimal() for sign in contact) < 6:
            raise forms.ValidationError(self.wrong_contact)
        return contact

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)

    def named(self) -> Named:
        """Return who it is."""
        contact = self.cleaned_data["contact"]
        kind = ContactKind.COURRIEL if "@" in contact else ContactKind.TELEPHONE
        return Named(self.cleaned_data["prenom"], contact, kind)


class ReportForm(forms.Form):
    """What is wrong, and details if one likes."""

    raison = forms.ChoiceField(widget=forms.RadioSelect)
    precision = forms.CharField(
        max_length=NOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why, note = self.fields["raison"], self.fields["precision"]
        assert isinstance(why, forms.ChoiceField)
        why.choices = [(reason.value, words[f"why_{reason.value}"]) for reason in ReportReason]
        why.error_messages |= dict.fromkeys(["required", "invalid_choice"], words["error_why"])
        note.error_messages |= dict.fromkeys(["max_length", "null_characters_not_allowed"], words["error_some"])

    def clean_precision(self) -> str:
        return clean_lines(self.cleaned_data["precision"])
