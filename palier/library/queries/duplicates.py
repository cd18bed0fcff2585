"""Find the sheet that a new one probably repeats."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from palier.library.matching import digest, folded, likeness, opening
from palier.library.models import ActionSheet

# Enough to meet a real duplicate; a title like "Fête du jeu" may stand in hundreds of sheets.
COMPARED_SHEETS = 40


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A known sheet that looks like the new one; ``score`` goes from 80 to 100."""

    sheet_id: UUID
    slug: str
    title: str
    structure_name: str
    score: float


def probable_duplicate(sheet: ActionSheet) -> Duplicate | None:
    """Return the known sheet most like ``sheet``, or None.

    Compared with: the sheets of the same structure, and those of the same title elsewhere.
    """
    structure_key = digest(folded(sheet.structure_name), sheet.departement)
    known = ActionSheet.objects.filter(
        Q(structure_key=structure_key) | Q(title_key=digest(folded(sheet.title)))
    ).exclude(identity=sheet.identity)
    fields = (
        "id",
        "slug",
        "title",
        "structure_name",
        "structure_key",
        "summary",
        "experience",
        "description",
    )
    best: Duplicate | None = None
    text = opening([sheet.summary, sheet.experience, sheet.description])
    for row in known.values(*fields)[:COMPARED_SHEETS]:
        score = likeness(
            sheet.title,
            text,
            row["title"],
            opening([row["summary"], row["experience"], row["description"]]),
            same_structure=bool(sheet.structure_name) and row["structure_key"] == structure_key,
        )
        if score and (best is None or score > best.score):
            best = Duplicate(row["id"], row["slug"], row["title"], row["structure_name"], score)
    return best
