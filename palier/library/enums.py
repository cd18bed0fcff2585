"""The lists of the national action sheet. Slugs are stored; labels are those of the national base."""

from django.db import models


class Status(models.TextChoices):
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"


class Dimension(models.TextChoices):
    ACCOMPAGNEMENT_PROJETS = "accompagnement_projets", "Accompagnement de projets"
    CITOYENNETE = "citoyennete", "Citoyenneté"
    SERVICES = "services", "Services"


class Keyword(models.TextChoices):
    INTERGENERATIONNEL = "intergenerationnel", "intergénérationnel"
    SOLIDARITE = "solidarite", "Solidarité"
    DEMOCRATIE_CITOYENNETE = "democratie_citoyennete", "Démocratie & citoyenneté"
    PARENTALITE = "parentalite", "Parentalité"
    MIXITE_SOCIALE = "mixite_sociale", "Mixité sociale"
    EDUCATION_SCOLARITE = "education_scolarite", "éducation / scolarité"
    CULTURE = "culture", "Culture"
    VACANCES_LOISIRS = "vacances_loisirs", "vacances / loisirs"
    VIEILLISSEMENT = "vieillissement", "Vieillissement"
    SANTE = "sante", "Santé"
    INTEGRATION = "integration", "Intégration"
    ENVIRONNEMENT = "environnement", "Environnement"
    EMPLOI_ECONOMIE = "emploi_economie", "Emploi, économie"
    LOGEMENT = "logement", "Logement"
    DEVELOPPEMENT_DURABLE = "developpement_durable", "Développement durable"


class Initiative(models.TextChoices):
    CENTRE_SOCIAL = "centre_social", "Le centre social"
    HABITANT = "habitant", "Un habitant"
    GROUPE_HABITANTS = "groupe_habitants", "Un groupe d'habitants"
    PARTENAIRES = "partenaires", "Un ou plusieurs partenaire(s)"
    AUTRE = "autre", "Autre"


class Territory(models.TextChoices):
    UN_QUARTIER = "un_quartier", "Un quartier"
    PLUSIEURS_QUARTIERS = "plusieurs_quartiers", "Plusieurs quartiers"
    UNE_COMMUNE = "une_commune", "Une commune"
    PLUSIEURS_COMMUNES = "plusieurs_communes", "Plusieurs communes"
    AUTRE = "autre", "Autre"


class Public(models.TextChoices):
    TOUS_PUBLICS = "tous_publics", "Tous publics"
    PETITE_ENFANCE = "petite_enfance", "Petite enfance"
    ENFANCE = "enfance", "Enfance"
    JEUNESSE = "jeunesse", "Jeunesse"
    ADULTES = "adultes", "Adultes"
    SENIORS = "seniors", "Seniors"
    FAMILLES = "familles", "Familles"


class Visibility(models.TextChoices):
    MEMBERS = "members", "Membres des structures"
    PUBLIC = "public", "Tout le monde, sans compte"


class Quality(models.TextChoices):
    """How much a sheet tells, from its text rubrics (palier/library/quality.py gives the rule)."""

    RICHE = "riche", "Riche"
    CORRECTE = "correcte", "Correcte"
    MINCE = "mince", "Mince"
    RENVOI = "renvoi", "Renvoie à un document"


class Hint(models.TextChoices):
    """What would make a sheet more useful to others."""

    RENVOI_DOCUMENT = (
        "renvoi_document",
        "Des rubriques renvoient à un document joint : écrire l'essentiel ici.",
    )
    PRESQUE_VIDE = "presque_vide", "La fiche est presque vide."
    SANS_RESUME = "sans_resume", "Il manque un résumé."
    SANS_RESULTAT = "sans_resultat", "Aucun résultat n'est raconté."
    SANS_LIMITES = "sans_limites", "Les limites ne sont pas dites : elles aident beaucoup les autres équipes."
    SANS_MOYENS = "sans_moyens", "Ni budget ni personnes mobilisées."
    SANS_DIMENSION = "sans_dimension", "La dimension n'est pas choisie."
    SANS_MOT_CLE = "sans_mot_cle", "Aucun mot clé."


class ImportState(models.TextChoices):
    EN_ATTENTE = "en_attente", "En attente"
    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"
    REFUSE = "refuse", "Fichier refusé"


class BudgetBand(models.TextChoices):
    """The largest amount in euros that the text states."""

    MOINS_500 = "moins_500", "Moins de 500 €"
    DE_500_A_2000 = "500_2000", "500 à 2 000 €"
    DE_2000_A_10000 = "2000_10000", "2 000 à 10 000 €"
    PLUS_10000 = "plus_10000", "10 000 € et plus"
    NC = "nc", "Non précisé"


class PeopleBand(models.TextChoices):
    """Professionals and volunteers that the text states, participants apart."""

    DE_1_A_2 = "1_2", "1 ou 2 personnes"
    DE_3_A_5 = "3_5", "3 à 5 personnes"
    DE_6_A_20 = "6_20", "6 à 20 personnes"
    PLUS_20 = "plus_20", "Plus de 20 personnes"
    NC = "nc", "Non précisé"
