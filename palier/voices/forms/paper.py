"""Words copied from paper, one a line: what is left as it is comes from the line above."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from palier.agenda.periods import PARIS
from palier.documents.reading.characters import clean_lines
from palier.structures.languages import LANGUAGE_NAMES
from palier.territory.models import Place
from palier.voices.actions.words import NewWord
from palier.voices.enums import VoiceConsent, VoiceKind
from palier.voices.forms.inbox import day_field, list_field, named_choices
from palier.voices.models import VOICE_LENGTH

SAME, NOWHERE = "Comme au-dessus", "aucun"
LINES, MOST_LINES = 5, 100


class PaperLine(forms.Form):
    """One line: words, and what differs from the line above."""

    texte = forms.CharField(
        label="Les mots, comme ils sont écrits",
        required=False,
        max_length=VOICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-paper-text": ""}),
    )
    jour = day_field("Date")
    lieu = list_field("Lieu", SAME, [])
    nature = list_field("Nature", SAME, VoiceKind.choices)
    accord = list_field("Accord", SAME, VoiceConsent.choices)
    langue = list_field("Langue", SAME, list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, today: date, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["lieu"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", SAME), (NOWHERE, "Sans lieu"), *places]
        self.fields["jour"].widget.attrs["max"] = today.isoformat()
        self.use_required_attribute = False

    def clean_texte(self) -> str:
        return clean_lines(self.cleaned_data["texte"])

    def clean_jour(self) -> date | None:
        day: date | None = self.cleaned_data["jour"]
        if day and day > self.today:
            raise forms.ValidationError("Cette date n'est pas encore venue.")
        if day and day.year < 2000:
            raise forms.ValidationError("Cette date est trop ancienne : relisez l'année.")
        return day

    @property
    def settings(self) -> list[forms.BoundField]:
        """The fields besides the words."""
        return [field for field in self if field.name != "texte"]


class _PaperLines(forms.BaseFormSet[PaperLine]):
    """The lines of one entry; at least one has words."""

    def clean(self) -> None:
        """Refuse an entry without any word."""
        if not any(self.errors) and not any(form.cleaned_data.get("texte") for form in self.forms):
            raise forms.ValidationError("Écrivez au moins une parole.")

    def new_words(self) -> Iterator[NewWord]:
        """Yield the words of the lines that have some, each with what it takes from those above."""
        keys = {
            UUID(form.cleaned_data["lieu"]) for form in self.forms if form.cleaned_data["lieu"] not in {"", NOWHERE}
        }
        places = Place.objects.in_bulk(list(keys))
        today = self.form_kwargs["today"]
        day, place = today, None
        kind, consent, language = VoiceKind.CONSTAT.value, VoiceConsent.INTERNE.value, "fr"
        for form in self.forms:
            line = form.cleaned_data
            day = line["jour"] or day
            if line["lieu"]:
                place = None if line["lieu"] == NOWHERE else places.get(UUID(line["lieu"]))
            kind, consent = line["nature"] or kind, line["accord"] or consent
            language = line["langue"] or language
            if line["texte"]:
                noon = datetime.combine(day, time(12), PARIS)
                yield NewWord(line["texte"], noon, place, kind, (), consent, language)


PaperLines = forms.formset_factory(
    PaperLine, formset=_PaperLines, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def paper_lines(data: Any, *, today: date) -> _PaperLines:
    """Return the lines that a page shows or sends."""
    places = named_choices(Place.objects.filter(archived_at=None))
    lines = PaperLines(data, prefix="l", form_kwargs={"today": today, "places": places})
    assert isinstance(lines, _PaperLines)
    return lines
