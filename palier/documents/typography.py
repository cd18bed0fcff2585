"""Texts made fit for the page: clean characters, French spaces, sentences, dates."""

import re
import unicodedata
from datetime import date

# Not allowed in XML 1.0 (section 2.2), hence in ODT, XLSX and PDF metadata alike.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NO_BREAK_SPACE = "\u00a0"
ZERO_WIDTH_SPACE = "\u200b"
ELLIPSIS = "…"
SENTENCE_END = re.compile(r"(?<=[.!?…])[»\")\u00a0\u202f ]*\s+|\n+")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def clean_text(text: str) -> str:
    """Return the text in composed form (NFC), with plain line ends and none of the characters XML forbids."""
    lines = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", text)
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", lines))


def french_spaces(text: str) -> str:
    """Return the text with its spaces before ; ! ? : » and after « made unbreakable. None is added."""
    text = re.sub(r"(?<=\S)[ \u00a0]+(?=[;!?])", NO_BREAK_SPACE, text)
    text = re.sub(r"(?<=\S)[ \u00a0]+(?=[:»])", NO_BREAK_SPACE, text)
    text = re.sub(r"(?<=«)[ \u00a0]+", NO_BREAK_SPACE, text)
    return re.sub(r"(?<=\d) (?=(?:\d{3}(?!\d)|[€%]))", NO_BREAK_SPACE, text)


def breakable(text: str, longest: int) -> str:
    """Return the text with a place to break inside words longer than ``longest`` characters."""
    words = re.compile(rf"[^\s\u200b/-]{{{longest}}}(?=[^\s\u200b/-])")
    return words.sub(lambda found: found[0] + ZERO_WIDTH_SPACE, text)


def shorten(text: str, limit: int) -> str:
    """Return the text if it has at most ``limit`` characters, else its first whole sentences and "…".

    When no sentence ends in the second half of the limit, the cut is after a word; an endless word is cut.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    room = max(limit - 2, 1)
    ends = [end.start() for end in SENTENCE_END.finditer(text, 0, limit + 1) if end.start() <= room]
    if ends and ends[-1] >= room // 2:
        return f"{text[: ends[-1]].rstrip(' .…')}{NO_BREAK_SPACE}{ELLIPSIS}"
    start = text[:limit]
    found = re.match(r".*\S(?=\s)", start, re.DOTALL)
    words = found[0] if found else ""
    kept = words if len(words) >= room // 3 else text[: limit - 1]
    return f"{kept.rstrip(' ,;:-–.…')}{ELLIPSIS}"


def long_date(day: date, language: str) -> str:
    """Return "1er mars 2026" in French, the ISO date in any other language."""
    if not language.startswith("fr"):
        return day.isoformat()
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"
