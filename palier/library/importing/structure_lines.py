"""The line of a sheet that names a structure, and often its département after it."""

import re

from palier.structures.queries.departements import departement_code

_SEPARATOR = re.compile(r"\s+[-–—]\s+")
# Saint-Barthélemy and Saint-Martin: "Centre social - Saint-Martin" names a neighbourhood, of which there are many.
_NAMED_LIKE_NEIGHBOURHOODS = frozenset({"977", "978"})


def departement_in_line(words: str) -> str:
    """Return the code of the département that words beside a structure's name say, or ""."""
    code = departement_code(words)
    return "" if code in _NAMED_LIKE_NEIGHBOURHOODS else code


def split_structure(line: str) -> tuple[str, str]:
    """Return the name and the département's code of "NAME - Département".

    The last " - " counts, and only when what follows is a département; otherwise the whole line is the name.
    """
    cuts = list(_SEPARATOR.finditer(line))
    if cuts and (code := departement_in_line(line[cuts[-1].end() :])):
        return line[: cuts[-1].start()].strip(), code
    return line, ""
