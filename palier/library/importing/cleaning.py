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
from collections.abc import Iterable, Sequence

from palier.documents.reading.characters import plain

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACES_IN_LINE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
_BULLETS = "▪•●◦‣■➢►✓"
_BULLET = re.compile(rf"(?:[{_BULLETS}]|[–—*·](?=\s|$)|-(?=[^\-<>=]|$))\s*")
# A clean line: whether it has a bullet, and its words ("" for a blank line, or a bullet alone).
Line = tuple[bool, str]

_STARTS = frozenset(_BULLETS + "–—*·-")


def decode_entities(text: str) -> str:
    """Replace the HTML entities written in full ("&eacute;", "&#39;"); a bare "&" stays."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


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
