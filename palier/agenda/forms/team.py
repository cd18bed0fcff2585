"""What people choose about teams."""

from datetime import date
from typing import Any

from django import forms

from palier.agenda.actions.team_confirm import LONGEST_REASON
from palier.agenda.enums import TeamRole
from palier.agenda.forms.outings import IN_REASON
from palier.agenda.models import Outing
from palier.agenda.queries.fairness import SORTS, Period, usual_period
from palier.agenda.queries.team import Team, members_to_add
from palier.documents.reading.characters import clean_line
from palier.structures.models import Membership


class JoinForm(forms.Form):
    """The role somebody wishes; none is « aller vers, écouter »."""

    role = forms.ChoiceField(label="Ce que je veux bien faire", choices=TeamRole.choices, required=False)

    def wished(self) -> str:
        """Return the role chosen, "" for none or one that does not exist."""
        return str(self.cleaned_data.get("role", "")) if self.is_valid() else ""


class AddMemberForm(JoinForm):
    """Somebody whom a lead puts in a team."""

    member: "forms.ModelChoiceField[Membership]" = forms.ModelChoiceField(
        label="Personne",
        queryset=None,
        error_messages={
            "required": "Choisissez une personne.",
            "invalid_choice": "Cette personne est déjà dans l'équipe, ou n'est plus dans la structure.",
        },
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["member"]
        assert isinstance(members, forms.ModelChoiceField)
        members.queryset = members_to_add(team)


class ConfirmForm(forms.Form):
    """Why an outing is confirmed although its team is not enough."""

    reason = forms.CharField(
        label="Pourquoi la confirmer quand même ?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dix caractères au moins. Cette raison reste sur la sortie et dans le journal.",
    )

    def clean_reason(self) -> str:
        """Return the reason on one line, without invisible characters."""
        return clean_line(self.cleaned_data["reason"])


class ConfirmSeveralForm(forms.Form):
    """The outings ticked in a list."""

    outings: "forms.ModelMultipleChoiceField[Outing]" = forms.ModelMultipleChoiceField(
        label="Sorties", queryset=None, error_messages={"required": "Cochez au moins une sortie."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outings = self.fields["outings"]
        assert isinstance(outings, forms.ModelMultipleChoiceField)
        outings.queryset = Outing.objects.all()


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    invalid = "Cette date n'est pas comprise : écrivez-la comme 31/12/2026."
    return forms.DateField(label=label, widget=widget, validators=IN_REASON, error_messages={"invalid": invalid})


class FairnessForm(forms.Form):
    """The period of the fairness view, and its order; unbound or wrong, the last three months."""

    du = _day("Du")
    au = _day("Au")
    tri = forms.ChoiceField(label="Ranger par", choices=list(SORTS.items()), required=False)

    def clean(self) -> dict[str, Any]:
        """Put the days in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("du"), cleaned.get("au")
        if first is not None and last is not None and first > last:
            self.add_error("au", "La fin de la période vient après son début.")
        return cleaned

    def period(self, today: date) -> Period:
        """Return the period asked for, or the usual one."""
        if not self.is_bound or not self.is_valid():
            return usual_period(today)
        return Period(self.cleaned_data["du"], self.cleaned_data["au"])

    def order(self) -> str:
        """Return a key of SORTS."""
        return str(self.cleaned_data.get("tri", "")) if self.is_bound and self.is_valid() else ""
