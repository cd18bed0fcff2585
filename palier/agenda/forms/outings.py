"""What people type about one outing."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from palier.agenda.enums import CancelReason, Intent, Modality
from palier.agenda.models import Outing, Vehicle
from palier.agenda.models.series import CROWD, PAIR
from palier.agenda.queries.conflicts import Slot
from palier.agenda.queries.outings import places_to_go
from palier.agenda.queries.vehicles import vehicles_in_use
from palier.agenda.recurrence import PARIS, instants
from palier.documents.reading.characters import clean_line, clean_lines
from palier.territory.models import Place

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_WRONG_YEAR = "Cette année n'est pas la bonne."
# Past these, days have no midnight in UTC, and no calendar follows.
IN_REASON = (MinValueValidator(FIRST_DAY, _WRONG_YEAR), MaxValueValidator(LAST_DAY, _WRONG_YEAR))
MOST_MATERIAL, LONGEST_MATERIAL = 30, 80
_COLUMNS = (
    *("name", "modality", "intents", "place_id", "vehicle_id", "starts_at", "ends_at", "smallest_team"),
    *("largest_team", "material", "plan_action", "note", "is_public"),
)


def day_field(label: str, *, required: bool = True) -> forms.DateField:
    """Return a field that takes a day, with the browser's own choice of one."""
    return forms.DateField(
        label=label,
        required=required,
        validators=IN_REASON,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Donnez une date.",
            "invalid": "Cette date n'est pas comprise : écrivez-la comme 31/12/2026.",
        },
    )


def hour_field(label: str) -> forms.TimeField:
    """Return a field that takes an hour, with the browser's own choice of one."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": "Donnez une heure.",
            "invalid": "Cette heure n'est pas comprise : écrivez-la comme 09:30.",
        },
    )


class MoveForm(forms.Form):
    """A day and hours in Paris. ``moment`` is the pair of instants, in UTC, once valid."""

    day = day_field("Jour")
    start = hour_field("De")
    end = hour_field("À")

    def clean(self) -> dict[str, Any]:
        """Put the hours in order."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", "L'heure de fin vient après l'heure de début.")
        return cleaned

    @property
    def moment(self) -> tuple[datetime, datetime]:
        """When the outing starts and ends."""
        return instants(self.cleaned_data["day"], self.cleaned_data["start"], self.cleaned_data["end"])


