"""Kinds of places and of zones (docs/glossaire.md)."""

from django.db import models


class PlaceKind(models.TextChoices):
    PIED_IMMEUBLE = "pied_immeuble", "Pied d'immeuble"
    RUE_PLACE = "rue_place", "Rue, place"
    PARC_JARDIN = "parc_jardin", "Parc, jardin"
    MARCHE = "marche", "Marché"
    COMMERCE = "commerce", "Commerce ou centre commercial"
    ECOLE = "ecole", "École, collège, lycée"
    ARRET_TRANSPORT = "arret_transport", "Arrêt de transport"
    EQUIPEMENT_PUBLIC = "equipement_public", "Équipement public"
    CENTRE_SOCIAL = "centre_social", "Centre social"
    TERRAIN_SPORT = "terrain_sport", "Terrain de sport"
    ASSOCIATION = "association", "Association"
    PORTE = "porte", "Palier d'un domicile (on n'entre pas)"
    AUTRE = "autre", "Autre lieu"


class ZoneKind(models.TextChoices):
    QUARTIER = "quartier", "Quartier"
    QPV = "qpv", "Quartier prioritaire (QPV)"
    IRIS = "iris", "IRIS"
    COMMUNE = "commune", "Commune"
