"""What becomes of an operation sent by a phone."""

from django.db import models


class OperationKind(models.TextChoices):
    """What a phone may send (docs/adr: the field protocol)."""

    TALLY_ADD = "tally.add", "Comptage"
    ENCOUNTER_PUT = "encounter.put", "Rencontre"
    VOICE_PUT = "voice.put", "Parole"
    ORIENTATION_PUT = "orientation.put", "Orientation"
    OBSERVATION_PUT = "observation.put", "Observation"
    PHOTO_PUT = "photo.put", "Photo"
    DEBRIEF_PUT = "debrief.put", "Débriefing"
    RESIDENT_PUT = "resident.put", "Personne à rappeler"
    OUTING_CHECK_IN = "outing.check_in", "Départ"
    OUTING_CHECK_OUT = "outing.check_out", "Retour"
    OUTING_IMPROVISE = "outing.improvise", "Sortie improvisée"
    ANSWER_TELL = "answer.tell", "Réponse rapportée"
    ENTRY_MOVE = "entry.move", "Changement de sortie"
    ENTRY_WITHDRAW = "entry.withdraw", "Retrait"


class ReceiptStatus(models.TextChoices):
    """Whatever the answer, the centre holds the operation: the phone may let go of it."""

    APPLIED = "applied", "Enregistrée"
    WAITING = "waiting", "Attend sa sortie"
    QUARANTINED = "quarantined", "Mise de côté"
    CONFLICT = "conflict", "Deux contenus différents"


class Verdict(models.TextChoices):
    """What a lead decided about an operation set aside."""

    OPEN = "open", "À regarder"
    APPLIED = "applied", "Enregistrée"
    DISMISSED = "dismissed", "Laissée de côté"