class OutingForm(MoveForm):
    """Every field of an outing; ``columns`` is what the actions write."""

    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label="Lieu",
        queryset=None,
        empty_label="Choisissez un lieu",
        error_messages={"required": "Choisissez un lieu."},
    )
    modality = forms.ChoiceField(label="Modalité", choices=Modality.choices)
    name = forms.CharField(
        label="Nom", required=False, max_length=120, help_text="Sans nom, la sortie porte celui de sa modalité."
    )
    intents = forms.MultipleChoiceField(
        label="Pourquoi y aller", choices=Intent.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    smallest_team = forms.IntegerField(
        label="Personnes au moins", min_value=1, max_value=CROWD, help_text="On sort à deux, au moins."
    )
    largest_team = forms.IntegerField(label="Personnes au plus", min_value=1, max_value=CROWD)
    material = forms.CharField(
        label="Matériel", required=False, help_text="Une chose par ligne.", widget=forms.Textarea(attrs={"rows": 3})
    )
    vehicle: "forms.ModelChoiceField[Vehicle]" = forms.ModelChoiceField(
        label="Véhicule", required=False, queryset=None, empty_label="Aucun"
    )
    plan_action = forms.CharField(label="Action du projet social servie", required=False, max_length=200)
    note = forms.CharField(
        label="Note pour l'équipe",
        required=False,
        max_length=2000,
        help_text="Rien sur la vie des personnes.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_public = forms.BooleanField(label="Annoncée aux habitant·es", required=False)

    field_order = ("place", "day", "start", "end", "modality", "name", "intents", "smallest_team", "largest_team")

    def __init__(
        self, data: Any = None, *, outing: Outing | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=(initial_of(outing) if outing else NEW) | (initial or {}))
        place, vehicle = self.fields["place"], self.fields["vehicle"]
        assert isinstance(place, forms.ModelChoiceField)
        assert isinstance(vehicle, forms.ModelChoiceField)
        place.queryset = places_to_go(outing.place_id if outing else None)
        vehicle.queryset = vehicles_in_use(outing.vehicle_id if outing else None)

    def clean_material(self) -> list[str]:
        """Return one entry a line, at most thirty."""
        lines = [clean_line(line) for line in self.cleaned_data["material"].splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_MATERIAL or any(len(line) > LONGEST_MATERIAL for line in kept):
            raise forms.ValidationError(f"{MOST_MATERIAL} lignes au plus, de {LONGEST_MATERIAL} caractères chacune.")
        return kept

    def clean(self) -> dict[str, Any]:
        """Clean the texts, put the size of the team in order."""
        cleaned = super().clean()
        for name in ("name", "plan_action"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        cleaned["note"] = clean_lines(cleaned.get("note", ""))
        least, most = cleaned.get("smallest_team"), cleaned.get("largest_team")
        if least and most and most < least:
            self.add_error("largest_team", "C'est moins que le nombre de personnes au moins.")
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        """The values of the columns, as the actions write them."""
        vehicle = self.cleaned_data["vehicle"]
        starts_at, ends_at = self.moment
        found = {
            **self.cleaned_data,
            "place_id": self.cleaned_data["place"].pk,
            "vehicle_id": vehicle.pk if vehicle else None,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }
        return {name: found[name] for name in _COLUMNS}

    def slot(self, outing: Outing | None, people: Any) -> Slot:
        """Return what this outing would take, to look for conflicts before it is saved."""
        place, vehicle = self.cleaned_data["place"], self.cleaned_data["vehicle"]
        starts_at, ends_at = self.moment
        return Slot(
            key=outing.pk if outing else None,
            label=self.cleaned_data["name"],
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.pk,
            place_name=place.name,
            place_hours=place.hours,
            vehicle=vehicle.pk if vehicle else None,
            vehicle_name=vehicle.name if vehicle else "",
            people=people,
        )


NEW: dict[str, Any] = {
    "modality": Modality.PRESENCE_SOCIALE,
    "start": time(9),
    "end": time(11),
    "smallest_team": PAIR,
    "largest_team": 3,
    "is_public": True,
}


def moment_of(outing: Outing) -> dict[str, Any]:
    """Return the day and the hours of an outing in Paris, as the forms name them."""
    start, end = outing.starts_at.astimezone(PARIS), outing.ends_at.astimezone(PARIS)
    return {"day": start.date(), "start": start.time(), "end": end.time()}


def initial_of(outing: Outing) -> dict[str, Any]:
    """Return the values of an outing as the form shows them."""
    names = ("name", "modality", "intents", "place", "smallest_team", "largest_team", "vehicle", "plan_action", "note")
    shown = {name: getattr(outing, name) for name in (*names, "is_public")}
    return {**shown, **moment_of(outing), "material": "\n".join(outing.material)}


class CancelForm(forms.Form):
    """Why an outing does not take place."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un motif."},
    )
    note = forms.CharField(label="Précision", required=False, max_length=300, help_text="Rien sur une personne.")

    def clean_note(self) -> str:
        """Clean the text of what is invisible."""
        return clean_line(self.cleaned_data["note"])


class VehicleForm(forms.Form):
    """The name of a vehicle."""

    name = forms.CharField(
        label="Nom du véhicule",
        max_length=80,
        help_text="Le triporteur, la caravane, le minibus…",
        error_messages={"required": "Donnez un nom à ce véhicule."},
    )

    def clean_name(self) -> str:
        """Clean the text of what is invisible."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Donnez un nom à ce véhicule.")
        return name


def end_of_departure(now: datetime) -> time:
    """Return the hour at which a team that leaves now is expected back, unless it says another: two hours later."""
    local = now.astimezone(PARIS)
    back = local + timedelta(hours=2)
    return back.time().replace(second=0, microsecond=0) if back.date() == local.date() else time(23, 59)
