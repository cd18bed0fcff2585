"""What a lead types to plan a series."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from palier.agenda.calendar_facts.zones import holiday_zone_of
from palier.agenda.enums import CancelReason, Frequency, Intent, Modality, Rotation, SchoolZone
from palier.agenda.forms.outings import IN_REASON
from palier.agenda.forms.series_places import line_count, lines_of
from palier.agenda.models import OutingSeries, Vehicle
from palier.agenda.recurrence import LAST, RANKS, Exceptions, Rule
from palier.agenda.recurrence_text import MONTHS, sorted_ranks
from palier.agenda.rotation import Turn
from palier.agenda.series_plan import SeriesPlan, SeriesRefused, check_plan
from palier.documents.reading.characters import clean_line, clean_lines
from palier.structures.enums import WeekDay
from palier.structures.models import Membership, Structure
from palier.territory.models import Place

TEAMS = (1, 2, 3, 4)
RANK_LABELS = {1: "1er du mois", 2: "2e", 3: "3e", 4: "4e", LAST: "Dernier du mois"}
ZONES = [("", "Pas connue (Corse, outre-mer…)"), *SchoolZone.choices]
_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_WEIGHT = "Un poids va de 1 à 10."


class SeriesForm(forms.Form):
    """A series whole: its rhythm, its places line by line, its teams. ``plan()`` is what it says, once valid."""

    name = forms.CharField(
        label="Nom de la série", max_length=120, error_messages={"required": "Donnez un nom que l'équipe reconnaîtra."}
    )
    modality = forms.ChoiceField(label="Modalité", choices=Modality.choices)
    frequency = forms.ChoiceField(label="Rythme", choices=Frequency.choices, widget=forms.RadioSelect)
    interval = forms.IntegerField(
        label="Toutes les combien de semaines (ou de mois)",
        help_text="1 : chaque fois. 2 : une fois sur deux.",
        min_value=1,
        max_value=12,
    )
    weekdays = forms.MultipleChoiceField(
        label="Jours",
        choices=WeekDay.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un jour."},
    )
    ranks = forms.TypedMultipleChoiceField(
        label="Lesquels du mois",
        help_text="Seulement si le rythme suit le mois : 1er et 3e, dernier…",
        choices=[(rank, RANK_LABELS[rank]) for rank in RANKS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    months = forms.TypedMultipleChoiceField(
        label="Mois de la saison",
        help_text="Rien de coché : toute l'année.",
        choices=list(enumerate(MONTHS, 1)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = forms.DateField(label="À partir du", widget=_DATE, validators=IN_REASON)
    ends_on = forms.DateField(
        label="Jusqu'au", help_text="Ce jour compris, deux ans au plus.", widget=_DATE, validators=IN_REASON
    )
    start_time = forms.TimeField(label="De", widget=_TIME)
    end_time = forms.TimeField(label="À", widget=_TIME)
    skip_public_holidays = forms.BooleanField(label="Pas les jours fériés", required=False)
    skip_school_holidays = forms.BooleanField(label="Pas pendant les vacances scolaires", required=False)
    school_zone = forms.ChoiceField(label="Zone de vacances", choices=ZONES, required=False)
    rotation = forms.ChoiceField(label="Les lieux tournent", choices=Rotation.choices, widget=forms.RadioSelect)
    smallest_team = forms.IntegerField(label="Personnes au moins", min_value=1, max_value=30)
    largest_team = forms.IntegerField(label="Personnes au plus", min_value=1, max_value=30)
    vehicle: forms.ModelChoiceField[Vehicle] = forms.ModelChoiceField(
        label="Véhicule", queryset=None, required=False, empty_label="Aucun"
    )
    material = forms.CharField(
        label="Matériel", help_text="Une chose par ligne.", required=False, max_length=2000, widget=forms.Textarea
    )
    intents = forms.MultipleChoiceField(
        label="Pourquoi y aller", choices=Intent.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    plan_action = forms.CharField(label="Action du projet social servie", required=False, max_length=200)
    note = forms.CharField(
        label="Note pour l'équipe",
        help_text="Rien sur la vie des personnes.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_public = forms.BooleanField(label="Annoncée aux habitant·es", required=False)
    lines = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        structure: Structure,
        series: OutingSeries | None = None,
        since: date | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.structure, self.series, self.since = structure, series, since
        self._plan: SeriesPlan | None = None
        self.line_total = line_count(data if data is not None else initial or {})
        self._add_places(Place.objects.filter(archived_at=None).order_by("name").values_list("pk", "name"))
        people = Membership.objects.filter(ended_at=None).order_by("name", "pk").values_list("pk", "name")
        self._add_teams(list(people))
        vehicles = self.fields["vehicle"]
        assert isinstance(vehicles, forms.ModelChoiceField)
        vehicles.queryset = Vehicle.objects.filter(archived_at=None).order_by("name")

    def _add_places(self, places: Iterable[tuple[UUID, str]]) -> None:
        choices = [("", "Choisir un lieu"), *((str(pk), name) for pk, name in places)]
        for number in range(1, self.line_total + 1):
            self.fields[f"place_{number}"] = forms.ChoiceField(label=f"Lieu {number}", choices=choices, required=False)
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=f"Poids du lieu {number}",
                required=False,
                min_value=1,
                max_value=10,
                error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), _WEIGHT),
                widget=forms.NumberInput(attrs={"min": 1, "max": 10}),
                initial=1,
            )

    def _add_teams(self, people: list[tuple[UUID, str]]) -> None:
        for number in TEAMS:
            self.fields[f"team_{number}"] = forms.TypedMultipleChoiceField(
                label=f"Équipe {number}",
                choices=[(str(pk), name) for pk, name in people],
                coerce=UUID,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def has_no_place(self) -> bool:
        """Whether the structure has no place to go to yet."""
        return len(self["place_1"].field.choices) == 1  # type: ignore[attr-defined]

    @property
    def place_lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """The lines of places: number, place, weight."""
        return [(n, self[f"place_{n}"], self[f"weight_{n}"]) for n in range(1, self.line_total + 1)]

    @property
    def team_fields(self) -> list[forms.BoundField]:
        """The four teams."""
        return [self[f"team_{number}"] for number in TEAMS]

    def typed(self) -> dict[str, Any]:
        """Return what was typed, without checking it: to show the form again with its lines moved."""
        return {name: self[name].data for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields, then the plan as a whole."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("frequency") == Frequency.MENSUELLE and not cleaned.get("ranks"):
            self.add_error("ranks", "Cochez lesquels : le 1er, le 3e, le dernier…")
        if {"start_time", "end_time"} <= cleaned.keys() and cleaned["end_time"] <= cleaned["start_time"]:
            self.add_error("end_time", "L'heure de fin vient après l'heure de début.")
        if {"starts_on", "ends_on"} <= cleaned.keys() and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", "La fin de la série vient après son début.")
        if {"smallest_team", "largest_team"} <= cleaned.keys() and cleaned["largest_team"] < cleaned["smallest_team"]:
            self.add_error("largest_team", "Il en faut au moins autant que le nombre du dessus.")
        self._check_places(cleaned)
        if not self.errors:
            self._plan = self._written(cleaned)
            try:
                check_plan(self._plan)
            except SeriesRefused as refused:
                self.add_error(None, str(refused))
        return cleaned

    def plan(self) -> SeriesPlan:
        """Return the plan of a valid form."""
        assert self._plan is not None
        return self._plan

    def _check_places(self, cleaned: dict[str, Any]) -> None:
        seen: set[str] = set()
        for number, (place, _) in enumerate(lines_of({**cleaned, "lines": str(self.line_total)}), 1):
            if place and place in seen:
                self.add_error(f"place_{number}", "Ce lieu est déjà dans la liste : donnez-lui plutôt un poids.")
            seen.add(place)
        if not seen - {""} and not any(name.startswith("place_") for name in self.errors):
            self.add_error("place_1", "Choisissez au moins un lieu.")

    def _written(self, cleaned: dict[str, Any]) -> SeriesPlan:
        monthly = cleaned["frequency"] == Frequency.MENSUELLE
        rule = Rule(
            frequency=Frequency(cleaned["frequency"]),
            weekdays=tuple(day for day in WeekDay if day in cleaned["weekdays"]),
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            interval=cleaned["interval"],
            ranks=tuple(sorted_ranks(cleaned["ranks"])) if monthly else (),
            months=tuple(sorted(cleaned["months"])),
        )
        lines = lines_of({**cleaned, "lines": str(self.line_total)})
        teams = {number: tuple(cleaned[f"team_{number}"]) for number in TEAMS if cleaned[f"team_{number}"]}
        return SeriesPlan(
            rule=rule,
            exceptions=self._exceptions(cleaned),
            start_time=cleaned["start_time"],
            end_time=cleaned["end_time"],
            rotation=Rotation(cleaned["rotation"]),
            turns=tuple(Turn(UUID(place), int(weight)) for place, weight in lines if place),
            teams=teams,
            fields=_outing_fields(cleaned),
        )

    def _exceptions(self, cleaned: dict[str, Any]) -> Exceptions:
        series = self.series
        return Exceptions(
            holiday_zone=holiday_zone_of(self.structure.departement),
            school_zone=SchoolZone(cleaned["school_zone"]) if cleaned["school_zone"] else None,
            skip_public=cleaned["skip_public_holidays"],
            skip_school=cleaned["skip_school_holidays"],
            skipped=frozenset(map(date.fromisoformat, series.skipped_dates if series else ())),
            added=frozenset(map(date.fromisoformat, series.added_dates if series else ())),
        )


class EndForm(forms.Form):
    """How a series ends."""

    reason = forms.ChoiceField(
        label="Les sorties à venir",
        required=False,
        choices=[
            ("", "Supprimer les brouillons, annuler celles qui sont confirmées"),
            *((value, f"Tout annuler, en gardant le motif : {label.lower()}") for value, label in CancelReason.choices),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Précision", required=False, max_length=300)


class DateForm(forms.Form):
    """A date to add to a series, and where."""

    day = forms.DateField(
        label="Date", widget=_DATE, validators=IN_REASON, error_messages={"required": "Donnez une date."}
    )
    place: forms.ModelChoiceField[Place] = forms.ModelChoiceField(
        label="Lieu", queryset=None, required=False, empty_label="Celui dont c'est le tour"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["place"]
        assert isinstance(places, forms.ModelChoiceField)
        places.queryset = Place.objects.filter(archived_at=None).order_by("name")


def _outing_fields(cleaned: dict[str, Any]) -> dict[str, Any]:
    vehicle = cleaned["vehicle"]
    return {
        "name": clean_line(cleaned["name"]),
        "modality": cleaned["modality"],
        "intents": cleaned["intents"],
        "smallest_team": cleaned["smallest_team"],
        "largest_team": cleaned["largest_team"],
        "material": [word for line in cleaned["material"].splitlines() if (word := clean_line(line))],
        "vehicle_id": vehicle.pk if vehicle else None,
        "plan_action": clean_line(cleaned["plan_action"]),
        "note": clean_lines(cleaned["note"]),
        "is_public": cleaned["is_public"],
    }
