"""Words copied from paper, one a line: what is left as it is comes from the line above."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from palier.agenda.periods import PARIS
from palier.documents.reading.characters import clean_line
from palier.structures.languages import LANGUAGE_NAMES
from palier.territory.models import Place
from palier.voices.actions.words import NewWord
from palier.voices.enums import VoiceConsent, VoiceKind
from palier.voices.forms.inbox import day_field, list_field, named_choices
from palier.voices.models import VOICE_LENGTH

SAME, NOWHERE = "Comme au-dessus", "aucun"
LINES, MOST_LINES = 5, 100
PREFIX = "l"
LISTS = {"nature": VoiceKind.choices, "accord": VoiceConsent.choices, "langue": list(LANGUAGE_NAMES.items())}


@dataclass(frozen=True, slots=True)
class _First:
    """What the first line says as long as nobody changes it."""

    kind: str = VoiceKind.CONSTAT
    consent: str = VoiceConsent.INTERNE
    language: str = "fr"


FIRST = _First()


class PaperLine(forms.Form):
    """One line: words, and what differs from the line above."""

    texte = forms.CharField(
        label="Les mots, comme ils sont écrits",
        required=False,
        max_length=VOICE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-paper-text": ""}),
    )
    jour = day_field("Date")
    lieu = list_field("Lieu", SAME, [])
    nature = list_field("Nature", SAME, VoiceKind.choices)
    accord = list_field("Accord", SAME, VoiceConsent.choices)
    langue = list_field("Langue", SAME, list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, today: date, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_first = self.prefix == f"{PREFIX}-0"
        self._offer("lieu", [("", SAME), (NOWHERE, "Sans lieu"), *places])
        self.fields["jour"].widget.attrs["max"] = today.isoformat()
        if self.is_first:
            self.fields["texte"].widget.attrs["autofocus"] = not self.is_bound
            # Nothing stands above: the first line says what all begin with.
            self._offer("lieu", [(NOWHERE, "Sans lieu"), *places])
            for name, choices in LISTS.items():
                self._offer(name, choices)
            self.initial.update(
                jour=today, lieu=NOWHERE, nature=FIRST.kind, accord=FIRST.consent, langue=FIRST.language
            )

    def clean_texte(self) -> str:
        return clean_line(self.cleaned_data["texte"])

    def clean_jour(self) -> date | None:
        day: date | None = self.cleaned_data["jour"]
        if day and day > self.today:
            raise forms.ValidationError("Cette date n'est pas encore venue.")
        if day and day.year < 2000:
            raise forms.ValidationError("Cette date est trop ancienne : relisez l'année.")
        return day

    @property
    def is_special(self) -> bool:
        """Whether something besides the words was written here, or refused."""
        return any(field.errors or (self.is_bound and field.value()) for field in self.settings)

    @property
    def settings(self) -> list[forms.BoundField]:
        """The fields besides the words."""
        return [field for field in self if field.name != "texte"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class _PaperLines(forms.BaseFormSet[PaperLine]):
    """The lines of one entry; at least one has words."""

    def clean(self) -> None:
        """Refuse an entry without any word."""
        if not any(self.errors) and not any(form.cleaned_data.get("texte") for form in self.forms):
            raise forms.ValidationError("Écrivez au moins une parole.")

    def new_words(self) -> Iterator[NewWord]:
        """Yield the words of the lines that have some, each with what it takes from those above."""
        asked = {form.cleaned_data.get("lieu", "") for form in self.forms} - {"", NOWHERE}
        places = Place.objects.in_bulk([UUID(key) for key in asked])
        today = self.form_kwargs["today"]
        day, place = today, None
        kind, consent, language = FIRST.kind, FIRST.consent, FIRST.language
        # A line that nobody touched is not cleaned: it says nothing.
        for line in [form.cleaned_data for form in self.forms if form.cleaned_data]:
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
    lines = PaperLines(data, prefix=PREFIX, form_kwargs={"today": today, "places": places})
    assert isinstance(lines, _PaperLines)
    return lines
