"""The euro amounts that a text states.

Choices: an amount needs its currency ("€", "euros", "EUR"); "3 k€" is 3,000; a range "100 à 200 €" gives both
ends; a product "150 x 2 = 300 €" gives what carries the currency; numbers in words are read up to "vingt
mille euros"; three digits after a comma are thousands ("1,500 €"), since no amount has a third decimal.
"""

import re
from decimal import Decimal

_GROUPED = r"\d{1,3}(?:[ .'’\u00a0\u202f\u2009]\d{3}){1,3}(?:,\d{1,2})?(?!\d)"
_ENGLISH = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?(?!\d)"
_SIMPLE = r"\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_NUMBER = f"(?:{_GROUPED}|{_ENGLISH}|{_SIMPLE})"
_TO_TWENTY = """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf vingt"""
_WORDS = {word: number for number, word in enumerate(_TO_TWENTY.split(), start=1)} | {
    "une": 1,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELT = rf"(?:(?:(?:{_WORD}|cent)\s+)?mille|(?:(?:{_WORD})\s+)?cents?|{_WORD})"
_S = r"[\s\u00a0\u202f]*"
_CURRENCY = r"(?:€|euros?(?!\w)|eur(?!\w))"
_SCALE = rf"(?P<scale>k(?={_S}(?:€|eur))|m(?={_S}(?:€|eur))|millions?\s+d['’]?|milliers?\s+d['’]|mille(?=\s))?"
# Not in the middle of a word or of another number; "2x150 €" is two numbers.
_START = r"(?:(?<=\d[xX×*])|(?<![\w.,'’]))"
_AMOUNT = re.compile(
    rf"(?:(?<!\w)entre\s+(?P<from>{_NUMBER}){_S}{_CURRENCY}?\s*et\s+|{_START}"
    rf"(?:(?P<low>{_NUMBER}){_S}{_CURRENCY}?(?:\s*(?:à|ou)\s*|[-–]))?)"
    rf"(?P<number>{_NUMBER})(?:,-)?{_S}{_SCALE}{_S}{_CURRENCY}"
    rf"|(?<!\w)(?P<spelt>{_SPELT})\s+euros?(?!\w)"
    rf"|(?:^|[:=(;,])\s*€\s?(?P<after>{_NUMBER})(?!{_S}€)",
    re.IGNORECASE | re.MULTILINE,
)
_SCALES = {"k": 1000, "m": 1_000_000}
_LIMIT = Decimal(1_000_000_000)


def _number(text: str) -> Decimal:
    bare = re.sub(r"[ '’\u00a0\u202f\u2009]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        return Decimal(bare.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    return Decimal(bare.replace(",", "."))


def _spelt(text: str) -> Decimal:
    words = text.casefold().split()
    unit = 1000 if words[-1] == "mille" else 100 if words[-1] in ("cent", "cents") else 1
    first = 100 if words[0] == "cent" else _WORDS.get(words[0], 1)
    if len(words) == 1:
        return Decimal(unit if unit > 1 else first)
    return Decimal(first * unit)


def _scale(text: str | None) -> int:
    if not text:
        return 1
    word = text.casefold()
    return _SCALES.get(word) or (1_000_000 if word.startswith("million") else 1000)


def find_amounts(text: str) -> list[Decimal]:
    """Return the amounts in euros, in the order of the text, repeats included."""
    if "€" not in text and "eur" not in text.casefold():
        return []
    amounts: list[Decimal] = []
    for match in _AMOUNT.finditer(text):
        if match["spelt"]:
            amounts.append(_spelt(match["spelt"]))
            continue
        scale = _scale(match["scale"])
        for part in (match["from"], match["low"], match["number"], match["after"]):
            if part:
                amounts.append(_number(part) * scale)
    return [amount for amount in amounts if 0 < amount < _LIMIT]
