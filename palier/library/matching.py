"""When two sheets are the same one, or probably are. Pure functions on texts."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

SAME_TITLE = 90.0
SAME_TEXT = 80.0
COMPARED_CHARACTERS = 1_500


def folded(text: str) -> str:
    """Return the words of a text, lower case, without accents or punctuation."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(char for char in bare if not unicodedata.combining(char))))


def digest(*parts: str) -> str:
    """Return 32 hexadecimal digits that stand for the texts in this order."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def identity_key(*, source: str, source_id: str, title: str, structure_name: str, departement: str) -> str:
    """Return the key of one sheet over the years: its identifier at its source, otherwise its title and structure."""
    if source_id:
        return digest("id", folded(source), source_id)
    return digest("name", folded(title), folded(structure_name), departement)


def content_key(content: Mapping[str, object]) -> str:
    """Return the fingerprint of a sheet's content: it changes when any field changes."""
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def likeness(title: str, text: str, other_title: str, other_text: str, *, same_structure: bool) -> float:
    """Return 0 when two sheets differ, otherwise how alike they are, from 80 to 100.

    In one structure a near title is enough; across structures many actions share a title ("Fête du jeu"), so the
    texts must be nearly the same.
    """
    if same_structure:
        title_ratio = fuzz.token_sort_ratio(folded(title), folded(other_title))
        if title_ratio >= SAME_TITLE:
            return float(title_ratio)
    if not text or not other_text:
        return 0.0
    text_ratio = fuzz.ratio(text[:COMPARED_CHARACTERS], other_text[:COMPARED_CHARACTERS], score_cutoff=SAME_TEXT)
    return float(text_ratio)


def opening(texts: Sequence[str]) -> str:
    """Return the text on which sheets are compared: the longest of those given."""
    return max(texts, key=len, default="")
