"""What the page of figures is asked, in its address."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse

from palier.agenda.periods import FIRST_YEAR, LAST_YEAR, PARIS, Period, PeriodKind, period_of
from palier.fieldlog.forms.scope import NARROW, ScopeForm, address, day_field
from palier.fieldlog.queries.logged import LogScope


class FiguresForm(ScopeForm):
    """``jour`` is any day of the period; the school year of today when the address is not understood."""

    periode = forms.ChoiceField(label="Période", required=False, choices=PeriodKind.choices)
    jour = day_field("Qui contient le")

    field_order = ("periode", "jour", *NARROW)

    def __init__(self, data: Any, *, now: datetime) -> None:
        self.today = now.astimezone(PARIS).date()
        usual = {"periode": PeriodKind.ANNEE_SCOLAIRE, "jour": self.today.isoformat()}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})
        self.is_valid()

    @property
    def period(self) -> Period:
        """The period asked for."""
        day: date = self.cleaned_data.get("jour") or self.today
        day = day if FIRST_YEAR <= day.year <= LAST_YEAR else self.today
        return period_of(PeriodKind(self.cleaned_data.get("periode") or PeriodKind.ANNEE_SCOLAIRE), day)

    @property
    def scope(self) -> LogScope:
        """What is counted."""
        period = self.period
        return LogScope(
            first=period.first,
            last=period.last,
            place=self.key("lieu"),
            zone=self.key("zone"),
            modality=self.cleaned_data.get("modalite", ""),
        )

    def address(self, period: Period | None = None) -> str:
        """Return the query string of this page, or of the same one about another period."""
        period = period or self.period
        asked = {"periode": period.kind.value, "jour": period.first.isoformat()}
        return address(asked | self.asked(*NARROW))

    def rows_url(self, first: date | None = None, last: date | None = None, **more: str) -> str:
        """Return the address of the list of the outings counted here; ``more`` narrows it."""
        days = {"du": (first or self.period.first).isoformat(), "au": (last or self.period.last).isoformat()}
        return reverse("fieldlog:log-list") + address(days | self.asked(*NARROW) | more)
