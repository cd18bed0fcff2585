"""Find where someone lives: a number in a street, a door, a floor with its building."""

import re
from collections.abc import Iterator

from palier.search.personal.findings import Finding, FindingKind, finding

_WAYS = (
    r"(?:rue|r\.|avenue|av\.?|ave\.?|boulevard|boul\.?|bd\.?|bld\.?|blvd\.?|place|pl\.?|square|sq\.?|allees?|all\.?|impasse|imp\.?|"
    r"chemin|ch\.|quai|cours|passage|esplanade|promenade|route|rte\.?|faubourg|fg|venelle|sentier|villa|hameau|"
    r"residence|res\.?|cite|lotissement|rond-point|mail|montee|traverse|cour|clos)"
)
_LINK = (
    r"(?:(?:de|du|des|la|le|les|en|aux?|sur|sous|saint|sainte|st|ste|general|marechal|docteur|dr|abbe|president|"
    r"prof\.?|commandant)\s{1,2}|[dl]')"
)
# The words that a name of street never goes on with.
_STOP = (
    r"(?!(?:et|ou|qui|que|ne|n|pour|avec|sans|dans|depuis|a|au|aux|est|sont|c|ca|j|je|il|elle|on|nous|vous|mais|car|tel|"
    r"chez|y|se|s|m|ai|pas|plus|merci|svp|bonjour|apt?|appt?|appart|appartement|bat|batiment|porte|etage|escalier|hall|cage|entree|"
    r"pres|face|derriere|devant|vers|ma|mon|mes|notre|le matin|tous|toute?s?|encore|toujours|"
    r"c'est|tombe|voudrait|veut)\b)"
)
_WORD = rf"{_STOP}[a-z0-9][\w'-]{{0,30}}"
_NAME = rf"(?:{_LINK}){{0,3}}{_WORD}(?:\s{{1,2}}(?:{_LINK}){{0,2}}{_WORD}){{0,2}}"
_NUMBER = r"\b\d{1,4}(?:\s?(?:bis|ter|quater|[a-d])\b)?(?:\s?[-/]\s?\d{1,4})?"
_UNIT_NUMBER = r"(?:\s?(?:n[°o]\s?|numero\s|:\s?)?\d{1,4}[a-z]?|\s(?:[a-z]\d{0,3}|gauche|droite|de gauche|de droite))\b"
_DOOR = rf"(?:porte|appartement|appart|appt|apt|app|apart|logement|lgt|chambre|ch|boite|bal|bp){_UNIT_NUMBER}"
_STAIR = rf"(?:batiment|bat|bt|immeuble|imm|tour|hall|cage|entree|escalier|esc|allee|bloc){_UNIT_NUMBER}"
_FLOOR = (
    r"(?:(?:au\s)?(?:\d{1,2}\s?(?:er|e|eme|ieme|em|nd|°)?|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|dernier)"
    r"\s(?:etage|etg)|rdc|rez[ -]de[ -]chaussee)(?:\s(?:porte\s)?(?:de\s|a\s)?(?:gauche|droite))?"
)
_PART = rf"(?:{_DOOR}|{_STAIR}|{_FLOOR})"
_JOIN = r"[\s,;-]{1,3}(?:au\s|et\s)?"
_PLACE = r"(?:[\s,]{1,3}\d{5}(?:\s{1,2}[a-z][a-z'-]{2,30}){0,2})"
_STREET = re.compile(
    rf"(?<![\d,.])(?:{_PART}{_JOIN}){{0,3}}{_NUMBER}\s{{0,2}},?\s{{0,2}}(?:de\s|dans\s)?(?:la\s|l')?{_WAYS}\s{{1,2}}{_NAME}(?:{_JOIN}{_PART}){{0,4}}{_PLACE}?"
)
_INSIDE = re.compile(rf"\b{_PART}(?:{_JOIN}{_PART}){{1,4}}(?!\w)")
_DOOR_ALONE = re.compile(
    r"\b(?:porte|appartement|appart|appt|apt|logement|lgt|chambre)\s(?:n[°o]\s?|numero\s)?\d{1,4}[a-z]?\b"
)
_SMALL = re.compile(r"\d")


def find_addresses(flat: str) -> Iterator[Finding]:
    """Yield the addresses of a flat text: with a street, or inside a building ("bâtiment C porte 12")."""
    if _SMALL.search(flat):
        for match in _STREET.finditer(flat):
            yield _found(match)
    for match in _INSIDE.finditer(flat):
        yield _found(match)
    for match in _DOOR_ALONE.finditer(flat):
        yield _found(match)


def _found(match: re.Match[str]) -> Finding:
    return finding(match.start(), match.start() + len(match.group().rstrip(" ,;-.")), FindingKind.ADRESSE)
