"""What the page of regularity is asked, in its address."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models.functions import Lower

from palier.agenda.enums import Modality
from palier.agenda.periods import FIRST_YEAR, LAST_YEAR, PARIS, Period, PeriodKind, period_of
from palier.agenda.queries.regularity_counts import Scope
from palier.territory.models import Place, Zone

WEEKS = {"4": "4 semaines", "8": "8 semaines", "12": "12 semaines", "26": "6 mois"}
USUAL_WEEKS = "8"
_NARROW = ("lieu", "zone", "modalite")


def _named(rows: Any) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in rows.order_by(Lower("name"), "pk").values_list("pk", "name")]


class RegularityForm(forms.Form):
    """A value that it does not know is no filter; ``jour`` is any day of the period."""

    periode = forms.ChoiceField(label="Période", required=False, choices=PeriodKind.choices)
    jour = forms.DateField(
        label="Qui contient le", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    lieu = forms.ChoiceField(label="Lieu", required=False)
    zone = forms.ChoiceField(label="Zone", required=False)
    modalite = forms.ChoiceField(
        label="Modalité", required=False, choices=[("", "Toutes les modalités"), *Modality.choices]
    )
    semaines = forms.ChoiceField(label="Lieu oublié après", required=False, choices=list(WEEKS.items()))

    def __init__(self, data: Any, *, now: datetime) -> None:
        today = now.astimezone(PARIS).date()
        usual = {"periode": PeriodKind.ANNEE_SCOLAIRE, "jour": today.isoformat(), "semaines": USUAL_WEEKS}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})
        self._today = today
        for name, words, rows in (("lieu", "Tous les lieux", Place.objects), ("zone", "Partout", Zone.objects)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", words), *_named(rows)]
        self.is_valid()

    @property
    def period(self) -> Period:
        """The period asked for; the school year of today when the address is not understood."""
        day: date = self.cleaned_data.get("jour") or self._today
        day = day if FIRST_YEAR <= day.year <= LAST_YEAR else self._today
        return period_of(PeriodKind(self.cleaned_data.get("periode") or PeriodKind.ANNEE_SCOLAIRE), day)

    @property
    def weeks(self) -> int:
        """After how many weeks without presence a place is said forgotten."""
        return int(self.cleaned_data.get("semaines") or USUAL_WEEKS)

    @property
    def scope(self) -> Scope:
        """What is counted."""
        kept = self.cleaned_data
        place, zone = kept.get("lieu"), kept.get("zone")
        return Scope(
            self.period,
            place=UUID(place) if place else None,
            zone=UUID(zone) if zone else None,
            modality=kept.get("modalite", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether some outings of the period are left out."""
        return any(self.cleaned_data.get(name) for name in _NARROW)

    def address(self, period: Period | None = None) -> str:
        """Return the query string of this page, or of the same one about another period."""
        period = period or self.period
        asked = {"periode": period.kind.value, "jour": period.first.isoformat()}
        asked |= {name: self.cleaned_data.get(name, "") for name in (*_NARROW, "semaines")}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    def rows_address(self, **more: str) -> str:
        """Return the query string of the list of outings that are counted here."""
        period = self.period
        asked = {"du": period.first.isoformat(), "au": min(period.last, self._today).isoformat()}
        asked |= {name: self.cleaned_data.get(name, "") for name in _NARROW}
        return f"?{urlencode({name: value for name, value in {**asked, **more}.items() if value})}"
