"""What a figure counts of each outing, in the address of the list that it opens. A value not known is no choice."""

from typing import Any

from django import forms

from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.queries.parts import ANYBODY, COUNTED_LINES, Part
from palier.structures.enums import MembershipStatus, WeekDay

DAY_HOURS = 24
WEEK = tuple(WeekDay)
CONTACTS = {
    "": "Contacts",
    Contact.ECHANGE: "Échanges",
    Contact.SALUTATION: "Salutations",
    Contact.REFUS: "Refus",
}
LINES = {"rencontres": "Rencontres notées", "orientations": "Orientations", "observations": "Observations"}
NOT_TOLD = {"age": "âge non renseigné", "genre": "genre non renseigné", "connaissance": "connaissance non renseignée"}


def _hidden(choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=[("", ""), *choices], widget=forms.HiddenInput)


class PartForm(forms.Form):
    """Kept in the address by hidden fields: one comes here from a figure, and takes it away in one tap."""

    age = _hidden(Age.choices)
    genre = _hidden(Gender.choices)
    connaissance = _hidden(Acquaintance.choices)
    contact = _hidden(Contact.choices)
    semaine = _hidden(WeekDay.choices)
    heure = _hidden([(str(hour), "") for hour in range(DAY_HOURS)])
    statut = _hidden([(ANYBODY, ""), *MembershipStatus.choices])
    lignes = _hidden([(word, "") for word in COUNTED_LINES])

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="partie_%s")
        self.is_valid()

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields with a choice: those that the other filters keep."""
        return [field for field in self if self.cleaned_data.get(field.name)]

    @property
    def part(self) -> Part:
        """What the address asks for."""
        kept = self.cleaned_data
        day, hour = kept.get("semaine", ""), kept.get("heure", "")
        is_slot = day != "" and hour != ""
        return Part(
            age=kept.get("age", ""),
            gender=kept.get("genre", ""),
            acquaintance=kept.get("connaissance", ""),
            contact=kept.get("contact", ""),
            weekday=WEEK.index(WeekDay(day)) if is_slot else None,
            hour=int(hour) if is_slot else None,
            status=kept.get("statut", ""),
            lines=kept.get("lignes", ""),
        )

    @property
    def head(self) -> str:
        """What is counted, in a word or two: « Refus », « Contacts », « Présences »."""
        part = self.part
        if part.lines:
            return LINES[part.lines]
        return "Présences" if part.status else CONTACTS[part.contact]

    @property
    def words(self) -> str:
        """What is counted, whole: « Contacts : femme, 70 ans et plus »."""
        part = self.part
        if part.slot:
            details = [f"{WEEK[part.slot[0]].value}, de {part.slot[1]} h à {part.slot[1] + 1} h"]
        elif part.lines:
            details = []
        elif part.status:
            details = [] if part.status == ANYBODY else [str(MembershipStatus(part.status).label).lower()]
        else:
            details = [self._word(name) for name in ("genre", "age", "connaissance") if self.cleaned_data.get(name)]
        return f"{self.head} : {', '.join(details)}" if details else self.head

    def _word(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        assert isinstance(field, forms.ChoiceField)
        return NOT_TOLD[name] if value == "nc" else str(dict(field.choices)[value]).lower()  # type: ignore[arg-type]
