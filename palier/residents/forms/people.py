"""What people choose in the list, and say of a call."""

from typing import Any

from django import forms

from palier.documents.reading.characters import clean_line
from palier.residents.actions.calls import OUTCOMES
from palier.residents.enums import CallState
from palier.residents.models import NOTE_LENGTH
from palier.residents.queries.people import STATES, WAITING, PeopleSearch, languages_of_people, places_of_people
from palier.territory.models import Place


class PeopleFilterForm(forms.Form):
    """The filters of the list; a wrong one counts as none."""

    etat = forms.ChoiceField(label="Suite", choices=list(STATES.items()), required=False)
    lieu: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label="Lieu", queryset=None, required=False, empty_label="Tous les lieux"
    )
    langue = forms.ChoiceField(label="Langue", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, language = self.fields["lieu"], self.fields["langue"]
        assert isinstance(place, forms.ModelChoiceField)
        assert isinstance(language, forms.ChoiceField)
        place.queryset = places_of_people()
        language.choices = [("", "Toutes les langues"), *languages_of_people()]

    def search(self) -> PeopleSearch:
        """Return what the address asks for."""
        self.full_clean()
        asked = getattr(self, "cleaned_data", {})
        place = asked.get("lieu")
        return PeopleSearch(
            state=asked.get("etat") or WAITING,
            place_id=place.pk if place else None,
            language=asked.get("langue") or "",
        )


class CallForm(forms.Form):
    """What became of a call."""

    outcome = forms.TypedChoiceField(
        label="Ce qu'il en est",
        choices=[(state.value, state.label) for state in OUTCOMES],
        coerce=CallState,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une suite."},
    )
    note = forms.CharField(
        label="Suite donnée",
        max_length=NOTE_LENGTH,
        required=False,
        help_text="Pas de nom, pas de numéro : « Rendez-vous au centre mardi », par exemple.",
    )

    def clean_note(self) -> str:
        return clean_line(self.cleaned_data["note"])
