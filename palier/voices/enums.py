"""Lists about words, needs, relays and answers (docs/glossaire.md)."""

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
    PAPIER = "papier", "Sur papier"
    PANNEAU = "panneau", "Sur le panneau public"


class VoiceState(models.TextChoices):
    """What the team made of words. Whether their answer was told is said by their needs (SharedNeed.state)."""

    A_TRIER = "a_trier", "À trier"
    TRIEE = "triee", "Triée"
    RIEN_A_FAIRE = "rien_a_faire", "Rien à faire"


class NeedState(models.TextChoices):
    """Where a shared need stands; written again after each action by ``actions.standing``."""

    OUVERT = "ouvert", "À relayer"
    RELAYE = "relaye", "Relayé, sans réponse"
    REPONDU = "repondu", "Répondu, à rapporter"
    RAPPORTE = "rapporte", "Réponse rapportée"
    SANS_RELAIS = "sans_relais", "Clos sans relais"
    FUSIONNE = "fusionne", "Fusionné avec un autre"


class NeedEventKind(models.TextChoices):
    CREE = "cree", "Créé"
    RENOMME = "renomme", "Renommé"
    RATTACHEE = "rattachee", "Parole rattachée"
    DETACHEE = "detachee", "Parole détachée"
    SCINDE = "scinde", "Scindé"
    FUSIONNE = "fusionne", "Fusionné"
    CLOS = "clos", "Clos"
    ROUVERT = "rouvert", "Rouvert"
    RELAYE = "relaye", "Relayé"
    REPONDU = "repondu", "Réponse reçue"
    RAPPORTE = "rapporte", "Réponse rapportée"
    CONTESTE = "conteste", "Réponse contestée"


class RelayActor(models.TextChoices):
    """Who is asked to act."""

    PARTENAIRE = "partenaire", "Un partenaire"
    CENTRE = "centre", "Le centre"
    HABITANTS = "habitants", "Un groupe d'habitant·es"
    TABLE_LOCALE = "table_locale", "La table locale, la table de quartier"


class RelayState(models.TextChoices):
    """Where a relay stands. Success is « réalisé », and nothing else."""

    TRANSMIS = "transmis", "Transmis"
    RECU = "recu", "Reçu"
    A_ETUDE = "a_etude", "À l'étude"
    EN_COURS = "en_cours", "En cours"
    PROGRAMME = "programme", "Programmé"
    REALISE = "realise", "Réalisé"
    REALISE_EN_PARTIE = "realise_en_partie", "Réalisé en partie"
    REPRIS_PAR = "repris_par", "Repris par quelqu'un d'autre"
    REFUSE = "refuse", "Refusé"
    HORS_COMPETENCE = "hors_competence", "Hors de sa compétence"
    SANS_SUITE = "sans_suite", "Sans suite"
    PLUS_ACTUALITE = "plus_actualite", "Plus d'actualité"


# Nothing to tell residents yet.
UNANSWERED = frozenset({RelayState.TRANSMIS, RelayState.RECU})
# The end of a relay; the others wait for what comes next.
ENDS = frozenset(
    {
        RelayState.REALISE,
        RelayState.REALISE_EN_PARTIE,
        RelayState.REPRIS_PAR,
        RelayState.REFUSE,
        RelayState.HORS_COMPETENCE,
        RelayState.SANS_SUITE,
        RelayState.PLUS_ACTUALITE,
    }
)
# An answer that closes a door says why.
REASONED = frozenset({RelayState.REFUSE, RelayState.SANS_SUITE, RelayState.HORS_COMPETENCE})


class ReplyKind(models.TextChoices):
    REPONSE = "reponse", "Réponse"
    QUESTION = "question", "Question du partenaire"
    PRECISION = "precision", "Précision du centre"


class ReplyChannel(models.TextChoices):
    """By which way an answer reached the centre."""

    LIEN = "lien", "Par le lien personnel"
    COURRIER = "courrier", "Par courrier"
    COURRIEL = "courriel", "Par courriel"
    TELEPHONE = "telephone", "Au téléphone"
    REUNION = "reunion", "En réunion"
    CENTRE = "centre", "Par le centre lui-même"


class RestitutionState(models.TextChoices):
    A_RAPPORTER = "a_rapporter", "À rapporter"
    RAPPORTEE = "rapportee", "Rapportée"
    IMPOSSIBLE = "impossible", "N'a pas pu être rapportée"
    REMPLACEE = "remplacee", "Remplacée par une réponse plus récente"


class RestitutionMeans(models.TextChoices):
    TERRAIN = "terrain", "De vive voix, sur place"
    AFFICHE = "affiche", "Par une affiche"
    PANNEAU = "panneau", "Sur le panneau public"
    RAPPEL = "rappel", "En rappelant la personne"
    REUNION = "reunion", "En réunion d'habitant·es"
