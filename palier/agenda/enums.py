"""Lists about outings and meetings (docs/glossaire.md)."""

from django.db import models


class Modality(models.TextChoices):
    """Ways of going out. The action sheets use the same list."""

    PORTE_A_PORTE = "porte_a_porte", "Porte-à-porte (on s'arrête à la porte)"
    PIED_IMMEUBLE = "pied_immeuble", "Pied d'immeuble"
    PRESENCE_SOCIALE = "presence_sociale", "Présence active de proximité"
    MARCHE = "marche", "Marché"
    SORTIE_ECOLE = "sortie_ecole", "Sortie d'école"
    CAFE_QUARTIER = "cafe_quartier", "Café, petit-déjeuner ou goûter de quartier"
    ITINERANT = "itinerant", "Triporteur, caravane, bus (lieu itinérant)"
    ANIMATION_RUE = "animation_rue", "Animation de rue"
    PORTEUR_PAROLES = "porteur_paroles", "Porteur de paroles"
    TERRAIN_AVENTURE = "terrain_aventure", "Terrain d'aventure"
    JARDIN = "jardin", "Jardin partagé"
    PERMANENCE = "permanence", "Permanence délocalisée"
    NUMERIQUE = "numerique", "Numérique hors les murs"
    JEU = "jeu", "Jeu, ludothèque éphémère"
    EVENEMENT = "evenement", "Évènement de quartier"
    CHEZ_PARTENAIRE = "chez_partenaire", "Animation chez un partenaire"
    AUTRE = "autre", "Autre"


class Intent(models.TextChoices):
    """Why a team goes out."""

    ISOLEMENT = "isolement", "Rencontrer celles et ceux qui ne sortent plus"
    NOUVEAUX_HABITANTS = "nouveaux_habitants", "Accueillir les nouveaux habitant·es"
    SE_FAIRE_CONNAITRE = "se_faire_connaitre", "Se faire connaître"
    ESPACE_PUBLIC = "espace_public", "Animer l'espace public, faire se rencontrer"
    ACCES_DROITS = "acces_droits", "Prévenir le non-recours aux droits"
    DIAGNOSTIC = "diagnostic", "Connaître le territoire, écouter"
    PARTENARIAT = "partenariat", "Faire vivre un partenariat, un collectif"
    RESTITUTION = "restitution", "Rapporter des réponses"
    AUTRE = "autre", "Autre"


class OutingState(models.TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    CONFIRMEE = "confirmee", "Confirmée"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"
    ANNULEE = "annulee", "Annulée"


class CancelReason(models.TextChoices):
    METEO = "meteo", "Météo"
    EQUIPE_INCOMPLETE = "equipe_incomplete", "Équipe incomplète"
    LIEU_INDISPONIBLE = "lieu_indisponible", "Lieu indisponible"
    SECURITE = "securite", "Sécurité de l'équipe"
    AUTRE_EVENEMENT = "autre_evenement", "Autre évènement au même moment"
    AUTRE = "autre", "Autre raison"


class Frequency(models.TextChoices):
    HEBDOMADAIRE = "hebdomadaire", "Chaque semaine, ou une semaine sur plusieurs"
    MENSUELLE = "mensuelle", "Certains jours du mois (1er mardi, dernier samedi…)"


class Rotation(models.TextChoices):
    """How the places of a series follow one another."""

    ORDRE = "ordre", "Dans l'ordre de la liste"
    POIDS = "poids", "Selon un poids : tel lieu deux fois plus souvent"
    PLUS_ANCIEN = "plus_ancien", "Le lieu où l'on n'est pas allé depuis le plus longtemps"


class SchoolZone(models.TextChoices):
    A = "a", "Zone A"
    B = "b", "Zone B"
    C = "c", "Zone C"


class TeamRole(models.TextChoices):
    """What somebody does during an outing."""

    ECOUTE = "ecoute", "Aller vers, écouter"
    ACCUEIL = "accueil", "Tenir l'accueil (café, table, stand)"
    ANIMATION = "animation", "Animer (jeu, atelier)"
    COMPTAGE = "comptage", "Compter et noter"
    LOGISTIQUE = "logistique", "Conduire, installer"


class ParticipationState(models.TextChoices):
    INSCRIT = "inscrit", "Inscrit·e"
    ATTENTE = "attente", "En liste d'attente"
    A_REMPLACER = "a_remplacer", "À remplacer"
    DESISTE = "desiste", "Désisté·e"


class AlertLevel(models.TextChoices):
    """Why somebody is warned. The first three follow one another when a team has not said that it is back; the last one
    asks the leads whether a confirmed outing, never started, took place."""

    EQUIPE = "equipe", "L'équipe"
    REFERENT = "referent", "Les référent·es"
    DIRECTION = "direction", "La direction"
    AIDE = "aide", "Besoin d'aide"
    NOUVELLES = "nouvelles", "Pas de nouvelles"


class MeetingKind(models.TextChoices):
    PREPARATION = "preparation", "Préparation"
    EQUIPE = "equipe", "Réunion d'équipe"
    SUPERVISION = "supervision", "Analyse de pratiques, supervision"
    GROUPE_DE_TRAVAIL = "groupe_de_travail", "Groupe de travail"
    HABITANTS = "habitants", "Rencontre avec des habitant·es"


class AttendanceState(models.TextChoices):
    ATTENDU = "attendu", "Attendu·e"
    PRESENT = "present", "Présent·e"
    EXCUSE = "excuse", "Excusé·e"
    ABSENT = "absent", "Absent·e"


class FeedKind(models.TextChoices):
    PERSONNEL = "personnel", "Mes sorties"
    STRUCTURE = "structure", "Toutes les sorties de la structure"
    PUBLIC = "public", "Les sorties annoncées aux habitant·es"
