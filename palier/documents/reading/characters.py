"""The characters of a text that came from elsewhere: words are never touched, what is invisible is."""

import re
import unicodedata

# C0 and C1 controls besides tab and the line breaks.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Soft hyphen, zero-width space, byte order mark inside a text, bidirectional overrides (they reorder what is
# read), and what is no character at all: XML forbids it, one would break a whole feed or document.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return the text in NFC, with "\\n" line breaks and without control or invisible characters."""
    if text.isascii():
        cleaned = _LINE_BREAK.sub("\n", text) if "\r" in text else text
        return CONTROL.sub("", cleaned)
    cleaned = _SURROGATE.sub("\ufffd", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", CONTROL.sub("", cleaned)))


def clean_line(line: str) -> str:
    """Return one line of text, plain, with single spaces and trimmed ends."""
    return _SPACES.sub(" ", plain(line)).strip()


def clean_lines(text: str) -> str:
    """Return a text with each of its lines clean, and no blank line at its ends."""
    return "\n".join(clean_line(line) for line in plain(text).split("\n")).strip("\n")
