"""What an operation set aside says, in words: its raw content is for programs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.timezone import is_aware, localtime

from palier.agenda.enums import Modality
from palier.fieldlog import enums as log
from palier.fieldlog.models import Debrief, Encounter, Entry, Observation, Orientation, Photo
from palier.mobile.enums import OperationKind
from palier.mobile.models import SetAside
from palier.structures.enums import Theme
from palier.voices.enums import RestitutionMeans, VoiceConsent, VoiceKind
from palier.voices.models import Voice

Pairs = list[tuple[str, str]]
SHORT = 160
MODELS: dict[str, type[Entry]] = {
    OperationKind.ENCOUNTER_PUT: Encounter,
    OperationKind.ORIENTATION_PUT: Orientation,
    OperationKind.OBSERVATION_PUT: Observation,
    OperationKind.PHOTO_PUT: Photo,
    OperationKind.DEBRIEF_PUT: Debrief,
    OperationKind.VOICE_PUT: Voice,
}
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
    found = _pairs(payload)
    if payload.get("sealed"):
        found.append(("Nom et contact", "Scellés : ils s'ouvrent une fois enregistrés."))
    if payload.get("data"):
        found.append(("Image", f"{len(str(payload['data'])) * 3 // 4 // 1024} ko"))
    return found


def short_words(aside: SetAside) -> str:
    """Return what the operation carries in one line, to be recognised in a list."""
    return Truncator(" · ".join(value for _, value in content_words(aside))).chars(SHORT)


def logged_words(aside: SetAside) -> Pairs:
    """Return what the log says today of the line that an operation writes, as ``content_words``; [] for no line."""
    model, payload = MODELS.get(aside.kind), aside.raw.get("payload")
    key = payload.get("entry") if isinstance(payload, Mapping) else None
    try:
        line = model._default_manager.filter(pk=UUID(key)).values().first() if model and isinstance(key, str) else None
    except ValueError:
        return []
    return _pairs(line) if line else []


def _pairs(fields: Mapping[str, Any]) -> Pairs:
    return [(label, _said(fields[name], values)) for name, label, values in FIELDS if fields.get(name)]


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
