"""Words as two people may type them: folded to compare headers, names and answers."""

import re
import unicodedata
from functools import lru_cache

_OPTIONAL_ENDING = re.compile(r"\((?:s|e|es|x|ne|nes)\)|[·•](?:e|ne|es|nes|s)?(?:[·•]s)?\b")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
# What NFKD does not take apart, or would glue two words together when the rest is dropped as not ASCII.
_TO_ASCII = str.maketrans({"œ": "oe", "æ": "ae", **dict.fromkeys("’ʼ‘´`–—_«»“”…·•▪", " ")})


def fold(text: str) -> str:
    """Return lower-case ASCII words separated by one space: "L’Été " gives "l ete"."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_TO_ASCII)).encode("ascii", "ignore").decode()
    return _NOT_ALNUM.sub(" ", bare).strip()


@lru_cache(maxsize=8192)
def loose(text: str) -> str:
    """Return the folded words without plural endings: "Bailleur(s) sociaux" gives "bailleur sociau"."""
    words = fold(_OPTIONAL_ENDING.sub("", text.casefold())).split()
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)
