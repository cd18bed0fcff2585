"""Lists of the noticeboard (docs/glossaire.md)."""

from django.db import models


class IdeaState(models.TextChoices):
    A_LIRE = "a_lire", "À lire"
    PUBLIEE = "publiee", "Publiée"
    RETIREE = "retiree", "Retirée"
    REFUSEE = "refusee", "Non publiée"
    REPRISE = "reprise", "Reprise par qui l'a laissée"


class ReportReason(models.TextChoices):
    PERSONNE = "personne", "On reconnaît une personne"
    BLESSANT = "blessant", "C'est blessant ou haineux"
    FAUX = "faux", "C'est faux"
    AUTRE = "autre", "Autre chose"


class ReportState(models.TextChoices):
    A_TRAITER = "a_traiter", "À traiter"
    TRAITE = "traite", "Traité"
