"""Lists about structures and their people (docs/glossaire.md)."""

from django.db import models


class StructureKind(models.TextChoices):
    CENTRE_SOCIAL = "centre_social", "Centre social"
    EVS = "evs", "Espace de vie sociale"
    FEDERATION = "federation", "Fédération"
    ASSOCIATION = "association", "Association"
    AUTRE = "autre", "Autre structure"


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


class Permission(models.TextChoices):
    """What a role may do. One list for the whole product; the label is what the page « Qui peut voir quoi » says."""

    SHEETS_READ = "sheets_read", "Lire les fiches d'action partagées entre structures"
    SHEETS_EDIT = "sheets_edit", "Écrire, importer et corriger les fiches d'action"
    TEAM_READ = "team_read", "Voir le nom et le rôle des membres de sa structure"
    PHONES_ENROL = "phones_enrol", "Faire entrer un téléphone par QR code, le débloquer, le fermer"
    MEMBERS_MANAGE = "members_manage", "Inviter des membres, changer leur rôle, les faire partir"
    STRUCTURE_EDIT = "structure_edit", "Modifier la carte de sa structure"
    PARTNERS_READ = "partners_read", "Voir les partenaires et leurs contacts professionnels"
    PARTNERS_EDIT = "partners_edit", "Écrire et importer les partenaires"
    PARTNERS_EXPORT = "partners_export", "Exporter les partenaires et leurs contacts"
    TRAININGS_READ = "trainings_read", "Voir les formations de toute l'équipe"
    TRAININGS_EDIT = "trainings_edit", "Noter les formations de l'équipe"
    PLACES_READ = "places_read", "Voir les lieux, les zones et la carte"
    PLACES_EDIT = "places_edit", "Écrire les lieux, importer et dessiner les zones"
    OUTINGS_READ = "outings_read", "Voir l'agenda des sorties et les réunions"
    OUTINGS_JOIN = "outings_join", "S'inscrire à une sortie, la commencer, la terminer, demander de l'aide"
    OUTINGS_PLAN = "outings_plan", "Planifier les séries, les sorties et les équipes"
    MEETINGS_EDIT = "meetings_edit", "Préparer les réunions, noter les présences et les comptes rendus"
    FIELDLOG_WRITE = "fieldlog_write", "Noter sur le terrain, et après coup, dans le carnet de ses sorties"
    FIELDLOG_READ = "fieldlog_read", "Lire le carnet de bord de toutes les sorties"
    FIELDLOG_EDIT = "fieldlog_edit", "Corriger le carnet, décider de ce qui a été mis de côté, lire les débriefings"
    RESIDENTS_CALL = "residents_call", "Voir et rappeler les personnes qui ont demandé une réponse"
    VOICES_READ = "voices_read", "Lire les paroles, les besoins partagés et leurs suites"
    VOICES_EDIT = "voices_edit", "Trier et relire les paroles, former les besoins, noter ce qui a été rapporté"
    RELAYS_SEND = "relays_send", "Relayer un besoin à un partenaire, noter sa réponse"
    BOARD_EDIT = "board_edit", "Tenir le panneau public : lire les idées, publier, retirer"
    FIGURES_READ = "figures_read", "Lire les chiffres de la structure, sans aucun nom"
    AUDIT_READ = "audit_read", "Lire le journal : qui a lu, exporté, changé quoi"


class WeekDay(models.TextChoices):
    LUNDI = "lundi", "Lundi"
    MARDI = "mardi", "Mardi"
    MERCREDI = "mercredi", "Mercredi"
    JEUDI = "jeudi", "Jeudi"
    VENDREDI = "vendredi", "Vendredi"
    SAMEDI = "samedi", "Samedi"
    DIMANCHE = "dimanche", "Dimanche"


class Language(models.TextChoices):
    """Languages of the public pages, by ISO 639 code, each named in itself."""

    FRANCAIS = "fr", "Français"
    ARABE = "ar", "العربية"
    TURC = "tr", "Türkçe"
    PORTUGAIS = "pt", "Português"
    ANGLAIS = "en", "English"


