"""Strings as an entry keeps them: whatever came in, they fit in."""

import unicodedata

ELLIPSIS = "…"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})
# Controls (a NUL is refused by PostgreSQL, a line break would fake a line) and lone halves of characters.
_UNWRITABLE = {"Cc", "Cs"}


def fit(text: str, length: int) -> str:
    """Return ``text`` on one line of at most ``length`` characters, that any database can write."""
    # Cut a first time: who sends a million characters does not have them all looked at.
    kept = text[: 4 * length]
    line = "".join(" " if unicodedata.category(c) in _UNWRITABLE else c for c in kept).strip()
    return line if len(line) <= length else line[: length - len(ELLIPSIS)] + ELLIPSIS


def fold(text: str) -> str:
    """Return ``text`` as it is searched: no capitals, no accents, straight apostrophes."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(character for character in apart if not unicodedata.combining(character))
