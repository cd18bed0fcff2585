"""The hours of a week, of a structure or of a place, as a form: seven days, two intervals each."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField

from palier.structures.enums import WeekDay
from palier.structures.queries.hours import OpeningHours

INTERVALS = (1, 2)
WORKING_DAYS = (WeekDay.MARDI, WeekDay.MERCREDI, WeekDay.JEUDI, WeekDay.VENDREDI)
_NO_START = "Il manque l'heure de début."
_NO_END = "Il manque l'heure de fin."
_BACKWARDS = "La fin vient après le début."
_OVERLAP = "Ces heures recouvrent les précédentes."


@dataclass(frozen=True, slots=True)
class DayFields:
    """The four fields of a day, in order: from, to, then from, to."""

    label: str
    fields: list[BoundField]

    @property
    def has_errors(self) -> bool:
        """Whether one of them was refused."""
        return any(field.errors for field in self.fields)


class HoursForm(forms.Form):
    """Its fields are ``lundi_1_start``, ``lundi_1_end``, ``lundi_2_start``...; ``hours`` is what they say."""

    same_week = forms.BooleanField(
        label="Mêmes heures du lundi au vendredi",
        required=False,
        help_text="Celles du lundi sont recopiées à l'enregistrement.",
    )

    def __init__(self, *args: Any, hours: OpeningHours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hours: OpeningHours = {}
        for day in WeekDay:
            known = hours.get(day.value, [])
            for number in INTERVALS:
                start, end = known[number - 1] if number <= len(known) else ("", "")
                self.fields[f"{day.value}_{number}_start"] = _hour("de" if number == 1 else "puis de", start)
                self.fields[f"{day.value}_{number}_end"] = _hour("à", end)

    @property
    def days(self) -> list[DayFields]:
        """The fields, day by day."""
        return [DayFields(day.label, [self[name] for name in _names(day)]) for day in WeekDay]

    def clean(self) -> dict[str, Any]:
        """Read the intervals of each day; an error is told at the hour that is wrong."""
        cleaned = super().clean() or self.cleaned_data
        same_week = bool(cleaned.get("same_week"))
        for day in WeekDay:
            if same_week and day in WORKING_DAYS:
                for name in _names(day):
                    self.errors.pop(name, None)
                intervals = self.hours.get(WeekDay.LUNDI.value, [])
            else:
                intervals = self._intervals(day, cleaned)
            if intervals:
                self.hours[day.value] = intervals
        return cleaned

    def _intervals(self, day: WeekDay, cleaned: dict[str, Any]) -> list[list[str]]:
        found: list[tuple[time, time, str]] = []
        for number in INTERVALS:
            first, last = f"{day.value}_{number}_start", f"{day.value}_{number}_end"
            start, end = cleaned.get(first), cleaned.get(last)
            if first in self.errors or last in self.errors or (start is None and end is None):
                continue
            if start is None:
                self.add_error(first, _NO_START)
            elif end is None:
                self.add_error(last, _NO_END)
            elif end <= start:
                self.add_error(last, _BACKWARDS)
            else:
                found.append((start, end, first))
        found.sort()
        if len(found) == 2 and found[1][0] < found[0][1]:
            self.add_error(f"{day.value}_2_start", _OVERLAP)
        return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end, _ in found]


def _hour(label: str, known: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        initial=known,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Écrivez une heure comme 09:00."},
    )


def _names(day: WeekDay) -> list[str]:
    return [f"{day.value}_{number}_{side}" for number in INTERVALS for side in ("start", "end")]
