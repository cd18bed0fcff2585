"""What is typed about a member."""

from typing import Any

from django import forms

from palier.documents.reading.characters import clean_line
from palier.structures.actions.leads import roles_given_by
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from palier.structures.queries.members import SORTS, STATES

NAME_HELP = "Celui que voit l'équipe. Un prénom suffit."
ANY = ("", "Tous")


class MemberForm(forms.Form):
    """A member's displayed name, status and role; the roles are those that ``changed_by`` may give."""

    name = forms.CharField(label="Nom affiché", max_length=120, help_text=NAME_HELP)
    status = forms.ChoiceField(label="Statut", choices=MembershipStatus.choices)
    role = forms.ChoiceField(label="Rôle")

    def __init__(self, *args: Any, member: Membership, changed_by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = roles_given_by(changed_by, changed_by.structure)
        self.set_choices("role", [role for role in Role if role in given or role == member.role])

    def set_choices(self, name: str, roles: list[Role]) -> None:
        """Offer these roles."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])


class MemberSearchForm(forms.Form):
    """What to show of the team; its fields are the parameters of the address."""

    q = forms.CharField(label="Nom", max_length=120, required=False)
    statut = forms.ChoiceField(label="Statut", choices=[ANY, *MembershipStatus.choices], required=False)
    role = forms.ChoiceField(label="Rôle", choices=[ANY, *Role.choices], required=False)
    etat = forms.ChoiceField(label="Qui", choices=list(STATES.items()), required=False)
    tri = forms.ChoiceField(label="Trier par", choices=list(SORTS.items()), required=False)

    def __init__(self, *args: Any, with_last_seen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_last_seen:
            field = self.fields["tri"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(value, label) for value, label in SORTS.items() if value != "vu"]


def named(text: str) -> str:
    """Return a name on one line. Raises ValidationError when nothing visible is left of it."""
    name = clean_line(text)
    if not name:
        raise forms.ValidationError("Écrivez un nom, même court.", code="required")
    return name
