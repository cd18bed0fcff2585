"""The cleaning of texts. Words are never touched: only spaces, bullets, blank lines and invisible characters
are.

The rules, all idempotent:

- Unicode NFC; every kind of space (non-breaking, thin, tab) becomes one plain space, the ends of lines are
  trimmed: the pages put back the French non-breaking spaces when they show a text;
- a bullet (``-``, ``▪``, ``•``, ``–`` and their kin) at the start of a line becomes "- ";
- a bullet alone on its line takes the text of the next line when that line is bare, and goes otherwise;
- runs of blank lines become one, none at the start nor at the end;
- control characters and invisible marks go; a lone surrogate becomes U+FFFD (no database can keep either).
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# C0 and C1 controls besides tab and the line breaks.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Soft hyphen, zero-width space, byte order mark inside a text, bidirectional overrides (they reorder what is
# read).
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_LINE_BREAK = re.compile(r"\r\n?")
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
_BULLETS = "▪•●◦‣■➢►✓"
_BULLET = re.compile(rf"(?:[{_BULLETS}]|[–—*·](?=\s|$)|-(?=[^\-<>=]|$))\s*")
# A clean line: whether it has a bullet, and its words ("" for a blank line, or a bullet alone).
Line = tuple[bool, str]

_STARTS = frozenset(_BULLETS + "–—*·-")


def decode_entities(text: str) -> str:
    """Replace the HTML entities written in full ("&eacute;", "&#39;"); a bare "&" stays."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


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


def _split_bullet(line: str) -> Line:
    if line and line[0] in _STARTS:
        match = _BULLET.match(line)
        if match:
            return True, line[match.end() :]
    return False, line


def to_lines(text: str) -> list[Line]:
    """Return the clean lines of a text, each apart from its bullet."""
    spaced = _SPACES_IN_LINE.sub(" ", plain(text))
    return [_split_bullet(line.strip(" ")) for line in spaced.split("\n")]


def join_lines(lines: Iterable[Line]) -> str:
    """Return the text of clean lines by the rules of this module."""
    kept: list[str] = []
    pending = False
    for bulleted, words in lines:
        if not words:
            if bulleted:
                pending = True
            elif not pending and kept and kept[-1]:
                kept.append("")
        else:
            kept.append("- " + words if bulleted or pending else words)
            pending = False
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept)


def clean_text(text: str) -> str:
    """Return a whole text by the rules of this module."""
    return join_lines(to_lines(text))


def join_texts(texts: Sequence[str]) -> str:
    """Join texts said twice: each different one once, a blank line between."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))
