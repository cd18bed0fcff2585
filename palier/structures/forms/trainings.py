"""What people type about trainings."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from palier.documents.reading.characters import clean_line
from palier.structures.enums import TrainingKind
from palier.structures.models import Membership, Training
from palier.structures.queries.trainings import STATES, MatrixSearch, active_members

FOREVER, UNTIL = "", "date"
VALIDITIES = [
    (FOREVER, "Elle n'expire pas"),
    ("1", "1 an"),
    ("2", "2 ans"),
    ("3", "3 ans"),
    ("4", "4 ans"),
    ("5", "5 ans"),
    (UNTIL, "Jusqu'à une date précise"),
]


def years_after(day: date, years: int) -> date:
    """Return the same day, ``years`` later; 29 February becomes the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field that takes a day, with the browser's own choice of one."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Cette date n'est pas comprise : écrivez-la comme 31/12/2026."},
    )


class TrainingForm(forms.ModelForm[Training]):
    """One training of one member, corrected."""

    kind = forms.ChoiceField(label="Formation", choices=[("", "Choisissez une formation"), *TrainingKind.choices])
    taken_on = day_field("Suivie le")
    valid_until = day_field("Valable jusqu'au", required=False, help_text="Laissez vide si elle n'expire pas.")

    class Meta:
        model = Training
        fields = ["kind", "title", "organiser", "taken_on", "valid_until"]
        help_texts = {
            "title": "Demandé pour une « autre formation ».",
            "organiser": "Qui l'a donnée.",
        }

    def clean(self) -> dict[str, Any]:
        """Clean the texts; ask for a title when no kind says it; put the dates in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("title", "organiser"):
            if name in cleaned:
                cleaned[name] = clean_line(cleaned[name])
        if cleaned.get("kind") == TrainingKind.AUTRE and not cleaned.get("title"):
            self.add_error("title", "Donnez l'intitulé de cette formation.")
        taken_on = cleaned.get("taken_on")
        if taken_on is not None and taken_on > timezone.localdate():
            self.add_error("taken_on", "Cette date est à venir : notez la formation une fois suivie.")
        elif taken_on is not None:
            self._clean_validity(cleaned, taken_on)
        return cleaned

    def _clean_validity(self, cleaned: dict[str, Any], taken_on: date) -> None:
        until = cleaned.get("valid_until")
        if until is not None and until < taken_on:
            self.add_error("valid_until", "La fin de validité vient après la date de la formation.")

    def values(self) -> dict[str, Any]:
        """Return what is written in a Training."""
        return {name: self.cleaned_data[name] for name in TrainingForm.Meta.fields}


class NoteTrainingForm(TrainingForm):
    """One training that several members followed together."""

    members: "forms.ModelMultipleChoiceField[Membership]" = forms.ModelMultipleChoiceField(
        label="Qui l'a suivie ?",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne."},
    )
    validity = forms.ChoiceField(label="Elle est valable", choices=VALIDITIES, required=False)
    valid_until = day_field("Jusqu'au", required=False, help_text="Si vous avez choisi une date précise.")

    field_order = ["members", "kind", "title", "organiser", "taken_on", "validity", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = active_members()

    def _clean_validity(self, cleaned: dict[str, Any], taken_on: date) -> None:
        validity = cleaned.get("validity", FOREVER)
        # A date given without choosing « une date précise » was given for a reason.
        if validity == UNTIL or (not validity and cleaned.get("valid_until")):
            if cleaned.get("valid_until") is None and "valid_until" not in self.errors:
                self.add_error("valid_until", "Donnez le dernier jour où elle est valable.")
            super()._clean_validity(cleaned, taken_on)
        else:
            cleaned["valid_until"] = years_after(taken_on, int(validity)) if validity else None


class MatrixFilterForm(forms.Form):
    """The filters of the matrix; a value it does not know is no filter."""

    q = forms.CharField(label="Nom", required=False, max_length=100)
    formation = forms.ChoiceField(label="Formation", required=False, choices=[("", "Toutes"), *TrainingKind.choices])
    etat = forms.ChoiceField(
        label="Qui a au moins une formation",
        required=False,
        choices=[("", "Peu importe"), *((slug, state.label) for slug, state in STATES.items())],
    )

    def search(self) -> MatrixSearch:
        """Return what the address asks for."""
        self.is_valid()
        kept = self.cleaned_data
        return MatrixSearch(text=kept.get("q", ""), kind=kept.get("formation", ""), state=kept.get("etat", ""))
