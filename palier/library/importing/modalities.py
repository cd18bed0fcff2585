"""The ways of going out that a sheet's own words tell: proposals with their evidence, never more.

Each phrase is long enough to mean what it says: "marché" needs to be a place one goes to ("au marché", never
"marché du travail", "bon marché" or "marche à pied"), "sortie" needs its school ("sortie d'école", never
"sortie familles").
"""

import re
import unicodedata

from palier.agenda.enums import Modality
from palier.library.drafts import SheetDraft

_OF = r"(?:de la |de l |du |des |de |d )"
_NOT_A_PLACE = r"(?! (?:du travail|de l emploi|publics?|immobiliers?|locatifs?|financiers?|economiques?|prive))"
# On words in lower case, without accents but for "marché", apostrophes and dashes read as spaces.
_PHRASES: dict[Modality, tuple[str, ...]] = {
    Modality.PORTE_A_PORTE: (
        "porte a porte",
        r"(?:frapp|toqu)\w+ (?:a |aux )(?:la |leurs? |toutes les )?portes?",
    ),
    Modality.PIED_IMMEUBLE: (rf"(?:bas|pieds?) {_OF}(?:immeubles?|tours?|batiments?|cages? d escaliers?)",),
    Modality.PRESENCE_SOCIALE: (
        r"hors (?:les|des|ses|nos|de ses) murs",
        r"all(?:er|ant|ons) vers les (?:habitant|personne|famille|public|jeune)\w*",
        r"all(?:er|ant|ons) (?:directement )?a (?:la|leur) rencontre",
        r"presence (?:sociale|active|de proximite|de rue)",
        r"maraudes?|travail de rue",
    ),
    Modality.MARCHE: (
        rf"(?:au|aux|sur (?:le|les|un|des)|jours? de|devant le|stands? (?:du|de)) marchés?{_NOT_A_PLACE}",
    ),
    Modality.SORTIE_ECOLE: (
        rf"(?:sorties?|grilles?|portails?|entrees?) {_OF}(?:ecoles?|classes?|colleges?|lycees?|creches?)",
        r"devant (?:l ecole|les ecoles|le college|le lycee)",
    ),
    Modality.CAFE_QUARTIER: (
        r"(?:cafes?|k fe|petits? dejeuners?|petits? dej|gouters?|aperos?|thes?) "
        rf"(?:{_OF})?(?:habitant\w*|quartiers?|parents|voisin\w*|rencontres?|rue)",
        r"autour d (?:un|une) (?:cafe|petit dejeuner|gouter|the|tasse)",
    ),
    Modality.ITINERANT: (
        r"triporteurs?|caravanes?|ludobus|bibliobus|velos? cargos?",
        r"(?:bus|camions?|camionnettes?|fourgons?|roulottes?) (?:amenage|itinerant|mobile|du centre)\w*",
        r"(?:lieu|espace|centre|animation|accueil|atelier)s? itinerant\w*",
    ),
    Modality.ANIMATION_RUE: (
        r"animations? (?:de|dans la|dans les|en) rues?",
        r"coins? de (?:la )?rue",
        r"rues? aux enfants",
        r"(?:dans|sur) l espace public",
    ),
    Modality.PORTEUR_PAROLES: (r"porteu(?:r|se)s? de paroles?",),
    Modality.TERRAIN_AVENTURE: (r"terrains? d aventures?",),
    Modality.JARDIN: (r"jardins? (?:partage|collectif|participatif|pedagogique|solidaire|familia|de quartier)\w*",),
    Modality.PERMANENCE: (
        r"permanences? (?:delocalise|decentralise|hors les murs|mobile|itinerante|dans les quartiers)\w*",
    ),
    Modality.NUMERIQUE: (
        r"numeriques? (?:hors les murs|itinerant|mobile|en pied|au pied)\w*",
        r"bus (?:du )?numerique|mediation numerique (?:de rue|itinerante|mobile)",
    ),
    Modality.JEU: (
        r"ludotheques? (?:ephemere|itinerante|mobile|hors les murs|de rue)\w*",
        r"jeux? (?:de rue|en plein air|dans la rue|dehors)",
        r"fetes? du jeu|journee mondiale du jeu",
    ),
    Modality.EVENEMENT: (
        rf"fetes? {_OF}(?:quartiers?|voisin\w*|villages?|rues?|jeu)",
        r"festivals?",
        r"(?:repas|banquets?|bals?) (?:de|du) (?:quartier|rue)",
        r"vide greniers?|kermesses?|jeux? inter ?quartiers?",
    ),
    Modality.CHEZ_PARTENAIRE: (
        r"(?:chez|dans les locaux (?:de|d|du|des)) (?:nos |les |des |un |une |notre )?partenaires?",
        r"(?:interventions?|animations?|ateliers?) (?:a l|dans (?:les|l|un|une)|au sein (?:de l|des|du)) "
        r"(?:ecoles?|ehpad|colleges?|foyers?|hopita\w+|creches?|maisons? de retraite)",
    ),
}
_PATTERNS = {
    slug: re.compile("|".join(rf"(?<!\w)(?:{phrase})(?!\w)" for phrase in phrases))
    for slug, phrases in _PHRASES.items()
}
# A text without any of these letters cannot match: looking for them is ten times faster than the phrases.
_STEMS: dict[Modality, tuple[str, ...]] = {
    Modality.PORTE_A_PORTE: ("porte a porte", "frapp", "toqu"),
    Modality.PIED_IMMEUBLE: ("pied", "bas d"),
    Modality.PRESENCE_SOCIALE: ("hors ", " vers les ", "rencontre", "presence", "maraude", "travail de rue"),
    Modality.MARCHE: ("march",),
    Modality.SORTIE_ECOLE: ("ecole", "classe", "college", "lycee", "creche"),
    Modality.CAFE_QUARTIER: ("cafe", "k fe", "dej", "gouter", "apero", "the", "autour d une tasse"),
    Modality.ITINERANT: (
        "triporteur",
        "caravane",
        "bus",
        "cargo",
        "camion",
        "fourgon",
        "roulotte",
        "itinerant",
    ),
    Modality.ANIMATION_RUE: ("rue", "espace public"),
    Modality.PORTEUR_PAROLES: ("parole",),
    Modality.TERRAIN_AVENTURE: ("aventure",),
    Modality.JARDIN: ("jardin",),
    Modality.PERMANENCE: ("permanence",),
    Modality.NUMERIQUE: ("numerique",),
    Modality.JEU: ("jeu", "ludotheque"),
    Modality.EVENEMENT: ("fete", "festival", "repas", "banquet", "bal", "grenier", "kermesse", "inter"),
    Modality.CHEZ_PARTENAIRE: ("partenaire", "intervention", "animation", "atelier"),
}
_LETTERS = [chr(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x180))]
_FLAT = str.maketrans(
    {letter: unicodedata.normalize("NFD", letter)[0].lower()[:1] for letter in _LETTERS}
    | dict.fromkeys("'’ʼ-‐‑–\n", " ")
)
# Only the accent tells a market from a walk.
_FLAT_WITH_ACCENT = {**_FLAT, ord("é"): "é", ord("É"): "é"}


def _find(slug: Modality, text: str, flat: str) -> str:
    """Return the first words of a text that tell a modality, or ""."""
    if not any(stem in flat for stem in _STEMS[slug]):
        return ""
    match = _PATTERNS[slug].search(text.translate(_FLAT_WITH_ACCENT) if slug == Modality.MARCHE else flat)
    return " ".join(text[match.start() : match.end()].split()) if match else ""


def deduce_modalities(draft: SheetDraft) -> list[tuple[str, str]]:
    """Return (slug of Modality, the words that say so) from the title, the summary and the descriptions.

    At most once a modality, in the order of the list. Nothing is written in the draft.
    """
    texts = (draft.title, draft.summary, draft.experience, draft.description)
    flats = [(text, text.translate(_FLAT)) for text in texts if text]
    found: list[tuple[str, str]] = []
    for slug in _PATTERNS:
        evidence = next((words for text, flat in flats if (words := _find(slug, text, flat))), "")
        if evidence:
            found.append((slug.value, evidence))
    return found
