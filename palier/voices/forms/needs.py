"""What people type about shared needs, and the filters of their list."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models.functions import Lower

from palier.documents.reading.typed import clean_texts
from palier.structures.enums import Theme
from palier.territory.models import Zone
from palier.voices.actions.needs import NeedCard
from palier.voices.models import ALERT_PLACES, ALERT_WORDS, SharedNeed
from palier.voices.models.need import TITLE_LENGTH
from palier.voices.queries.needs import ORDERS, STATES, NeedSearch

REASON_LENGTH = 300
MOST = 1000


def zone_choices() -> list[tuple[str, str]]:
    """Return (key, name) pairs, by name."""
    return [(str(pk), name) for pk, name in Zone.objects.order_by(Lower("name"), "pk").values_list("pk", "name")]


class NeedForm(forms.Form):
    """A need in one sentence, and what goes with it."""

    title = forms.CharField(
        label="Le besoin, en une phrase",
        max_length=TITLE_LENGTH,
        help_text="Sans nom de personne : cette phrase partira chez les partenaires.",
        error_messages={"required": "Écrivez le besoin en une phrase."},
    )
    description = forms.CharField(
        label="Précisions",
        max_length=2000,
        required=False,
        help_text="Pour l'équipe : ce qu'on sait de plus, ce qui a déjà été essayé.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    theme = forms.ChoiceField(label="Thème", choices=Theme.choices, initial=Theme.AUTRE)
    zone = forms.ChoiceField(label="Quartier", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", "Pas un quartier en particulier"), *zone_choices()]

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)

    @property
    def card(self) -> NeedCard:
        """What was written."""
        kept = self.cleaned_data
        zone = Zone.objects.filter(pk=kept["zone"]).first() if kept["zone"] else None
        return NeedCard(kept["title"], kept["description"], kept["theme"], zone)


def initial_of(need: SharedNeed) -> dict[str, str]:
    """Return what a NeedForm about ``need`` begins with."""
    return {
        "title": need.title,
        "description": need.description,
        "theme": need.theme,
        "zone": str(need.zone_id or ""),
    }


class CloseForm(forms.Form):
    """Why a need is relayed to nobody."""

    reason = forms.CharField(
        label="Pourquoi n'est-il pas relayé ?",
        max_length=REASON_LENGTH,
        help_text="Par exemple : réparé entre-temps, les habitant·es s'en chargent.",
        error_messages={"required": "Dites pourquoi ce besoin n'est pas relayé."},
    )

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class ThresholdForm(forms.Form):
    """From how many words, of how many places, a need deserves an alert."""

    words = forms.IntegerField(label="Paroles", min_value=1, max_value=MOST, initial=ALERT_WORDS)
    places = forms.IntegerField(
        label="Lieux différents",
        min_value=1,
        max_value=MOST,
        initial=ALERT_PLACES,
        help_text="Avec 1, le lieu ne compte pas.",
    )


class NeedFilterForm(forms.Form):
    """The filters of the list, from the address; a value that is not known is no filter."""

    q = forms.CharField(label="Mots du besoin", required=False, max_length=100)
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous les thèmes"), *Theme.choices])
    zone = forms.ChoiceField(label="Quartier", required=False)
    etat = forms.ChoiceField(label="Où il en est", required=False, choices=STATES)
    tri = forms.ChoiceField(label="Trier par", required=False, choices=list(ORDERS.items()))
    retard = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", "Tous les quartiers"), *zone_choices()]
        self.is_valid()

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields but the box to tick."""
        return [field for field in self if field.name != "retard"]

    @property
    def search(self) -> NeedSearch:
        """What the address asks for."""
        kept = self.cleaned_data
        zone = kept.get("zone")
        return NeedSearch(
            text=kept.get("q", ""),
            theme=kept.get("theme", ""),
            zone=UUID(zone) if zone else None,
            state=kept.get("etat", ""),
            late=kept.get("retard", False),
            order=kept.get("tri", ""),
        )
