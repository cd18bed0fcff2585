"""The filters of the inbox, from the address; what one does with several words. A value not known is no filter."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models.functions import Lower
from django.http import QueryDict

from palier.core.lists import PlainSelect
from palier.documents.reading.characters import clean_line
from palier.structures.enums import Theme
from palier.structures.languages import LANGUAGE_NAMES
from palier.territory.models import Place, Zone
from palier.voices.enums import NeedState, VoiceConsent, VoiceKind, VoiceSource, VoiceState
from palier.voices.models import SharedNeed
from palier.voices.models.voice import REASON_LENGTH
from palier.voices.queries.inbox import ORDERS, InboxSearch
from palier.voices.queries.words import WordScope

EVERY = "toutes"
# The list of needs to attach to: past this number one finds them by their own page.
MOST_NEEDS = 100
# The gesture that leads to the page where all needs are searched.
SEARCH = "chercher"
REASONS = ("Un remerciement, un bonjour", "Déjà réglé", "En double", "Pas assez précis pour agir")


def named_choices(rows: Any) -> list[tuple[str, str]]:
    """Return (key, name) pairs, by name."""
    return [(str(pk), name) for pk, name in rows.order_by(Lower("name"), "pk").values_list("pk", "name")]


def need_choices() -> list[tuple[str, str]]:
    """Return the needs that words may join, those that moved last first."""
    live = SharedNeed.objects.exclude(state=NeedState.FUSIONNE).order_by("-updated_at", "pk")
    return [(str(pk), title) for pk, title in live.values_list("pk", "title")[:MOST_NEEDS]]


def _need_named(key: str, listed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the need that an address names, when it is past those that are listed."""
    try:
        wanted = UUID(key)
    except ValueError:
        return []
    if any(value == str(wanted) for value, _ in listed):
        return []
    return [(str(pk), title) for pk, title in SharedNeed.objects.filter(pk=wanted).values_list("pk", "title")]


def day_field(label: str) -> forms.DateField:
    """Return an optional field that takes a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def list_field(label: str, nothing: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """Return an optional list, ``nothing`` first."""
    return forms.ChoiceField(label=label, required=False, choices=[("", nothing), *choices], widget=PlainSelect)


class InboxForm(forms.Form):
    """Words to triage are shown unless another state, or all of them, is asked for."""

    q = forms.CharField(label="Des mots, ou une idée", required=False, max_length=200)
    etat = list_field("État", "À trier", [(EVERY, "Toutes"), *VoiceState.choices])
    du = day_field("Du")
    au = day_field("Au")
    lieu = list_field("Lieu", "Tous les lieux", [])
    zone = list_field("Zone", "Partout", [])
    theme = list_field("Thème", "Tous les thèmes", Theme.choices)
    nature = list_field("Nature", "Toutes", VoiceKind.choices)
    accord = list_field("Accord", "Tous", VoiceConsent.choices)
    langue = list_field("Langue", "Toutes", list(LANGUAGE_NAMES.items()))
    source = list_field("Venue de", "Partout", VoiceSource.choices)
    besoin = list_field("Besoin", "Tous", [])
    tri = forms.ChoiceField(label="Ordre", required=False, choices=[(key, words) for key, (words, _) in ORDERS.items()])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self._offer("lieu", "Tous les lieux", named_choices(Place.objects))
        self._offer("zone", "Partout", named_choices(Zone.objects))
        self.needs = need_choices()
        self._offer("besoin", "Tous", [*self.needs, *_need_named(data.get("besoin", ""), self.needs)])
        self.is_valid()

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields behind « Filtrer »: the text and the state stand above."""
        return [field for field in self if field.name not in {"q", "etat"}]

    @property
    def search(self) -> InboxSearch:
        """What the address asks for."""
        kept = self.cleaned_data
        state = kept.get("etat") or VoiceState.A_TRIER
        scope = WordScope(
            first=kept.get("du"),
            last=kept.get("au"),
            place=self._key("lieu"),
            zone=self._key("zone"),
            theme=kept.get("theme", ""),
            kind=kept.get("nature", ""),
            consent=kept.get("accord", ""),
            language=kept.get("langue", ""),
            state="" if state == EVERY else state,
            source=kept.get("source", ""),
            need=self._key("besoin"),
        )
        return InboxSearch(text=clean_line(kept.get("q", "")), scope=scope, order=kept.get("tri", ""))

    def _offer(self, name: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def _key(self, name: str) -> UUID | None:
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None


class TriageForm(forms.Form):
    """What one does with a word, or with those that are ticked."""

    THEMES, NOTHING, NEED, REOPEN = "themes", "rien", "besoin", "rouvrir"

    geste = forms.ChoiceField(
        choices=[(THEMES, "Trier"), (NOTHING, "Rien à faire"), (NEED, "Rattacher"), (REOPEN, "Remettre à trier")],
        error_messages={"required": "Choisissez quoi faire.", "invalid_choice": "Choisissez quoi faire."},
    )
    theme = forms.MultipleChoiceField(label="Thèmes", required=False, choices=Theme.choices)
    raison = forms.CharField(label="Pourquoi il n'y a rien à faire", required=False, max_length=REASON_LENGTH)
    besoin: "forms.ModelChoiceField[SharedNeed]" = forms.ModelChoiceField(label="Besoin", required=False, queryset=None)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        field = self.fields["besoin"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = SharedNeed.objects.exclude(state=NeedState.FUSIONNE)
        field.error_messages = {"invalid_choice": "Ce besoin n'existe plus : choisissez-en un autre."}

    def clean(self) -> dict[str, Any]:
        """Refuse a gesture without what it needs."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["raison"] = clean_line(cleaned.get("raison", ""))
        gesture = cleaned.get("geste")
        if gesture == self.NOTHING and not cleaned["raison"]:
            self.add_error("raison", "Dites pourquoi il n'y a rien à faire : la parole gardera votre raison.")
        if gesture == self.NEED and not cleaned.get("besoin") and "besoin" not in self.errors:
            self.add_error("besoin", "Choisissez le besoin auquel rattacher.")
        return cleaned

    @property
    def refusal(self) -> str:
        """Why nothing was done, in one sentence."""
        return next((str(errors[0]) for errors in self.errors.values()), "")
