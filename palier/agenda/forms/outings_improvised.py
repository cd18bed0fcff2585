"""What one taps to go out now."""

from datetime import datetime
from typing import Any

from django import forms

from palier.agenda.actions.improvising import Departure
from palier.agenda.enums import Modality
from palier.agenda.forms.outings import end_of_departure, hour_field
from palier.agenda.queries.outings import places_to_go, recent_places, usual_companions
from palier.agenda.recurrence import PARIS, instants
from palier.documents.reading.characters import clean_line
from palier.structures.models import Membership
from palier.territory.models import Place

ELSEWHERE = ""


class ImprovisedForm(forms.Form):
    """A recent place (the last one is chosen already), another one, or a new one; with whom; back when."""

    place = forms.ChoiceField(label="Où", required=False, widget=forms.RadioSelect)
    other_place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label="Un autre de vos lieux", required=False, queryset=None, empty_label="Choisissez un lieu"
    )
    new_place = forms.CharField(label="Ou un nouveau lieu", required=False, max_length=160)
    companions: "forms.ModelMultipleChoiceField[Membership]" = forms.ModelMultipleChoiceField(
        label="Avec qui", required=False, queryset=None, widget=forms.CheckboxSelectMultiple
    )
    alone_reason = forms.CharField(
        label="Si vous partez seul·e : pourquoi",
        required=False,
        max_length=300,
        help_text="Dix caractères au moins. On sort à deux : la raison est gardée dans le journal.",
    )
    end = hour_field("De retour vers")
    modality = forms.ChoiceField(label="Modalité", choices=Modality.choices)

    def __init__(self, data: Any = None, *, leaver: Membership, now: datetime) -> None:
        recent = recent_places()
        first = str(recent[0].pk) if recent else ELSEWHERE
        start = {"place": first, "end": end_of_departure(now), "modality": Modality.PRESENCE_SOCIALE}
        super().__init__(data, initial=start)
        self.now = now
        place, other, companions = self.fields["place"], self.fields["other_place"], self.fields["companions"]
        assert isinstance(place, forms.ChoiceField)
        assert isinstance(other, forms.ModelChoiceField)
        assert isinstance(companions, forms.ModelMultipleChoiceField)
        place.choices = [*((str(found.pk), found.name) for found in recent), (ELSEWHERE, "Ailleurs")]
        other.queryset = places_to_go()
        companions.queryset = usual_companions(leaver)
        if not recent:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """Ask for one place, and for an hour to come."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("new_place", "alone_reason"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        elsewhere = not cleaned.get("place")
        if elsewhere and not cleaned.get("other_place") and not cleaned["new_place"]:
            self.add_error("new_place", "Dites où vous allez : un lieu de la liste, ou le nom d'un nouveau.")
        if cleaned.get("end") and self._end() <= self.now:
            self.add_error("end", "Cette heure est passée.")
        return cleaned

    def departure(self) -> Departure:
        """Return what was tapped, once valid."""
        kept = self.cleaned_data
        known = Place.objects.get(pk=kept["place"]) if kept.get("place") else kept["other_place"]
        return Departure(
            ends_at=self._end(),
            place=known,
            new_place="" if known else kept["new_place"],
            modality=kept["modality"],
            companions=list(kept["companions"]),
            alone_reason=kept["alone_reason"],
        )

    def _end(self) -> datetime:
        local = self.now.astimezone(PARIS)
        _start, end = instants(local.date(), local.time().replace(tzinfo=None), self.cleaned_data["end"])
        return end if self.cleaned_data["end"] > local.time() else self.now
