"""The columns of a table of partners, and the words that fill them."""

import re
from collections.abc import Mapping

from django.db.models import TextChoices
from rapidfuzz import fuzz, process

from palier.documents.reading.folding import fold, loose
from palier.documents.reading.headers import KnownColumn
from palier.structures.enums import PartnerKind, Theme

COLUMNS = (
    KnownColumn(
        "name",
        "Organisation",
        ("Partenaire", "Nom de l'organisation", "Nom du partenaire", "Structure", "Organisme", "Raison sociale"),
        required=True,
    ),
    KnownColumn("kind", "Type", ("Type d'organisation", "Type de partenaire", "Type de structure", "Catégorie")),
    KnownColumn("themes", "Thèmes", ("Thématiques", "Domaines", "Thèmes d'action", "Domaines d'action")),
    KnownColumn(
        "usual_delay",
        "Délai habituel (jours)",
        (
            "Délai",
            "Délai habituel",
            "Délai de réponse",
            "Délai habituel de réponse",
            "Délai habituel de réponse, en jours",
        ),
    ),
    KnownColumn("address", "Adresse", ("Adresse postale", "Lieu")),
    KnownColumn("website", "Site", ("Site internet", "Site web", "Adresse du site", "URL")),
    KnownColumn("note", "Note", ("Remarque", "Commentaire", "Observation", "Note pour l'équipe")),
    KnownColumn(
        "contact",
        "Contact",
        (
            "Nom du contact",
            "Prénom et nom",
            "Nom et prénom",
            "Interlocuteur",
            "Interlocutrice",
            "Personne contact",
            "Référent",
        ),
    ),
    KnownColumn("job", "Fonction", ("Poste", "Métier", "Rôle", "Fonction du contact")),
    KnownColumn(
        "email",
        "Courriel",
        ("E-mail", "Email", "Mail", "Mél", "Courriel professionnel", "Adresse mail", "Adresse e-mail"),
    ),
    KnownColumn(
        "phone", "Téléphone", ("Tél", "Tel", "Téléphone professionnel", "Numéro de téléphone", "Portable", "Mobile")
    ),
    KnownColumn(
        "consented_on",
        "D'accord depuis le",
        ("Date d'accord", "Date de l'accord", "Date de consentement", "Consentement", "Accord", "Accord le"),
    ),
    KnownColumn(
        "consent_note",
        "Comment l'accord a été donné",
        ("Comment", "Forme de l'accord", "Origine de l'accord", "Mode de consentement", "Accord donné"),
    ),
    # Written in the file of refused rows: it is read back with that column still there.
    KnownColumn("reason", "Raison du refus"),
)
HEADERS = {column.key: column.header for column in COLUMNS}

KIND_WORDS = {
    "mairie": PartnerKind.COMMUNE,
    "ville": PartnerKind.COMMUNE,
    "ccas": PartnerKind.COMMUNE,
    "association": PartnerKind.ASSOCIATION_LOCALE,
    "intercommunalité": PartnerKind.REGROUPEMENT_COMMUNES,
    "métropole": PartnerKind.REGROUPEMENT_COMMUNES,
    "communauté de communes": PartnerKind.REGROUPEMENT_COMMUNES,
    "communauté d'agglomération": PartnerKind.REGROUPEMENT_COMMUNES,
    "département": PartnerKind.CONSEIL_DEPARTEMENTAL,
    "région": PartnerKind.CONSEIL_REGIONAL,
    "préfecture": PartnerKind.ETAT,
    "école": PartnerKind.EDUCATION_NATIONALE,
    "collège": PartnerKind.EDUCATION_NATIONALE,
    "lycée": PartnerKind.EDUCATION_NATIONALE,
    "caisse d'allocations familiales": PartnerKind.CAF,
    "assurance maladie": PartnerKind.CPAM,
    "mutualité sociale agricole": PartnerKind.MSA,
    "agence régionale de santé": PartnerKind.ARS,
    "bailleur": PartnerKind.BAILLEUR,
    "hlm": PartnerKind.BAILLEUR,
    "office hlm": PartnerKind.BAILLEUR,
    "entreprise": PartnerKind.ENTREPRISE,
    "fondation": PartnerKind.FONDATIONS,
    "union européenne": PartnerKind.EUROPE,
}
THEME_WORDS = {
    "habitat": Theme.LOGEMENT,
    "transport": Theme.MOBILITE,
    "sécurité": Theme.TRANQUILLITE,
    "insertion": Theme.EMPLOI_FORMATION,
    "scolarité": Theme.ECOLE,
    "enfance": Theme.PETITE_ENFANCE_PARENTALITE,
    "famille": Theme.PETITE_ENFANCE_PARENTALITE,
    "personnes âgées": Theme.VIEILLISSEMENT,
    "solitude": Theme.ISOLEMENT_LIEN_SOCIAL,
    "droits": Theme.ACCES_DROITS,
    "informatique": Theme.NUMERIQUE,
    "alphabétisation": Theme.LANGUE_FRANCAISE,
    "français": Theme.LANGUE_FRANCAISE,
}
# Under this likeness (0 to 100) two words are not the same word badly typed.
_NEAR = 85
_SHORTEST_NEAR = 5
_SEPARATORS = re.compile(r"[|;\n]")
_PARTS = re.compile(r"[,()]")
_UNITS = {"jour": 1, "j": 1, "semaine": 7, "sem": 7, "moi": 30}
_DELAY = re.compile(r"(\d{1,4})\s*([a-z]*)")


def _words_of(choices: type[TextChoices], synonyms: Mapping[str, TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, label in choices.choices:
        found[loose(str(label))] = found[loose(str(slug))] = str(slug)
    for words, choice in synonyms.items():
        found.setdefault(loose(words), str(choice.value))
    for slug, label in choices.choices:
        for part in _PARTS.split(str(label)):
            if loose(part):
                found.setdefault(loose(part), str(slug))
    return found


_KINDS = _words_of(PartnerKind, KIND_WORDS)
_THEMES = _words_of(Theme, THEME_WORDS)


def _near(text: str, known: Mapping[str, str]) -> str | None:
    """Return the slug whose words are these, but for the spelling; None when none is near."""
    words = loose(text)
    if words in known:
        return known[words]
    if len(words) < _SHORTEST_NEAR:
        return None
    found = process.extractOne(words, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return known[found[0]] if found else None


def read_kind(text: str) -> str | None:
    """Return the PartnerKind that the words name, or None."""
    return _near(text, _KINDS)


def read_themes(text: str) -> tuple[list[str], list[str]]:
    """Return the Theme slugs that a cell names, in the order of the list, and the words that name none."""
    slugs: set[str] = set()
    unknown: list[str] = []
    for piece in filter(None, map(str.strip, _SEPARATORS.split(text))):
        whole = _near(piece, _THEMES)
        parts = [piece] if whole else [part.strip() for part in piece.split(",") if part.strip()]
        for part in parts:
            slug = whole or _near(part, _THEMES)
            if slug:
                slugs.add(slug)
            else:
                unknown.append(part)
    return [slug for slug in Theme.values if slug in slugs], unknown


def read_delay(text: str) -> int | None:
    """Return a delay in days: "15", "15 jours", "2 semaines", "1 mois"; None when it is not one."""
    found = _DELAY.fullmatch(fold(text))
    if found is None:
        return None
    unit = found[2].rstrip("s") or "jour"
    return int(found[1]) * _UNITS[unit] if unit in _UNITS else None
