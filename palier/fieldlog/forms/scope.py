"""The filters that the list and the figures share, from the address. A value that is not known is no filter."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models.functions import Lower

from palier.agenda.enums import Modality
from palier.territory.models import Place, Zone

NARROW = ("lieu", "zone", "modalite")


def named_choices(rows: Any) -> list[tuple[str, str]]:
    """Return (key, name) pairs, by name."""
    return [(str(pk), name) for pk, name in rows.order_by(Lower("name"), "pk").values_list("pk", "name")]


def day_field(label: str) -> forms.DateField:
    """Return an optional field that takes a day, with the browser's own choice of one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


class ScopeForm(forms.Form):
    """Where and how: places archived since stay here, since teams went there."""

    lieu = forms.ChoiceField(label="Lieu", required=False)
    zone = forms.ChoiceField(label="Zone", required=False)
    modalite = forms.ChoiceField(
        label="Modalité", required=False, choices=[("", "Toutes les modalités"), *Modality.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.place_names = dict(named_choices(Place.objects))
        self.offer("lieu", "Tous les lieux", list(self.place_names.items()))
        self.offer("zone", "Partout", named_choices(Zone.objects))

    def offer(self, name: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        """Set the choices of a field, ``nothing`` first: the words for no filter."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def key(self, name: str) -> UUID | None:
        """Return the key that a field asks for."""
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None

    def asked(self, *names: str) -> dict[str, str]:
        """Return what the address asks for in these fields, without the empty ones."""
        return {name: str(self.cleaned_data[name]) for name in names if self.cleaned_data.get(name)}

    @property
    def is_narrowed(self) -> bool:
        """Whether some outings of the period are left out."""
        return bool(self.asked(*NARROW))


def address(asked: dict[str, str]) -> str:
    """Return a query string."""
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
