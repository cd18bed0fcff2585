"""Lists of the field log (docs/glossaire.md). Ages are those of La Coop de la médiation numérique: figures compare."""

from django.db import models


class Age(models.TextChoices):
    MOINS_12 = "0_11", "Moins de 12 ans"
    DE_12_A_17 = "12_17", "12 à 17 ans"
    DE_18_A_24 = "18_24", "18 à 24 ans"
    DE_25_A_39 = "25_39", "25 à 39 ans"
    DE_40_A_59 = "40_59", "40 à 59 ans"
    DE_60_A_69 = "60_69", "60 à 69 ans"
    PLUS_70 = "70_plus", "70 ans et plus"
    NC = "nc", "Non renseigné"


class Gender(models.TextChoices):
    FEMME = "femme", "Femme"
    HOMME = "homme", "Homme"
    AUTRE = "autre", "Autre"
    NC = "nc", "Non renseigné"


class Acquaintance(models.TextChoices):
    PREMIERE_RENCONTRE = "premiere_rencontre", "Première rencontre"
    DEJA_CONNU = "deja_connu", "Déjà connu·e"
    NC = "nc", "Non renseigné"


class Contact(models.TextChoices):
    ECHANGE = "echange", "Échange"
    SALUTATION = "salutation", "Salutation"
    REFUS = "refus", "Refus"


class Duration(models.TextChoices):
    MOINS_5 = "moins_5", "Moins de 5 minutes"
    DE_5_A_15 = "5_15", "5 à 15 minutes"
    DE_15_A_30 = "15_30", "15 à 30 minutes"
    PLUS_30 = "plus_30", "Plus de 30 minutes"
    NC = "nc", "Non renseigné"


class KnowsStructure(models.TextChoices):
    OUI = "oui", "Connaît le centre"
    NON = "non", "Ne connaît pas le centre"
    NC = "nc", "Non renseigné"


class NewResident(models.TextChoices):
    OUI = "oui", "Nouvel·le habitant·e du quartier"
    NC = "nc", "Non renseigné"


class OrientationTarget(models.TextChoices):
    CENTRE_SOCIAL = "centre_social", "Centre social"
    MAIRIE_CCAS = "mairie_ccas", "Mairie, CCAS"
    CAF = "caf", "Caf"
    DEPARTEMENT_SOCIAL = "departement_social", "Service social du département"
    EMPLOI = "emploi", "Emploi (France Travail, mission locale)"
    SANTE = "sante", "Santé (PMI, médecin, CMP)"
    LOGEMENT = "logement", "Logement (bailleur, ADIL)"
    JUSTICE_DROITS = "justice_droits", "Justice, droits"
    NUMERIQUE = "numerique", "Numérique"
    ALIMENTAIRE = "alimentaire", "Aide alimentaire"
    ASSOCIATION = "association", "Association"
    ECOLE = "ecole", "École"
    AUTRE = "autre", "Autre"


class OrientationHow(models.TextChoices):
    INFORMATION = "information", "Information donnée"
    CONTACT_PRIS = "contact_pris", "Contact pris"
    RENDEZ_VOUS = "rendez_vous", "Rendez-vous pris"
    ACCOMPAGNEMENT_PHYSIQUE = "accompagnement_physique", "Accompagnement sur place"


class OrientationOutcome(models.TextChoices):
    A_FAIRE = "a_faire", "À faire"
    FAITE = "faite", "Faite"
    DROIT_OUVERT = "droit_ouvert", "Droit ouvert"
    SANS_SUITE = "sans_suite", "Sans suite"
    INCONNUE = "inconnue", "Inconnue"


class Mood(models.TextChoices):
    """How one comes back from an outing."""

    LEGER = "leger", "Léger·e"
    BIEN = "bien", "Bien"
    FATIGUE = "fatigue", "Fatigué·e"
    REMUE = "remue", "Remué·e"


class Incident(models.TextChoices):
    """What went wrong. Never about who: the text says what the team lived."""

    AUCUN = "aucun", "Aucun"
    VERBAL = "verbal", "Agression verbale"
    PHYSIQUE = "physique", "Agression physique"
    TENSION = "tension", "Tension, sentiment d'insécurité"
    SITUATION_LOURDE = "situation_lourde", "Situation difficile à porter"
    ACCIDENT = "accident", "Accident, malaise"
    MATERIEL = "materiel", "Matériel, véhicule"
    AUTRE = "autre", "Autre"
