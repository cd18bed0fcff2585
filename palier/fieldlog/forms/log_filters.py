"""The filters of the list of outings logged, from the address."""

from typing import Any

from django import forms

from palier.fieldlog.forms.parts import PartForm
from palier.fieldlog.forms.scope import NARROW, ScopeForm, day_field, named_choices
from palier.fieldlog.queries.logged import CLOSED, OPEN, ORDERS, LogScope, LogSearch
from palier.structures.models import Membership


class LogFilterForm(ScopeForm):
    """``lead``: whether the reader may know which outings had an incident. ``part``: the figure one comes from."""

    du = day_field("Du")
    au = day_field("Au")
    membre = forms.ChoiceField(label="Qui est sorti·e", required=False)
    carnet = forms.ChoiceField(
        label="Carnet", required=False, choices=[("", "Clos ou non"), (OPEN, "À clore"), (CLOSED, "Clos")]
    )
    tri = forms.ChoiceField(
        label="Trier par", required=False, choices=[(key, words) for key, (words, _) in ORDERS.items()]
    )
    paroles = forms.BooleanField(label="Avec des paroles", required=False)
    incident = forms.BooleanField(label="Avec un incident", required=False)

    field_order = ("du", "au", *NARROW, "membre", "carnet", "tri", "paroles", "incident")

    def __init__(self, data: Any, *, lead: bool) -> None:
        super().__init__(data)
        self.part = PartForm(data)
        self.offer("membre", "Toute l'équipe", named_choices(Membership.objects))
        if not lead:
            del self.fields["incident"]
        self.is_valid()

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields with a list or a date; the boxes to tick stand after them."""
        return [field for field in self if not isinstance(field.field, forms.BooleanField)]

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [field for field in self if isinstance(field.field, forms.BooleanField)]

    @property
    def scope(self) -> LogScope:
        """Which outings, by their day, place and way."""
        kept = self.cleaned_data
        return LogScope(
            first=kept.get("du"),
            last=kept.get("au"),
            place=self.key("lieu"),
            zone=self.key("zone"),
            modality=kept.get("modalite", ""),
        )

    @property
    def search(self) -> LogSearch:
        """What the address asks for."""
        kept = self.cleaned_data
        return LogSearch(
            scope=self.scope,
            member=self.key("membre"),
            closing=kept.get("carnet", ""),
            with_words=kept.get("paroles", False),
            with_incident=kept.get("incident", False),
            part=self.part.part,
            order=kept.get("tri", ""),
        )