class Retention(models.IntegerChoices):
    """Months after which the name of somebody who left is replaced (CNIL 2023-095, by analogy: 24 at most)."""

    SIX_MOIS = 6, "6 mois"
    UN_AN = 12, "1 an"
    DIX_HUIT_MOIS = 18, "18 mois"
    DEUX_ANS = 24, "2 ans"


class TrainingKind(models.TextChoices):
    ALLER_VERS = "aller_vers", "Aller-vers"
    CONFIDENTIALITE = "confidentialite", "Confidentialité"
    PREMIERS_SECOURS = "premiers_secours", "Premiers secours"
    ECOUTE = "ecoute", "Écoute"
    AUTRE = "autre", "Autre formation"


class Theme(models.TextChoices):
    """What residents speak of, and what a partner can act on."""

    LOGEMENT = "logement", "Logement"
    CADRE_DE_VIE = "cadre_de_vie", "Cadre de vie (propreté, bruit, ascenseur, espaces verts)"
    TRANQUILLITE = "tranquillite", "Tranquillité"
    MOBILITE = "mobilite", "Mobilité"
    EMPLOI_FORMATION = "emploi_formation", "Emploi, formation"
    ECOLE = "ecole", "École"
    PETITE_ENFANCE_PARENTALITE = "petite_enfance_parentalite", "Petite enfance, parentalité"
    JEUNESSE = "jeunesse", "Jeunesse"
    SANTE_BIEN_ETRE = "sante_bien_etre", "Santé, bien-être"
    VIEILLISSEMENT = "vieillissement", "Vieillissement"
    ISOLEMENT_LIEN_SOCIAL = "isolement_lien_social", "Isolement, lien social"
    ACCES_DROITS = "acces_droits", "Accès aux droits"
    NUMERIQUE = "numerique", "Numérique"
    ARGENT_ALIMENTATION = "argent_alimentation", "Argent, alimentation"
    CULTURE_SPORT_LOISIRS = "culture_sport_loisirs", "Culture, sport, loisirs"
    VACANCES = "vacances", "Vacances"
    ENVIRONNEMENT_JARDIN = "environnement_jardin", "Environnement, jardin"
    CITOYENNETE = "citoyennete", "Citoyenneté"
    LANGUE_FRANCAISE = "langue_francaise", "Langue française"
    EGALITE_DISCRIMINATIONS = "egalite_discriminations", "Égalité, discriminations"
    AUTRE = "autre", "Autre"


class PartnerKind(models.TextChoices):
    """Kinds of organisations, as the national action sheet lists them."""

    ASSOCIATION_LOCALE = "association_locale", "Association locale"
    ASSOCIATION_NATIONALE = "association_nationale", "Association nationale"
    COMMUNE = "commune", "Commune"
    REGROUPEMENT_COMMUNES = "regroupement_communes", "Regroupement de communes"
    CONSEIL_DEPARTEMENTAL = "conseil_departemental", "Conseil départemental"
    CONSEIL_REGIONAL = "conseil_regional", "Conseil régional"
    ETAT = "etat", "Etat"
    EDUCATION_NATIONALE = "education_nationale", "Éducation Nationale"
    CAF = "caf", "Caf"
    CPAM = "cpam", "CPAM"
    MSA = "msa", "MSA"
    ARS = "ars", "ARS"
    DDCS = "ddcs", "DDCS"
    FONJEP = "fonjep", "FONJEP"
    BAILLEUR = "bailleur", "Bailleur social"
    ENTREPRISE = "entreprise", "Entreprise privée"
    COMITE_ENTREPRISE = "comite_entreprise", "Comité d'entreprise"
    FONDATIONS = "fondations", "Fondations"
    EUROPE = "europe", "Europe"
    AUTRE = "autre", "Autre"
