"""Many people counted at once, on a grid of ages and genders."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from palier.documents.reading.characters import clean_line
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.line_form import REASON_LENGTH

MOST = 999


class TallyForm(forms.Form):
    """Steps by cell: how many people to add, or to take away with the reason."""

    contact = forms.ChoiceField(label="Contact", choices=Contact.choices, initial=Contact.ECHANGE)
    acquaintance = forms.ChoiceField(label="Déjà connu·es ?", choices=Acquaintance.choices, initial=Acquaintance.NC)
    reason = forms.CharField(
        label="Pourquoi en retirer ?",
        required=False,
        max_length=REASON_LENGTH,
        help_text="À dire seulement si un nombre est négatif : −2 retire deux personnes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for age in Age:
            for gender in Gender:
                label = f"{age.label}, {gender.label}"
                self.fields[_cell(age, gender)] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=-MOST,
                    max_value=MOST,
                    widget=forms.NumberInput(attrs={"aria-label": label, "inputmode": "numeric"}),
                )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty grid, and people taken away without a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["reason"] = clean_line(cleaned.get("reason", ""))
        if not self.errors and not self.steps():
            raise forms.ValidationError("Écrivez au moins un nombre dans la grille.")
        if not cleaned["reason"] and any(step < 0 for *_, step in self.steps()):
            self.add_error("reason", "Dites pourquoi vous retirez des personnes : le carnet gardera votre raison.")
        return cleaned

    def steps(self) -> list[tuple[str, str, int]]:
        """Return (age, gender, people) for each cell that holds a number."""
        found = [
            (age.value, gender.value, self.cleaned_data.get(_cell(age, gender))) for age in Age for gender in Gender
        ]
        return [(age, gender, step) for age, gender, step in found if step]

    def grid(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield each age with the fields of its line."""
        for age in Age:
            yield age.label, [self[_cell(age, gender)] for gender in Gender]

    @property
    def genders(self) -> list[str]:
        """The words of the columns."""
        return [str(gender.label) for gender in Gender]

    @property
    def is_wrong_in_the_grid(self) -> bool:
        """Whether a number of the grid was not understood."""
        return any(name.startswith(CELL) for name in self.errors)


CELL = "cell_"


def _cell(age: Age, gender: Gender) -> str:
    return f"{CELL}{age.value}_{gender.value}"
