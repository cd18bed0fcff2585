"""What is typed to answer a relay, on either side."""

from typing import Any

from django import forms

from palier.documents.reading.typed import clean_texts
from palier.voices.enums import REASONED, RelayState, ReplyChannel
from palier.voices.models import VOICE_LENGTH, Relay

# What each answer means, in the words of who answers: title of the group, then (state, words).
GROUPS: tuple[tuple[str, tuple[tuple[RelayState, str], ...]], ...] = (
    (
        "Nous nous en occupons",
        (
            (RelayState.RECU, "Bien reçu, nous regardons et revenons vers vous."),
            (RelayState.A_ETUDE, "Nous étudions la demande."),
            (RelayState.EN_COURS, "Le travail a commencé."),
            (RelayState.PROGRAMME, "C'est décidé, à une date prévue."),
        ),
    ),
    (
        "C'est fait",
        (
            (RelayState.REALISE, "Ce qui était demandé est fait."),
            (RelayState.REALISE_EN_PARTIE, "Une partie est faite."),
            (RelayState.REPRIS_PAR, "Quelqu'un d'autre s'en charge : dites qui."),
        ),
    ),
    (
        "Ce ne sera pas fait",
        (
            (RelayState.REFUSE, "Non. Dites pourquoi."),
            (RelayState.HORS_COMPETENCE, "Ce n'est pas à nous. Dites à qui s'adresser."),
            (RelayState.SANS_SUITE, "Nous n'irons pas plus loin. Dites pourquoi."),
            (RelayState.PLUS_ACTUALITE, "La question ne se pose plus."),
        ),
    ),
)


class AnswerForm(forms.Form):
    """Where the request stands, and a few words for residents."""

    state = forms.ChoiceField(
        label="Votre réponse",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse."},
    )
    planned_on = forms.DateField(
        label="Une date prévue",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 2027-04-30."},
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=1000,
        required=False,
        help_text="Demandé quand la réponse est non, ou que ce n'est pas à vous.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label="En quelques mots, pour les habitant·es",
        max_length=VOICE_LENGTH,
        required=False,
        help_text="Ces mots seront rapportés. Ne nommez personne.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    author = forms.CharField(label="Votre nom ou votre service", max_length=120, required=False)

    def __init__(self, *args: Any, relay: Relay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("author", relay.recipient)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (state.value, state.label)
            for _title, states in GROUPS
            for state, _words in states
            if state != RelayState.RECU or relay.is_waiting
        ]

    def clean(self) -> dict[str, Any]:
        """Ask why a door is closed."""
        told = clean_texts(self, super().clean() or self.cleaned_data)
        if told.get("state") in REASONED and not told.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi : les habitant·es le demanderont.")
        return told

    def groups(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """Return the answers to show: title of the group, then pairs of a radio button and what it means."""
        buttons = {button.data["value"]: button for button in self["state"]}
        return [
            (title, [(buttons[state.value], words) for state, words in states if state.value in buttons])
            for title, states in GROUPS
        ]


class HeardAnswerForm(AnswerForm):
    """An answer that came by another way, noted by the centre."""

    channel = forms.ChoiceField(
        label="Reçue",
        initial=ReplyChannel.TELEPHONE,
        choices=[choice for choice in ReplyChannel.choices if choice[0] != ReplyChannel.LIEN],
    )

    def __init__(self, *args: Any, relay: Relay, **kwargs: Any) -> None:
        super().__init__(*args, relay=relay, **kwargs)
        self.fields["state"].label = "La réponse"
        self.fields["author"].label = "Qui a répondu"


class MessageForm(forms.Form):
    """A question, or a precision. It shares its page with an answer: its field has an identifier of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_message_%s", **kwargs})

    text = forms.CharField(
        label="Votre message",
        max_length=VOICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez quelques mots."},
    )

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class ForwardForm(forms.Form):
    """A colleague who knows better."""

    name = forms.CharField(label="Son prénom et son nom", max_length=120)
    email = forms.EmailField(label="Son adresse e-mail professionnelle")

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class LinkForm(forms.Form):
    """Where a new link goes."""

    email = forms.EmailField(label="Adresse e-mail", required=False)
