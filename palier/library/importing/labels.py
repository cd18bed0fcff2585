"""The labels of an action sheet, recognised whatever their case, accents, apostrophes and plurals."""

from dataclasses import dataclass
from functools import lru_cache

from palier.documents.reading.folding import fold, loose
from palier.library.rubrics import RUBRICS

LONGEST_LABEL = 110
_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its ``key`` (a field of SheetDraft, or "partners" for the heading above both kinds of
    partners).

    ``name`` is the label of the national base, ``aliases`` the other ways to say it.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()


# In the order of the national base; "territory" stands there a second time, after the partners.
LABELS = (
    Label("title", "Titre", ("Titre de l'action", "Nom de l'action", "Nom", "Intitulé", "Intitulé de l'action")),
    Label("structure_name", "Structure organisatrice", ("Structure", "Organisateur")),
    Label("departement", "Département", ("Code département", "Département de la structure")),
    Label("year", "Année", ("Année de l'action",)),
    Label("attachments", "Fichier(s) associé(s)", ("Pièces jointes", "Fichiers joints", "Documents joints")),
    Label("status", "Statut de l'action", ("Statut", "État de l'action")),
    Label(
        "status_reason",
        "Raisons pour lesquelles l'action est terminée",
        ("Raison de fin", "Pourquoi l'action est terminée", "Raison pour laquelle l'action est terminée"),
    ),
    Label("dimension", "Dimension", ("Dimension de l'action",)),
    Label("keywords", "Mots clés associés à l'action", ("Mots clés", "Thèmes", "Thématiques")),
    Label("summary", "Résumé", ("Résumé de l'action",)),
    Label(
        "initiatives",
        "Qui est à l'initiative de l'action ?",
        ("Initiative", "À l'initiative", "Initiative de l'action", "Qui est à l'initiative"),
    ),
    Label("initiative_detail", "Précision ( si autre )", ("Précision", "Précision sur l'initiative")),
    Label("territory", "Territoire concerné", ("Territoire", "Territoire de l'action")),
    Label(
        "experience",
        "Description de l'expérience, ses objectifs, ses acteurs et ses différentes phases.",
        ("Description de l'expérience", "Expérience", "Objectifs, acteurs et phases"),
    ),
    Label("publics", "Public", ("Public visé", "Public concerné", "Public de l'action")),
    Label("partners", "Avec qui cette action a-t-elle été menée ?", ("Partenaires", "Avec qui")),
    Label("action_partners", "Partenaires d'action", ("Partenaires de l'action",)),
    Label("financial_partners", "Partenaires financiers", ("Financeurs", "Partenaire financeur")),
    Label("description", "Description générale", ("Description", "Description de l'action")),
    Label(
        "resources",
        "Ressources financières mobilisées pour cette action",
        ("Ressources financières", "Ressources financières mobilisées", "Budget"),
    ),
    Label(
        "mobilised",
        "Nombre de personnes mobilisés pour cette action",
        ("Nombre de personnes mobilisées pour cette action", "Nombre de personnes mobilisées"),
    ),
    Label("result_territory", "Résultat sur le territoire", ("Résultat pour le territoire",)),
    Label("result_structure", "Résultat pour le centre social", ("Résultat pour la structure",)),
    Label("result_residents", "Résultat pour les habitants", ("Résultat pour les habitantes et les habitants",)),
    Label("limits", "Suite de l'action : Limites", ("Limites", "Limites de l'action")),
    Label("prospects", "Suite de l'action : Perspectives", ("Perspectives", "Perspectives de l'action")),
    Label("plus", "Le « + » de l'action", ("Le plus de l'action", "Les plus de l'action", "Le petit plus")),
    Label("modalities", "Modalités d'aller-vers", ("Modalités", "Modalité d'aller vers")),
    Label("source", "Source de la fiche", ("Source",)),
    Label("source_id", "Identifiant d'origine", ("Identifiant", "Identifiant de la fiche")),
)
NAMES = {label.key: label.name for label in LABELS}
# Columns only: no text of the national base has these labels.
EXTRA_COLUMNS = {
    "amounts": "Montants cités, en euros",
    "people": "Nombres de personnes cités",
    "unmapped": "Autres textes",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A text recognised as a label. ``official``: in the words of the national base, not an alias.

    ``weak``: so few words that a line of free text may say the same ("Public", "Résumé", "Limites").
    """

    key: str
    official: bool
    weak: bool


def _index() -> dict[str, Found]:
    known: dict[str, Found] = {}
    for label in LABELS:
        name = loose(label.name)
        known[name] = Found(label.key, official=True, weak=" " not in name)
    spoken = [(label.key, alias) for label in LABELS for alias in label.aliases]
    shown = [(rubric.field, rubric.label) for rubric in RUBRICS]
    for key, alias in spoken + shown:
        known.setdefault(loose(alias), Found(key, official=False, weak=True))
    return known


def find_label(text: str) -> Found | None:
    """Return the label that a text is, or None; the text has no bullet, a final colon may stand."""
    return _INDEX.get(loose(text)) if 0 < len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=8192)
def _starts_label(beginning: str) -> bool:
    folded = fold(beginning)
    return any(name.startswith(folded) for name in _INDEX)


def may_be_label(line: str) -> bool:
    """Tell quickly whether a line starts like a label: no other line of a long text needs more looking at."""
    return _starts_label(line[:_BEGINNING])


def find_column(header: str) -> str | None:
    """Return the key that a column header or a JSON key names: a label in French, or our identifier."""
    folded = fold(header).replace(" ", "_")
    if folded in NAMES or folded in EXTRA_COLUMNS:
        return folded
    extra = _EXTRA_INDEX.get(loose(header))
    if extra is not None:
        return extra
    found = find_label(header.strip())
    return found.key if found else None


_INDEX = _index()
_EXTRA_INDEX = {loose(name): key for key, name in EXTRA_COLUMNS.items()}
