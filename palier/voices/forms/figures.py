"""What the page of figures is asked, in its address."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from palier.agenda.periods import FIRST_YEAR, LAST_YEAR, PARIS, Period, PeriodKind, period_of
from palier.structures.enums import Theme
from palier.voices.forms.needs import zone_choices
from palier.voices.queries.need_figures import FigureScope


class WordFiguresForm(forms.Form):
    """``jour`` is any day of the period; the school year of today when the address is not understood."""

    periode = forms.ChoiceField(label="Période", required=False, choices=PeriodKind.choices)
    jour = forms.DateField(
        label="Qui contient le", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous les thèmes"), *Theme.choices])
    zone = forms.ChoiceField(label="Quartier", required=False)

    def __init__(self, data: Any, *, now: datetime) -> None:
        self.today = now.astimezone(PARIS).date()
        usual = {"periode": PeriodKind.ANNEE_SCOLAIRE, "jour": self.today.isoformat()}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", "Tous les quartiers"), *zone_choices()]
        self.is_valid()

    @property
    def period(self) -> Period:
        """The period asked for."""
        day: date = self.cleaned_data.get("jour") or self.today
        day = day if FIRST_YEAR <= day.year <= LAST_YEAR else self.today
        return period_of(PeriodKind(self.cleaned_data.get("periode") or PeriodKind.ANNEE_SCOLAIRE), day)

    @property
    def scope(self) -> FigureScope:
        """What is counted."""
        zone = self.cleaned_data.get("zone")
        return FigureScope(self.period, self.cleaned_data.get("theme", ""), UUID(zone) if zone else None)

    def address(self, period: Period | None = None, /, **more: str) -> str:
        """Return the query string of this page, about another period, or narrowed by ``more``."""
        period = period or self.period
        asked = {"periode": period.kind.value, "jour": period.first.isoformat()}
        asked |= {name: self.cleaned_data.get(name) or "" for name in ("theme", "zone")} | more
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    def inbox(self, **more: str) -> str:
        """Return the query string of the list of the words counted here."""
        asked = {"etat": "toutes", "du": self.period.first.isoformat(), "au": self.period.last.isoformat()}
        asked |= {name: self.cleaned_data.get(name) or "" for name in ("theme", "zone")} | more
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"
