"""The words that name people, numbers and moments (folded: no accents, lower case)."""

import re
import unicodedata
from functools import lru_cache

KINDS = ("professionals", "volunteers", "participants", "unspecified")
# From the most telling word to the least: "parents bénévoles" are volunteers.
PRECEDENCE = ("volunteers", "professionals", "participants", "unspecified")

_E = r"(?:e|ne|le)?s?"
_PEOPLE = {
    "volunteers": r"benevoles?|volontaires?|administrat(?:eur|rice)s?",
    "professionals": (
        rf"pro|pros|professionnel{_E}|salarie{_E}|agent{_E}|employe{_E}|permanent{_E}|animat(?:eur|rice)s?|"
        r"travailleu(?:r|se)s?|conseill(?:er|ere)s?|responsables?|direct(?:eur|rice)s?|"
        rf"referent{_E}|intervenant{_E}|prestataires?|educat(?:eur|rice)s?|mediat(?:eur|rice)s?|cesf|"
        r"coordinat(?:eur|rice)s?|coordonnat(?:eur|rice)s?|psychologues?|infirmi(?:er|ere)s?|medecins?|"
        rf"puericult(?:eur|rice)s?|assistant{_E}|comedien{_E}|formateurs?|formatrices?|technicien{_E}|"
        rf"secretaires?|charge{_E}|artistes?|enseignant{_E}|professeur{_E}|auxiliaires?|ludothecaires?|"
        rf"accueillant{_E}|gardien{_E}|musicien{_E}|cuisini(?:er|ere)s?|encadrant{_E}|dieteticien{_E}|tisf"
    ),
    "participants": (
        rf"participant{_E}|habitant{_E}|enfants?|jeunes?|parents?|adultes?|seniors?|familles?|femmes?|hommes?|"
        rf"ados?|adolescent{_E}|usag(?:er|ere)s?|adherent{_E}|beneficiaires?|eleves?|lyceen{_E}|collegien{_E}|"
        rf"places?|brsa|mamans?|papas?|meres?|peres?|resident{_E}|spectat(?:eur|rice)s?|inscrit{_E}|filles?|"
        rf"garcons?|locataires?|riverain{_E}|voisin{_E}|etudiant{_E}|aine{_E}|bebes?|couples?|agees?|retraite{_E}"
    ),
    "unspecified": (
        rf"personnes?|partenaires?|representant{_E}|membres?|stagiaires?|gens|elu{_E}|acteurs?|actrices?|"
        rf"apprenti{_E}|alternant{_E}|services? civiques?"
    ),
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _PEOPLE.items()}
# Words that say that a person works, not who: "1 agent, la CESF" is one person.
GENERIC = re.compile(rf"pros?|professionnel{_E}|salarie{_E}|agent{_E}|employe{_E}|permanent{_E}|personnes?")

_UNITS = """h heure heures min minute minutes an ans annee annees mois jour jours semaine semaines journee
journees nuit nuits fois seance seances atelier ateliers session sessions reunion reunions rencontre
rencontres euro euros k % € km kilometre kilometres metre metres m janvier fevrier mars avril mai juin juillet
aout septembre octobre novembre decembre e er eme etp x rue avenue boulevard"""
UNITS = frozenset(_UNITS.split())
_SKIPPED = """de d des autre autres nouveau nouveaux nouvelle nouvelles petit petits grand grands grande
grandes ancien anciens futur futurs different differents differentes meme memes bon bons"""
SKIPPED = frozenset(_SKIPPED.split())
MOMENT = re.compile(
    r"tout au long|toute l annee|annuellement|\ble jour\b|\bjours? j\b|week ?end|\bavant\b|\bpendant\b|"
    r"\bapres\b|\bsur place\b|\blors d|\bau quotidien\b|en preparation|pour la preparation|\ble soir\b|"
    r"chaque (?:semaine|mois)"
)

_TO_TWENTY = """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf vingt"""
_WORDS = {word: number for number, word in enumerate(_TO_TWENTY.split(), start=1)} | {
    "une": 1,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "cent": 100,
    "huitaine": 8,
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
}
_COLLECTIVE = "(?:une )?(?:huit|diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aine"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_DIGITS = r"(?<![\w.,/])(?:\d{1,3}(?: \d{3}){1,2}|\d{1,6})(?![\w])(?![.,/]\d)"
_ONE = rf"(?:{_DIGITS}|(?<![\w]){_COLLECTIVE}(?![\w])|(?<![\w])(?:{_WORD})(?![\w]))"
_RANGE_DIGITS = r"(?<![\w.,/])\d{1,6} ?[-/] ?\d{1,6}(?![\w])(?![.,/]\d)"
QUANTITY = rf"(?:{_RANGE_DIGITS}|entre {_ONE} et {_ONE}|{_ONE} (?:a|ou) {_ONE}|{_ONE})"
_ENDS = re.compile(r" ?[/-] ?(?=\d)| a | ou | et ")

_OPTIONAL = re.compile(r"\((?:s|e|es|ne|nes)\)|[·.](?:e|ne|le|es|trice|rice|euse)s?(?:[·.]s)?(?!\w)|[·]")
_ASCII = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "ʼ": " ", "–": "-", "—": "-", "\u00a0": " "})


def spoken(line: str) -> str:
    """Return a line without accents or inclusive endings, in lower case, its punctuation kept, "€" too."""
    bare = _OPTIONAL.sub("", line.casefold()).translate(_ASCII)
    kept = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(kept.replace("week-end", "week end").split())


@lru_cache(maxsize=4096)
def kind_of(word: str) -> str:
    """Return the kind of people that a folded word names, or ""."""
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(word):
            return kind
    return ""


def quantity_of(text: str) -> tuple[int, int]:
    """Return the low and the high end of a matched QUANTITY; two numbers that do not rise are not a range."""
    if text in _WORDS:
        return _WORDS[text], _WORDS[text]
    values = [_value(part) for part in _ENDS.split(text.removeprefix("entre "))]
    if len(values) == 2 and values[0] < values[1]:
        return values[0], values[1]
    return values[-1], values[-1]


def _value(text: str) -> int:
    bare = text.removeprefix("une ") if text.endswith("aine") else text
    return _WORDS[bare] if bare in _WORDS else int(bare.replace(" ", ""))
