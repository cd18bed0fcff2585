"""The filters of the list of outings, from the address."""

from typing import Any

from django import forms

from palier.agenda.enums import Modality, OutingState
from palier.agenda.forms.outings import day_field
from palier.agenda.queries.outings import ORDERS, WHEN, OutingSearch, places_to_go
from palier.agenda.queries.regularity_counts import HELD
from palier.territory.models import Place, Zone


class OutingFilterForm(forms.Form):
    """A value that it does not know is no filter."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    mes = forms.BooleanField(label="Mes sorties", required=False)
    quand = forms.ChoiceField(label="Quand", required=False, choices=list(WHEN.items()))
    du = day_field("Du", required=False)
    au = day_field("Au", required=False)
    lieu: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label="Lieu", required=False, queryset=None, empty_label="Tous les lieux"
    )
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label="Zone", required=False, queryset=None, empty_label="Partout"
    )
    modalite = forms.ChoiceField(
        label="Modalité", required=False, choices=[("", "Toutes les modalités"), *Modality.choices]
    )
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous les états"), (HELD, "Tenues"), *OutingState.choices]
    )
    tri = forms.ChoiceField(
        label="Trier par", required=False, choices=[(key, words) for key, (words, _) in ORDERS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, zone = self.fields["lieu"], self.fields["zone"]
        assert isinstance(place, forms.ModelChoiceField)
        assert isinstance(zone, forms.ModelChoiceField)
        place.queryset = places_to_go().only("name")
        zone.queryset = Zone.objects.only("name").order_by("name", "pk")

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields behind « Filtrer et trier »."""
        return [field for field in self if field.name not in {"q", "mes"}]

    def search(self) -> OutingSearch:
        """Return what the address asks for."""
        self.is_valid()
        kept = self.cleaned_data
        place, zone = kept.get("lieu"), kept.get("zone")
        return OutingSearch(
            text=kept.get("q", ""),
            when=kept.get("quand", ""),
            first=kept.get("du"),
            last=kept.get("au"),
            place=place.pk if place else None,
            zone=zone.pk if zone else None,
            modality=kept.get("modalite", ""),
            state=kept.get("etat", ""),
            mine=kept.get("mes", False),
            order=kept.get("tri", ""),
        )
