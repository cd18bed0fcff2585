"""Lists about structures and their people (docs/glossaire.md)."""

from enum import StrEnum

from django.db import models


class StructureKind(models.TextChoices):
    CENTRE_SOCIAL = "centre_social", "Centre social"
    EVS = "evs", "Espace de vie sociale"
    FEDERATION = "federation", "Fédération"
    ASSOCIATION = "association", "Association"


class MembershipStatus(models.TextChoices):
    SALARIE = "salarie", "Salarié·e"
    BENEVOLE = "benevole", "Bénévole"
    HABITANT_RELAIS = "habitant_relais", "Habitant·e relais"
    PARTENAIRE = "partenaire", "Partenaire"
    SERVICE_CIVIQUE = "service_civique", "Service civique"
    STAGIAIRE = "stagiaire", "Stagiaire"


class Role(models.TextChoices):
    EQUIPIER = "equipier", "Équipier·e"
    REFERENT = "referent", "Référent·e"
    DIRECTION = "direction", "Direction"
    LECTURE = "lecture", "Lecture"
    FEDERATION = "federation", "Fédération"


class Permission(StrEnum):
    """What a role may do. One enum for the whole product."""

    SHEETS_READ = "sheets_read"
    SHEETS_EDIT = "sheets_edit"
