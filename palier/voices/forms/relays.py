"""What is typed to relay a need, and to look for relays."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from palier.documents.reading.typed import clean_texts
from palier.structures.enums import Theme
from palier.structures.models import Partner, PartnerContact
from palier.voices.actions.relays import Recipient, Sharing, delay_of
from palier.voices.enums import RelayActor
from palier.voices.models.relay import TEXT_LENGTH
from palier.voices.queries.quotes import Choice
from palier.voices.queries.relays import STATES, RelaySearch

MOST_RECIPIENTS = 20
BY_HAND = "main"
Asked = Sequence[tuple[Partner, Sequence[PartnerContact]]]


class RelayForm(forms.Form):
    """Who can act, what is shared with them, what is asked, for when."""

    actor = forms.ChoiceField(
        label="Qui peut agir ?", choices=RelayActor.choices, initial=RelayActor.PARTENAIRE, widget=forms.RadioSelect
    )
    recipients = forms.MultipleChoiceField(label="À qui ?", required=False, widget=forms.CheckboxSelectMultiple)
    other_partner = forms.ChoiceField(label="Un autre contact, chez", required=False)
    other_name = forms.CharField(label="Son prénom et son nom", max_length=120, required=False)
    other_email = forms.EmailField(label="Son adresse e-mail professionnelle", required=False)
    actor_name = forms.CharField(
        label="Nom du groupe, ou de qui s'en occupe",
        max_length=160,
        required=False,
        help_text="Quand ce n'est pas un partenaire : « Collectif du hall B », « Commission cadre de vie ».",
    )
    quotes = forms.MultipleChoiceField(label="Les paroles à citer", required=False)
    question = forms.CharField(
        label="Votre question",
        max_length=TEXT_LENGTH,
        required=False,
        help_text="Une seule question claire reçoit plus de réponses. Ne nommez aucun·e habitant·e.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label="Réponse attendue le",
        required=False,
        help_text="Laissez vide pour le délai habituel de chacun : 30 jours quand il n'est pas connu.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 2027-04-30."},
    )

    def __init__(self, *args: Any, asked: Asked, choices: Sequence[Choice], theme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theme, self.asked, self.voices = theme, asked, {str(choice.voice.pk): choice for choice in choices}
        self._choose("recipients", list(_recipient_labels(asked).items()))
        partners = [(str(partner.pk), str(partner)) for partner, _contacts in asked]
        self._choose("other_partner", [("", "Choisir un partenaire"), *partners])
        self._choose("quotes", [(key, choice.text) for key, choice in self.voices.items() if not choice.missing])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day is not None and not today <= day <= today + timedelta(days=730):
            raise forms.ValidationError("Choisissez un jour à venir, dans les deux ans.")
        return day

    def clean(self) -> dict[str, Any]:
        """Check that somebody is asked, and that somebody is asked something."""
        told = clean_texts(self, super().clean() or self.cleaned_data)
        if told.get("actor") == RelayActor.PARTENAIRE:
            if told.get("other_email") and not told.get("other_partner"):
                self.add_error("other_partner", "Dites chez quel partenaire est cette personne.")
            if not told.get("recipients") and not told.get("other_email") and not self.errors:
                self.add_error("recipients", "Choisissez au moins une personne, ou écrivez une adresse.")
        if len(self.people()) > MOST_RECIPIENTS:
            self.add_error("recipients", f"{MOST_RECIPIENTS} destinataires au plus, en une fois.")
        return told

    def recipient_groups(self) -> list[tuple[str, list[Any]]]:
        """Return the check boxes: those of the partners who act on the theme, then the others, behind a title."""
        buttons = {str(button.data["value"]): button for button in self["recipients"]}
        near: list[Any] = []
        far: list[Any] = []
        for partner, contacts in self.asked:
            keys = [*(str(contact.pk) for contact in contacts), f"{BY_HAND}-{partner.pk}"]
            (near if self.theme in partner.themes else far).extend(buttons[key] for key in keys)
        return [("", near), ("Les autres partenaires", far)] if near and far else [("", near or far)]

    def people(self) -> list[Recipient]:
        """Return who is asked, in the order of the page."""
        told = self.cleaned_data
        actor = RelayActor(told.get("actor", RelayActor.PARTENAIRE))
        if actor != RelayActor.PARTENAIRE:
            return [Recipient(actor=actor, actor_name=told.get("actor_name", ""))]
        chosen = set(told.get("recipients", ()))
        found = []
        for partner, contacts in self.asked:
            found += [
                Recipient(partner=partner, name=contact.name, email=contact.email)
                for contact in contacts
                if str(contact.pk) in chosen
            ]
            if f"{BY_HAND}-{partner.pk}" in chosen:
                found.append(Recipient(partner=partner))
            if told.get("other_email") and told.get("other_partner") == str(partner.pk):
                found.append(Recipient(partner=partner, name=told["other_name"], email=told["other_email"]))
        return found

    def sharing(self) -> Sharing:
        """Return what is shared and asked."""
        told = self.cleaned_data
        voices = [self.voices[key].voice for key in told.get("quotes", ())]
        return Sharing(voices=voices, question=told.get("question", ""), due_on=told.get("due_on"))


def _recipient_labels(asked: Asked) -> dict[str, str]:
    """Return the choices of recipients: each contact with an address, and each partner without any letter."""
    labels = {}
    for partner, contacts in asked:
        days = delay_of(partner).days
        delay = (
            f"répond d'habitude en {days} jour{'s'[: days > 1]}" if partner.usual_delay else f"délai de {days} jours"
        )
        for contact in contacts:
            labels[str(contact.pk)] = f"{partner}, {contact.name} ({contact.email}) · {delay}"
        labels[f"{BY_HAND}-{partner.pk}"] = f"{partner}, par courrier ou de vive voix · {delay}"
    return labels


class RelayFilterForm(forms.Form):
    """The filters of the list, as its address holds them. What does not exist counts as no filter."""

    etat = forms.ChoiceField(
        label="Réponse",
        required=False,
        choices=[("", "Toutes"), *((slug, words) for slug, (words, _states) in STATES.items())],
    )
    partenaire = forms.ChoiceField(label="Partenaire", required=False)
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous"), *Theme.choices])
    retard = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partenaire"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tous"), *((str(partner.pk), str(partner)) for partner in partners)]

    def search(self) -> RelaySearch:
        """Return what to look for."""
        self.full_clean()
        told = self.cleaned_data
        return RelaySearch(
            state=told.get("etat", ""),
            partner=told.get("partenaire", ""),
            theme=told.get("theme", ""),
            late=bool(told.get("retard")),
        )
