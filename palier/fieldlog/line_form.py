"""The form of one line of the log, lent to the apps above whose lines stand in the log too."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from palier.documents.reading.characters import clean_line, clean_lines
from palier.fieldlog.models import Entry
from palier.structures.enums import Theme

REASON_LENGTH = 300
NOBODY_NAMED = "Aucun nom, rien qui fasse reconnaître quelqu'un."


def reason_field() -> forms.CharField:
    """Return the field of the reason without which nothing is corrected."""
    return forms.CharField(
        label="Pourquoi ce changement ?",
        max_length=REASON_LENGTH,
        help_text="Toute l'équipe le lira à côté de la ligne.",
        error_messages={"required": "Dites pourquoi : la ligne gardera votre raison."},
    )


def themes_field() -> forms.MultipleChoiceField:
    """Return the field of the themes, ticked."""
    return forms.MultipleChoiceField(
        label="De quoi il s'agit", choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class LineForm(forms.Form):
    """The fields of one line; with ``line``, those of one that is corrected, and the reason."""

    model: ClassVar[type[Entry]]
    new_title: ClassVar[str]
    edit_title: ClassVar[str]

    def __init__(self, *args: Any, line: Entry | None = None, team: Mapping[UUID, str] | None = None, **kwargs: Any):
        self.line, self.team = line, team or {}
        if line is not None:
            kwargs["initial"] = self.shown(line)
        super().__init__(*args, **kwargs)
        self.prepare()
        if line is not None:
            self.fields["reason"] = reason_field()

    def prepare(self) -> None:
        """Add or take away fields, once the form is made."""

    def shown(self, line: Entry) -> dict[str, Any]:
        """Return what the form of ``line`` shows at first."""
        return line.written()

    def clean(self) -> dict[str, Any]:
        """Clean the texts."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                is_long = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = clean_lines(value) if is_long else clean_line(value)
        return cleaned

    def columns(self) -> dict[str, Any]:
        """Return what is written in the line."""
        return {name: self.cleaned_data[name] for name in self.model.EDITABLE if name in self.cleaned_data}


class ReasonForm(forms.Form):
    """Why a line is taken back."""

    reason = reason_field()

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])
