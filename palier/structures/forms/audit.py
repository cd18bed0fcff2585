"""The filters of the audit."""

from datetime import date
from typing import Any

from django import forms

from palier.audit.queries import EntryChoices, EntryFilters


def day_field(label: str) -> forms.DateField:
    """Return a field for one day, not required."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class AuditFilterForm(forms.Form):
    """What to keep. A value that cannot be read filters nothing: the address may have been typed by hand."""

    since = day_field("Du")
    until = day_field("Au")
    kind = forms.ChoiceField(label="Action", required=False)
    person = forms.ChoiceField(label="Personne", required=False)
    text = forms.CharField(
        label="Mots", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data: Any, choices: EntryChoices) -> None:
        super().__init__(data)
        self._choose("kind", "Toutes", choices.kinds)
        self._choose("person", "Toutes", choices.people)
        self.is_valid()

    def _choose(self, name: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def filters(self) -> EntryFilters:
        """Return what was asked for."""
        asked: dict[str, Any] = self.cleaned_data
        since: date | None = asked.get("since")
        return EntryFilters(
            since=since,
            until=asked.get("until"),
            kind=asked.get("kind", ""),
            actor_id=asked.get("person", ""),
            text=asked.get("text", ""),
        )
