"""How hard a password is to guess (CNIL, délibération n° 2022-100 du 21 juillet 2022: 80 bits for a password alone).

The measure is that of the CNIL: length x log2(size of the alphabet in use); its example of twelve signs of four kinds
is worth 79.6 bits and counts for 80. A sign that comes back over and over adds nothing, so the length that counts is
at most twice the number of different signs. A passphrase of seven words is good too.
"""

import re
import unicodedata
from math import ceil, log2
from typing import Any

from django.core.exceptions import ValidationError

BITS = 80
WORDS = 7
# The 37 signs of the CNIL's example; a space, an accented letter and any other sign count among them.
KINDS: tuple[tuple[str, str, int], ...] = (
    ("[a-z]", "des minuscules", 26),
    ("[A-Z]", "des majuscules", 26),
    ("[0-9]", "des chiffres", 10),
    ("[^a-zA-Z0-9]", "des signes ou des espaces", 37),
)
HELP = (
    "Le plus simple : une phrase de sept mots, comme « sept chats gris dansent sous la pluie » (inventez la vôtre). "
    "Ou bien 12 caractères qui mêlent minuscules, majuscules, chiffres et signes ; 14 sans les signes."
)


def alphabet(password: str) -> int:
    """Return how many signs a guesser must try at each place."""
    return sum(size for pattern, _, size in KINDS if re.search(pattern, password))


def bits(password: str) -> int:
    """Return the guesswork of a password, in bits, rounded."""
    counted = min(len(password), 2 * len(set(password)))
    return round(counted * log2(alphabet(password))) if password else 0


def words(password: str) -> int:
    """Return the number of different words of two letters or more."""
    return len(set(re.findall(r"[^\W\d_]{2,}", password.casefold())))


class GuessworkValidator:
    """Refuse a password of less than 80 bits, unless it is a phrase of seven words. Nothing limits the length."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, which says what to add."""
        composed = unicodedata.normalize("NFC", password)
        if bits(composed) < BITS and words(composed) < WORDS:
            raise ValidationError(_advice(composed), code="password_too_easy")

    def get_help_text(self) -> str:
        """Return what is shown beside the field."""
        return HELP


def _advice(password: str) -> str:
    needed = ceil((BITS - 0.5) / log2(alphabet(password))) if password else 12
    if len(password) >= needed:
        return "Ce mot de passe répète trop les mêmes caractères. Ajoutez des mots différents."
    missing = [name for pattern, name, _ in KINDS if not re.search(pattern, password)]
    count = needed - len(password)
    longer = f"ajoutez {count} caractère{'s' if count > 1 else ''}"
    other = f", ou {' et '.join(missing[:2])}" if missing else ""
    return f"Ce mot de passe est trop facile à deviner : {longer}{other}. Un mot ou deux de plus suffisent souvent."
