"""Which characters the bundled fonts draw. PDF/UA refuses a missing one: it is replaced, the reader told."""

import re
from functools import cache
from itertools import pairwise

from palier.documents.engine import FONTS

MISSING = "□"
MISSING_NOTICE = f"{MISSING} : signe que la police de ce document ne sait pas dessiner."
# Letters and signs of the main font: what is left when even the measured list proves wrong.
PLAIN = re.compile(r"[^\n\x20-\x7e\u00a0-\u00ac\u00ae-\u017e\u2013\u2014\u2018-\u201e\u2022\u2026\u202f\u20ac]+")

# Joiners and variation selectors: they change how an emoji looks, and say nothing once it is replaced.
INVISIBLE = re.compile("[\u2060\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")


@cache
def drawable() -> frozenset[str]:
    """Return the characters listed in fonts/glyphs.txt, and the line feed."""
    lines = (FONTS / "glyphs.txt").read_text(encoding="ascii").split()
    spans = (tuple(int(end, 16) for end in line.split("-")) for line in lines)
    return frozenset(chr(code) for low, high in spans for code in range(low, high + 1)) | {"\n"}


def only_drawable(text: str) -> str:
    """Return the text with each stretch of characters that the fonts lack written "□"."""
    known = drawable()
    text = INVISIBLE.sub("", text)
    if known.issuperset(text):
        return text
    marks = [character if character in known else "" for character in text]
    pairs = pairwise(["start", *marks])
    return "".join(mark or (MISSING if before else "") for before, mark in pairs)


def only_plain(text: str) -> str:
    """Return the text with all that is not plain Latin written "□": the last resort, always drawable."""
    return PLAIN.sub(MISSING, text)
