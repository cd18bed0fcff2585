"""The first names and family names of France, as Insee counts them (palier/search/data/README.md)."""

import gzip
from functools import cache
from importlib.resources import files

from palier.search.personal.not_names import NEED_CAPITAL, RARELY_NAMES, WORDS_TOO


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded first names: those given more than 500 times since 1900, and all the known ones."""
    common, _, others = _read("first_names").partition("\n\n")
    return frozenset(common.split()), frozenset(common.split()) | frozenset(others.split())


@cache
def family_names() -> frozenset[str]:
    """Return the folded words of the family names borne by more than 500 people born since 1891."""
    return frozenset(_read("family_names").split())


def is_first_name(folded: str) -> bool:
    """Whether a folded word, or each part of a compound, is a known first name; words of the language included."""
    known = first_names()[1]
    return folded in known or ("-" in folded and all(part in known for part in folded.split("-")))


def is_plain_first_name(folded: str) -> bool:
    """Whether a folded word is a first name, and nothing else in French; Marie-Rose is one, Rose is not."""
    return is_first_name(folded) and folded not in WORDS_TOO and folded not in RARELY_NAMES


def is_common_first_name(folded: str) -> bool:
    """Whether many people bear this first name, so that it may be known without its capital."""
    common = first_names()[0]
    parts = folded.split("-")
    if folded in NEED_CAPITAL or not is_plain_first_name(folded):
        return False
    return folded in common or (len(parts) > 1 and all(part in common for part in parts))


def _read(name: str) -> str:
    return gzip.decompress((files("palier.search") / "data" / f"{name}.txt.gz").read_bytes()).decode("ascii")
