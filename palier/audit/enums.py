"""What the audit keeps track of (docs/glossaire.md)."""

from django.db import models


class AuditKind(models.TextChoices):
    """One thing someone did. A new kind needs no migration: the model asks for the list, it does not copy it."""

    LOGIN = "login", "Connexion"
    LOGIN_FAILED = "login_failed", "Connexion refusée"
    LOGOUT = "logout", "Déconnexion"
    PASSWORD_CHANGED = "password_changed", "Mot de passe changé"
    SECOND_FACTOR_CHANGED = "second_factor_changed", "Seconde vérification changée"
    READ_NAMED = "read_named", "Lecture de données nominatives"
    EXPORT_NAMED = "export_named", "Export de données nominatives"
    ERASE_NAMED = "erase_named", "Effacement de données nominatives"
    MEMBER_INVITED = "member_invited", "Invitation envoyée"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation retirée"
    MEMBER_JOINED = "member_joined", "Arrivée d'un membre"
    MEMBER_CHANGED = "member_changed", "Droits ou statut d'un membre changés"
    MEMBER_LEFT = "member_left", "Départ d'un membre"
    MEMBER_RESTORED = "member_restored", "Retour d'un membre"
    PHONE_CODE_SHOWN = "phone_code_shown", "Code d'accès montré"
    PHONE_ENROLLED = "phone_enrolled", "Téléphone inscrit"
    PHONE_BLOCKED = "phone_blocked", "Téléphone bloqué"
    PHONE_RELEASED = "phone_released", "Téléphone débloqué"
    DEVICE_REVOKED = "device_revoked", "Appareil exclu"
    STRUCTURE_CREATED = "structure_created", "Structure créée"
    STRUCTURE_CHANGED = "structure_changed", "Structure modifiée"
    STRUCTURES_IMPORTED = "structures_imported", "Structures importées"
    PARTNER_CHANGED = "partner_changed", "Partenaire modifié"
    PARTNERS_IMPORTED = "partners_imported", "Partenaires importés"
    TRAINING_CHANGED = "training_changed", "Formation modifiée"
    PLACES_CHANGED = "places_changed", "Lieux ou zones modifiés"
    OUTINGS_CHANGED = "outings_changed", "Sorties modifiées"
    RULE_OVERRIDDEN = "rule_overridden", "Règle d'équipe passée outre"
    HELP_ASKED = "help_asked", "Aide demandée pendant une sortie"
    MEETINGS_CHANGED = "meetings_changed", "Réunions modifiées"
    FIELDLOG_CHANGED = "fieldlog_changed", "Carnet de bord corrigé"
    RESIDENTS_CHANGED = "residents_changed", "Personnes à rappeler modifiées"
    VOICES_CHANGED = "voices_changed", "Paroles triées, relues ou corrigées"
    NEEDS_CHANGED = "needs_changed", "Besoins partagés modifiés"
    RELAYS_CHANGED = "relays_changed", "Besoins relayés, réponses notées"
    ANSWERS_TOLD = "answers_told", "Réponses rapportées"
    WORDS_EXPORTED = "words_exported", "Paroles exportées"
    BOARD_CHANGED = "board_changed", "Panneau public modifié"
    SHEETS_CHANGED = "sheets_changed", "Fiches modifiées"


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds as Django's choices: a migration names this function instead of copying its list."""
    return AuditKind.choices
