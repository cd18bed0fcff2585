"""What people type, at a desk, of one line of the log: the same fields as on the phone."""

from typing import Any

from django import forms

from palier.core.images import ACCEPTED, MAX_BYTES
from palier.fieldlog.enums import (
    Duration,
    Incident,
    KnowsStructure,
    Mood,
    NewResident,
    OrientationHow,
    OrientationOutcome,
    OrientationTarget,
)
from palier.fieldlog.line_form import NOBODY_NAMED, LineForm, themes_field
from palier.fieldlog.models import Debrief, Encounter, Entry, Observation, Orientation, Photo
from palier.fieldlog.models.debrief import DEBRIEF_LENGTH
from palier.fieldlog.models.lines import OBSERVATION_LENGTH
from palier.structures.enums import Theme


class EncounterForm(LineForm):
    """A conversation, without anything about who it was with."""

    model = Encounter
    new_title, edit_title = "Ajouter une rencontre", "Corriger la rencontre"

    duration = forms.ChoiceField(label="Durée", choices=Duration.choices, initial=Duration.NC)
    themes = themes_field()
    knows_structure = forms.ChoiceField(
        label="Connaissait le centre", choices=KnowsStructure.choices, initial=KnowsStructure.NC
    )
    new_resident = forms.BooleanField(label="Nouvel·le habitant·e du quartier", required=False)

    def shown(self, line: Entry) -> dict[str, Any]:
        found = super().shown(line)
        return {**found, "new_resident": found["new_resident"] == NewResident.OUI}

    def clean_new_resident(self) -> str:
        return NewResident.OUI if self.cleaned_data["new_resident"] else NewResident.NC


class OrientationForm(LineForm):
    """Somebody was told of a service, or taken to it."""

    model = Orientation
    new_title, edit_title = "Ajouter une orientation", "Corriger l'orientation"

    target = forms.ChoiceField(label="Vers", choices=OrientationTarget.choices)
    how = forms.ChoiceField(label="Comment", choices=OrientationHow.choices, initial=OrientationHow.INFORMATION)
    theme = forms.ChoiceField(label="Pour quoi", choices=[("", "Non précisé"), *Theme.choices], required=False)
    outcome = forms.ChoiceField(label="Suite", choices=OrientationOutcome.choices, initial=OrientationOutcome.INCONNUE)


class ObservationForm(LineForm):
    """Something seen of the place."""

    model = Observation
    new_title, edit_title = "Ajouter une observation", "Corriger l'observation"

    text = forms.CharField(
        label="Ce que l'on a vu du lieu",
        max_length=OBSERVATION_LENGTH,
        help_text=f"Du lieu, jamais d'une personne. {NOBODY_NAMED}",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez ce que vous avez vu."},
    )
    themes = themes_field()


class PhotoForm(LineForm):
    """A picture of the place; later, its caption alone changes."""

    model = Photo
    new_title, edit_title = "Ajouter une photo", "Corriger la légende"

    picture = forms.FileField(
        label="Photo",
        help_text=f"PNG, JPEG ou WebP, {MAX_BYTES // 1024 // 1024} Mo au plus. Palier n'en garde que l'image, réduite.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Cette image est vide : choisissez-en une autre."},
    )
    nobody_on_it = forms.BooleanField(
        label="Personne n'est sur cette photo",
        error_messages={"required": "Une photo où l'on voit quelqu'un n'entre pas dans le carnet."},
    )
    caption = forms.CharField(label="Légende", max_length=200, required=False, help_text=NOBODY_NAMED)

    def prepare(self) -> None:
        if self.line is not None:
            del self.fields["picture"], self.fields["nobody_on_it"]


class DebriefForm(LineForm):
    """How the outing ended: how each one comes back, what went wrong, what would help."""

    model = Debrief
    new_title, edit_title = "Clore la sortie", "Corriger le débriefing"
    MOOD = "mood_"

    nobody = forms.BooleanField(
        label="Personne aujourd'hui : on n'a rencontré personne",
        required=False,
        help_text="C'est une sortie, comme une autre.",
    )
    incident = forms.ChoiceField(label="Un incident ?", choices=Incident.choices, initial=Incident.AUCUN)
    incident_text = forms.CharField(
        label="Ce qui s'est passé",
        required=False,
        max_length=DEBRIEF_LENGTH,
        help_text=f"Ce que l'équipe a vécu. {NOBODY_NAMED}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_supervision = forms.BooleanField(label="À porter en analyse de pratiques", required=False)
    support_wanted = forms.BooleanField(label="Un soutien serait bienvenu", required=False)
    support_text = forms.CharField(
        label="Lequel", required=False, max_length=DEBRIEF_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    sentence = forms.CharField(label="La phrase du jour", required=False, max_length=300)

    def prepare(self) -> None:
        moods = self.line.moods if isinstance(self.line, Debrief) else {}
        choices = [("", "Non demandé"), *Mood.choices]
        for pk, name in self.team.items():
            field = forms.ChoiceField(label=f"{name} rentre", choices=choices, required=False)
            field.initial = moods.get(str(pk), "")
            self.fields[f"{self.MOOD}{pk}"] = field
        self.order_fields(["nobody", *(f"{self.MOOD}{pk}" for pk in self.team)])

    def columns(self) -> dict[str, Any]:
        """Return what is written in the line; the mood of who left the team since stays as it was said."""
        said = dict(self.line.moods) if isinstance(self.line, Debrief) else {}
        told = {str(pk): self.cleaned_data[f"{self.MOOD}{pk}"] for pk in self.team}
        moods = {pk: mood for pk, mood in {**said, **told}.items() if mood}
        return {**super().columns(), "moods": moods}


# By the word that their addresses hold.
LINE_FORMS: dict[str, type[LineForm]] = {
    form.model.WORD: form for form in (EncounterForm, OrientationForm, ObservationForm, PhotoForm, DebriefForm)
}
