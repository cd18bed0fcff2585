"""Lists about words (docs/glossaire.md)."""

from django.db import models


class VoiceKind(models.TextChoices):
    BESOIN = "besoin", "Besoin"
    CONSTAT = "constat", "Constat"
    PROPOSITION = "proposition", "Proposition"
    ENVIE_AGIR = "envie_agir", "Envie d'agir"
    SAVOIR_FAIRE = "savoir_faire", "Savoir-faire offert"
    QUESTION = "question", "Question"
    REMERCIEMENT = "remerciement", "Remerciement"


class VoiceConsent(models.TextChoices):
    INTERNE = "interne", "Reste dans l'équipe"
    CITABLE = "citable", "Peut être redite, sans nom"
    RECONTACT = "recontact", "Attend une réponse"


class VoiceSource(models.TextChoices):
    """By which way the words came."""

    TERRAIN = "terrain", "Sur le terrain"
    WEB = "web", "Au bureau, après coup"
