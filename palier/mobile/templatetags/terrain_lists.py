"""The lists that the phone's screens are drawn from: the shell is cached, so they travel in its templates."""

from dataclasses import dataclass

from django import template

from palier.agenda.enums import Modality
from palier.agenda.queries.safety import EMERGENCY_NUMBERS
from palier.fieldlog.enums import (
    Acquaintance,
    Age,
    Contact,
    Duration,
    Gender,
    Incident,
    Mood,
    OrientationHow,
    OrientationTarget,
)
from palier.structures.enums import Theme
from palier.structures.languages import LANGUAGE_NAMES
from palier.voices.enums import VoiceConsent, VoiceKind

register = template.Library()

# What fits beside or above a cell of the counting grid; screen readers hear the whole word.
SHORT_WORDS: dict[str, str] = {
    Age.MOINS_12: "− 12",
    Age.DE_12_A_17: "12-17",
    Age.DE_18_A_24: "18-24",
    Age.DE_25_A_39: "25-39",
    Age.DE_40_A_59: "40-59",
    Age.DE_60_A_69: "60-69",
    Age.PLUS_70: "70 +",
    # An age and a gender alike.
    Age.NC: "Non rens.",
    Duration.MOINS_5: "− 5 min",
    Duration.DE_5_A_15: "5 à 15 min",
    Duration.DE_15_A_30: "15 à 30 min",
    Duration.PLUS_30: "+ 30 min",
    OrientationTarget.DEPARTEMENT_SOCIAL: "Service social",
    OrientationTarget.EMPLOI: "Emploi",
    OrientationTarget.SANTE: "Santé",
    OrientationTarget.LOGEMENT: "Logement",
    Theme.CADRE_DE_VIE: "Cadre de vie",
    VoiceConsent.INTERNE: "Ça reste entre nous",
    VoiceConsent.CITABLE: "On peut le redire, sans nom",
    VoiceConsent.RECONTACT: "Oui, et je veux une réponse",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list: what is stored, what is read, and what fits in a narrow place."""

    value: str
    label: str
    short: str


def _choices(pairs: list[tuple[str, str]]) -> list[Choice]:
    return [Choice(value, label, SHORT_WORDS.get(value, label)) for value, label in pairs]


@register.simple_tag
def terrain_choices(name: str) -> list[Choice]:
    """Return the values of one list, in the order in which they are shown. Raises KeyError for an unknown name."""
    lists = {
        "age": Age.choices,
        "gender": Gender.choices,
        "acquaintance": Acquaintance.choices,
        "contact": Contact.choices,
        "mood": Mood.choices,
        "incident": [pair for pair in Incident.choices if pair[0] != Incident.AUCUN],
        "modality": Modality.choices,
        "duration": Duration.choices,
        "target": OrientationTarget.choices,
        "how": OrientationHow.choices,
        "theme": Theme.choices,
        "voice_kind": VoiceKind.choices,
        "voice_consent": VoiceConsent.choices,
        "language": list(LANGUAGE_NAMES.items()),
    }
    return _choices(lists[name])


@register.simple_tag
def emergency_numbers() -> tuple[tuple[str, str], ...]:
    """Return (number, what it is) of the services that save."""
    return EMERGENCY_NUMBERS
