"""What an operation set aside says, in words: its raw content is for programs."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime

from palier.agenda.enums import Modality
from palier.fieldlog import enums as log
from palier.mobile.models import SetAside
from palier.structures.enums import Theme
from palier.voices.enums import RestitutionMeans, VoiceConsent, VoiceKind

Pairs = list[tuple[str, str]]
# (name in the payload, its French name, the list of its values or None)
FIELDS: tuple[tuple[str, str, Any], ...] = (
    ("text", "Mots", None),
    ("age", "Âge", log.Age),
    ("gender", "Genre", log.Gender),
    ("acquaintance", "Connaissance", log.Acquaintance),
    ("contact", "Contact", log.Contact),
    ("step", "Personnes", None),
    ("kind", "Nature", VoiceKind),
    ("consent", "Accord", VoiceConsent),
    ("duration", "Durée", log.Duration),
    ("knows_structure", "Connaissance du centre", log.KnowsStructure),
    ("new_resident", "Nouvel·le habitant·e", log.NewResident),
    ("target", "Vers", log.OrientationTarget),
    ("how", "Comment", log.OrientationHow),
    ("outcome", "Suite", log.OrientationOutcome),
    ("theme", "Thème", Theme),
    ("themes", "Thèmes", Theme),
    ("caption", "Légende", None),
    ("incident", "Incident", log.Incident),
    ("incident_text", "Ce qui s'est passé", None),
    ("support_text", "Soutien souhaité", None),
    ("sentence", "Phrase du jour", None),
    ("new_place", "Lieu", None),
    ("modality", "Modalité", Modality),
    ("starts_at", "Début", None),
    ("ends_at", "Fin", None),
    ("alone_reason", "Pourquoi seul·e", None),
    ("means", "Rapportée", RestitutionMeans),
    ("people", "À combien de personnes", None),
    ("note", "Note", None),
    ("reason", "Raison", None),
    ("language", "Langue", None),
)


def content_words(aside: SetAside) -> Pairs:
    """Return what the operation carries as pairs (name, value); what has no words of its own is left to the file."""
    payload = aside.raw.get("payload")
    if not isinstance(payload, Mapping):
        return []
    found = [(label, _said(payload[name], values)) for name, label, values in FIELDS if payload.get(name)]
    if payload.get("sealed"):
        found.append(("Nom et contact", "Scellés : ils s'ouvrent une fois enregistrés."))
    if payload.get("data"):
        found.append(("Image", f"{len(str(payload['data'])) * 3 // 4 // 1024} ko"))
    return found


def _said(value: Any, values: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each, values) for each in value[:30])
    labels = dict(values.choices) if values is not None else {}
    if isinstance(value, str) and value in labels:
        return str(labels[value])
    instant = _instant(value)
    return f"{localtime(instant):%d/%m/%Y à %H:%M}" if instant else str(value)[:5000]


def _instant(value: Any) -> Any:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None
