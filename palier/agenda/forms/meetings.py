"""What people type about a meeting, its minutes, and those who come."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from palier.agenda.actions.meetings import Guest
from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.forms.outings import IN_REASON
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import PERIODS, MeetingSearch, invitable_members
from palier.agenda.recurrence import instants
from palier.documents.reading.characters import clean_line, clean_lines
from palier.structures.models import Membership

NAME_LENGTH = 120
NO_RESIDENT = "Pas de nom d'habitant·e ici : parlez de situations."
SUPERVISION = (
    "Analyse de pratiques : aucun nom d'habitant·e, ni rien qui la ou le fasse reconnaître (adresse, famille, santé). "
    "Seul·es les participant·es et les référent·es liront ce texte."
)
GUESTS_HELP = "Une personne par ligne, avec son accord : son nom, une virgule, son organisation. « Lila Mora, Mairie »."


class MeetingForm(forms.ModelForm[Meeting]):
    """A meeting: kind, title, place, hours in Paris, those invited."""

    day = forms.DateField(
        label="Jour",
        validators=IN_REASON,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Cette date n'est pas comprise : écrivez-la comme 31/12/2026."},
    )
    start = forms.TimeField(label="De", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    end = forms.TimeField(label="À", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    members: "forms.ModelMultipleChoiceField[Membership]" = forms.ModelMultipleChoiceField(
        label="Membres invité·es", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label="Autres personnes invitées",
        required=False,
        max_length=4000,
        help_text=GUESTS_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["kind", "title", "day", "start", "end", "where", "agenda", "members", "guests"]

    class Meta:
        model = Meeting
        fields = ["kind", "title", "where", "agenda"]
        help_texts = {
            "title": "Sans intitulé, la réunion porte le nom de son type.",
            "agenda": "Ce dont on parlera. Toute l'équipe peut le lire.",
        }

    def __init__(self, *args: Any, also: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = invitable_members(also)

    def clean_guests(self) -> list[Guest]:
        """Return the guests, each line one; lines without a name are left out."""
        lines = clean_lines(self.cleaned_data["guests"]).split("\n")
        guests = [Guest(*(clean_line(part)[:NAME_LENGTH] for part in line.split(",", 1))) for line in lines]
        return [guest for guest in guests if guest.name]

    def clean(self) -> dict[str, Any]:
        """Clean the texts, put the hours in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("title", "where"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        cleaned["agenda"] = clean_lines(cleaned.get("agenda", ""))
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", "L'heure de fin vient après l'heure de début.")
        return cleaned

    def _post_clean(self) -> None:
        # The action writes the values; the hours are two columns that this form does not have.
        pass

    def columns(self) -> dict[str, Any]:
        """Return what is written in a Meeting."""
        kept = self.cleaned_data
        starts_at, ends_at = instants(kept["day"], kept["start"], kept["end"])
        texts = {name: kept[name] for name in MeetingForm.Meta.fields}
        return {**texts, "starts_at": starts_at, "ends_at": ends_at}


def initial_of(meeting: Meeting, members: list[UUID | None]) -> dict[str, Any]:
    """Return what the form of a meeting shows at first."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    columns = {name: getattr(meeting, name) for name in MeetingForm.Meta.fields}
    hours = {"day": start.date(), "start": start.time(), "end": end.time()}
    return {**columns, **hours, "members": members}


class MeetingFilterForm(forms.Form):
    """The filters of the list; a value it does not know is no filter."""

    q = forms.CharField(label="Mots", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous"), *MeetingKind.choices])
    quand = forms.ChoiceField(label="Quand", required=False, choices=list(PERIODS.items()))

    def search(self) -> MeetingSearch:
        """Return what the address asks for."""
        self.is_valid()
        kept = self.cleaned_data
        return MeetingSearch(kind=kept.get("type", ""), period=kept.get("quand", ""), text=kept.get("q", ""))


class MinutesForm(forms.Form):
    """The minutes, and the version they start from."""

    minutes = forms.CharField(
        label="Compte rendu", required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 14})
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, draft_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = SUPERVISION if kind == MeetingKind.SUPERVISION else NO_RESIDENT
        self.fields["minutes"].widget.attrs |= {
            "hx-post": draft_url,
            "hx-trigger": "input changed delay:1500ms",
            "hx-target": "#brouillon",
            "hx-sync": "closest form:replace",
        }

    def clean_minutes(self) -> str:
        return clean_lines(self.cleaned_data["minutes"])


class GuestForm(forms.Form):
    """Somebody from outside who is there."""

    name = forms.CharField(
        label="Prénom et nom", max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label="Organisation",
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not any(character.isalpha() for character in name):
            raise forms.ValidationError("Écrivez un nom avec des lettres.")
        return name

    def clean_organisation(self) -> str:
        return clean_line(self.cleaned_data["organisation"])

    def guest(self) -> Guest:
        """Return who was typed."""
        return Guest(self.cleaned_data["name"], self.cleaned_data["organisation"])


def field_of(attendance: Attendance) -> str:
    """Return the name of the radio buttons of a row."""
    return f"presence-{attendance.pk}"


def states_sent(data: Mapping[str, str], attendances: list[Attendance]) -> dict[UUID, str]:
    """Return the state sent for each row, those sent and known only."""
    sent = {row.pk: data.get(field_of(row), "") for row in attendances}
    return {key: state for key, state in sent.items() if state in AttendanceState.values}
