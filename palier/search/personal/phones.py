"""Find telephone numbers: French, overseas and foreign ones, badly written ones, and those spelled in words."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from palier.search.personal.findings import Finding, FindingKind, finding

# Digits in groups, as people part them: ten of them from a 0, or 8 to 15; two numbers in a row stay two.
_DIGITS = re.compile(
    r"(?<![\w+])(?:0[1-9](?:[\s.\-/_]{0,3}\d){8}(?!\w)|\(?(?:\+|00)?\(?\d(?:[\s.\-/()_]{0,3}\d){7,14}(?!\w))"
)
# A French number in pairs is one even if its block is given to nobody yet.
_IN_PAIRS = re.compile(r"0[1-79](?:[\s.\-/_]{0,3}\d\d){4}")
# Overseas, a number is written as in France, but belongs to the plan of its own region.
_OVERSEAS = {
    **dict.fromkeys(("0590", "0690", "0691"), "GP"),
    **dict.fromkeys(("0594", "0694"), "GF"),
    **dict.fromkeys(("0596", "0696", "0697"), "MQ"),
    **dict.fromkeys(("0262", "0263", "0692", "0693"), "RE"),
    **dict.fromkeys(("0269", "0639"), "YT"),
}
# Numbers of public services are nobody's.
_PUBLIC = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}
_HINT = re.compile(
    r"\b(?:tel|telephone|portable|port|fixe|appel\w{0,4}|rappel\w{0,4}|joindre|joignable|numero|num|sms|whatsapp)\b"
)
_HINT_REACH = 40
_LIKELY = re.compile(r"\(?0[1-9]|(?:\+|00)\d")

_UNITS = "zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf"
_TENS = (
    "dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|octante|nonante"
)
_SPELLED_WORD = rf"(?:{_UNITS}|{_TENS}|et(?=[\s-]{{1,2}}(?:un|onze))|\d{{1,2}})"
# "zéro six douze trente-quatre": at least five words, the first two a prefix.
_SPELLED = re.compile(
    rf"\b(?:zero|0|plus\s{{1,2}}trente[\s-]{{1,2}}trois)[\s,.-]{{1,3}}(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|[1-9])"
    rf"(?:[\s,.-]{{1,3}}{_SPELLED_WORD}\b){{4,24}}"
)


def find_phones(flat: str) -> Iterator[Finding]:
    """Yield the telephone numbers of a flat text; those of public services (0 800..., 3919) are left alone."""
    for match in _DIGITS.finditer(flat):
        if _is_phone(match.group()) or _is_hinted(flat, match):
            yield finding(match.start(), match.end(), FindingKind.TELEPHONE)
    if "zero" in flat or "plus trente" in flat:
        for match in _SPELLED.finditer(flat):
            if not match.group().replace(" ", "").isdigit():
                yield finding(match.start(), match.end(), FindingKind.TELEPHONE)


def _is_phone(written: str) -> bool:
    """Whether this is the number of a person: in pairs as in France, or known to the plan of some country."""
    if "\n" in written:
        return False
    if _IN_PAIRS.fullmatch(written):
        return True
    digits = re.sub(r"\(0\)|[^\d+]", "", written)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith(("0", "+")) and not re.fullmatch(r"[67]\d{8}|33[1-79]\d{8}", digits):
        return False
    if digits.startswith("33"):
        digits = "+" + digits
    try:
        number = phonenumbers.parse(digits, _OVERSEAS.get(digits[:4], "FR"))
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in _PUBLIC


def _is_hinted(flat: str, match: re.Match[str]) -> bool:
    """Whether a number that no plan knows (a digit too few, one too many) is announced as a telephone."""
    if not _LIKELY.match(match.group()) or match.group().replace(" ", "").startswith(("08", "0 8")):
        return False
    before = flat[max(0, match.start() - _HINT_REACH) : match.start()]
    around = before + " " + flat[match.end() : match.end() + _HINT_REACH]
    return _HINT.search(around) is not None and "dossier" not in before
