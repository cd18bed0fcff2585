"""Why somebody lets their name be kept (docs/glossaire.md)."""

from django.db import models


class Purpose(models.TextChoices):
    """What a consent is for. A name is used for that, and nothing else."""

    RECONTACT = "recontact", "Être rappelé·e"
    CITATION = "citation", "Être cité·e"
    PRESENTATION = "presentation", "Être mis·e en relation"
    LISTE_ATTENTE = "liste_attente", "Figurer sur une liste d'attente"
    IMAGE = "image", "Être pris·e en photo"


class CallState(models.TextChoices):
    A_RAPPELER = "a_rappeler", "À rappeler"
    RAPPELE = "rappele", "Rappelé·e"
    INJOIGNABLE = "injoignable", "Injoignable"
    RETIRE = "retire", "Ne souhaite plus"


class ContactKind(models.TextChoices):
    """By which way somebody is reached; it is sealed with the name."""

    TELEPHONE = "telephone", "Téléphone"
    COURRIEL = "courriel", "Courriel"
    AUTRE = "autre", "Autre moyen"
