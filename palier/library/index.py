"""How a sheet enters the search index."""

from pathlib import Path

from palier.library.facets import FACETS, VISIBILITY
from palier.library.models import ActionSheet
from palier.library.rubrics import FACTS, TEXTS, labels
from palier.search.entries import Entry
from palier.search.index import SearchIndex

SYNONYMS_FILE = Path(__file__).with_name("synonyms.txt")


def read_synonyms(path: Path = SYNONYMS_FILE) -> list[list[str]]:
    """Return the groups of synonyms: one a line, comma separated, "#" begins a comment."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [[term.strip() for term in line.split(",") if term.strip()] for line in lines if line]


SHEETS = SearchIndex("library", synonyms=read_synonyms())


def entry_of(sheet: ActionSheet) -> Entry:
    """Return what the index keeps of a sheet. Sheets that tell more come first among equals."""
    words = [label for rubric in FACTS if rubric.choices for label in labels(rubric, getattr(sheet, rubric.field))]
    texts = [getattr(sheet, rubric.field) for rubric in TEXTS]
    details = [sheet.initiative_detail, sheet.status_reason, *sheet.unmapped.values()]
    facets = {facet.name: facet.values(sheet) for facet in FACETS}
    return Entry(
        key=sheet.pk,
        title=sheet.title,
        keywords=" . ".join([sheet.structure_name, sheet.departement_name, *words]),
        text="\n".join(text for text in [*texts, *details] if text),
        facets={**facets, VISIBILITY: [sheet.visibility]},
        rank=float(sheet.filled),
    )
