"""What goes to another outing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime

from palier.agenda.models import Outing
from palier.dashboard.queries.outing_log import LogPage
from palier.fieldlog.queries.counts import Count, key_of_count
from palier.fieldlog.queries.outing_log import LogLine


class MoveForm(forms.Form):
    """Lines, and all that one person counted, ticked; then the outing that they were meant for."""

    counts = forms.MultipleChoiceField(label="Le comptage", required=False, widget=forms.CheckboxSelectMultiple)
    lines = forms.MultipleChoiceField(label="Les lignes", required=False, widget=forms.CheckboxSelectMultiple)
    to = forms.ChoiceField(
        label="Vers la sortie", error_messages={"required": "Choisissez la sortie pour laquelle c'était noté."}
    )

    def __init__(self, *args: Any, page: LogPage, targets: Sequence[Outing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.targets = page, {str(outing.pk): outing for outing in targets}
        self._offer(
            "counts",
            [(count.key, count_words(count)) for count in page.counts],
        )
        self._offer(
            "lines",
            [(str(entry.line.pk), line_words(entry)) for entry in page.lines if entry.may_change],
        )
        self._offer("to", [("", "Choisir"), *((key, outing_words(outing)) for key, outing in self.targets.items())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_to(self) -> Outing:
        return self.targets[self.cleaned_data["to"]]

    def clean(self) -> dict[str, Any]:
        """Refuse a form where nothing is ticked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("counts") and not cleaned.get("lines"):
            raise forms.ValidationError("Cochez ce qui doit changer de sortie.")
        return cleaned

    def keys(self) -> list[UUID]:
        """Return the keys of the taps and lines to move."""
        counts, lines = set(self.cleaned_data["counts"]), self.cleaned_data["lines"]
        taps = [tally.pk for tally in self.page.tallies if key_of_count(tally) in counts]
        return [*taps, *(UUID(line) for line in lines)]


def count_words(count: Count) -> str:
    """Return « Awa Perrin : 1 personne, 2 refus »."""
    people = f"{count.people} personne{'s' if abs(count.people) > 1 else ''}"
    return f"{count.by or 'Une personne partie'} : {people}{f', {count.refusals} refus' if count.refusals else ''}"


def line_words(entry: LogLine) -> str:
    """Return « 9:50, parole : Il faudrait un banc »."""
    at = date_format(localtime(entry.line.made_at), "G:i")
    return f"{at}, {entry.label[:1].lower()}{entry.label[1:]} : {entry.line}"


def outing_words(outing: Outing) -> str:
    """Return « jeu. 11/03 à 09:00, Le marché »."""
    start = localtime(outing.starts_at)
    return f"{start:%d/%m à %H:%M}, {outing.place}"
