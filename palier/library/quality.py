"""How much a sheet tells: which text rubrics really say something, and what is missing. Pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from palier.library.enums import Hint, Quality
from palier.library.rubrics import TEXT_FIELDS

# "cf document joint", "voir budget joint", "cf. fiche jointe": the rubric says only where to look.
REFERS_ELSEWHERE = re.compile(
    r"^\W*(?:cf|voir|se référer|confer)\b.{0,40}\b(?:joint|jointe|joints|jointes|annexe|fichier|document|pj)\b.{0,20}$"
    r"|^\W*pj\W*(?:n\W*)?\d*\W*$",
    re.IGNORECASE | re.DOTALL,
)
RICH_FROM = 8
THIN_BELOW = 3
RESULTS = ("result_territory", "result_structure", "result_residents")


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The level, the hints (slugs of Hint) and the number of text rubrics (0 to 11) that say something."""

    quality: Quality
    hints: list[str]
    filled: int


def refers_elsewhere(text: str) -> bool:
    """Tell whether a rubric only points at a joined document."""
    return bool(REFERS_ELSEWHERE.match(text.strip()))


def appraise(sheet: Mapping[str, object]) -> Appraisal:
    """Return what a sheet's fields are worth to a reader from another centre.

    Riche: 8 of the 11 text rubrics say something; mince: fewer than 3; renvoi: at least half of the rubrics written
    only point at a joined document.
    """
    texts = {name: str(sheet[name]).strip() for name in TEXT_FIELDS}
    written = {name for name, text in texts.items() if text}
    elsewhere = {name for name in written if refers_elsewhere(texts[name])}
    telling = written - elsewhere
    hints = [
        hint
        for hint, applies in (
            (Hint.RENVOI_DOCUMENT, bool(elsewhere)),
            (Hint.PRESQUE_VIDE, len(telling) < THIN_BELOW),
            (Hint.SANS_RESUME, "summary" not in telling),
            (Hint.SANS_RESULTAT, not telling.intersection(RESULTS)),
            (Hint.SANS_LIMITES, "limits" not in telling),
            (Hint.SANS_MOYENS, not telling.intersection({"resources", "mobilised"})),
            (Hint.SANS_DIMENSION, not sheet["dimension"]),
            (Hint.SANS_MOT_CLE, not sheet["keywords"]),
        )
        if applies
    ]
    if elsewhere and len(elsewhere) * 2 >= len(written):
        level = Quality.RENVOI
    elif len(telling) < THIN_BELOW:
        level = Quality.MINCE
    else:
        level = Quality.RICHE if len(telling) >= RICH_FROM else Quality.CORRECTE
    return Appraisal(quality=level, hints=[hint.value for hint in hints], filled=len(telling))
