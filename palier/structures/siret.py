"""The number of an establishment, as Insee gives it: 14 digits, checked by the Luhn sum."""

import re

LA_POSTE = "356000000"
_BLANKS = re.compile(r"[\s.\u00a0\u202f-]+")
_WRONG = "Ce n'est pas un SIRET : il compte 14 chiffres. Vérifiez qu'aucun ne manque."
_MISTYPED = "Ce SIRET a une faute de frappe : son chiffre de contrôle ne tombe pas juste."


class NotSiret(ValueError):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The text is no SIRET. The message is French and says what is wrong."""


def read_siret(text: str) -> str:
    """Return the 14 digits of a SIRET typed with or without spaces; "" for a blank. Raises NotSiret.

    The zeros that a spreadsheet takes away at the front are put back when the sum then falls right.
    """
    digits = _BLANKS.sub("", text)
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit() or not 12 <= len(digits) <= 14:
        raise NotSiret(_WRONG)
    siret = digits.zfill(14)
    if not _is_right(siret):
        raise NotSiret(_MISTYPED if len(digits) == 14 else _WRONG)
    return siret


def _is_right(siret: str) -> bool:
    """Tell whether the sum falls right. La Poste's offices have no Luhn key: the sum of their digits is 5 times n."""
    if siret == "0" * 14:
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(siret)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
