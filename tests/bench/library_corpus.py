"""Turn the invented entries of the search bench into the drafts that an import writes."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import TextChoices

from palier.agenda.enums import Modality
from palier.library.drafts import PeopleCount, SheetDraft
from palier.library.enums import Dimension, Initiative, Keyword, Public, Status, Territory
from palier.search.entries import Entry
from palier.structures.enums import PartnerKind
from tests.bench.search_corpus import entries

AMOUNTS = (0, 300, 1_200, 6_000, 25_000, 90)
PEOPLE = (0, 1, 4, 12, 60, 2)
LISTS = {
    "modalities": ("modality", Modality),
    "keywords": ("keyword", Keyword),
    "publics": ("public", Public),
    "initiatives": ("initiative", Initiative),
    "action_partners": ("partner", PartnerKind),
    "financial_partners": ("financial_partner", PartnerKind),
}
SINGLES = {"dimension": ("dimension", Dimension), "status": ("status", Status), "territory": ("territory", Territory)}


def drafts(count: int) -> Iterator[SheetDraft]:
    """Yield ``count`` invented drafts, the same ones each time, each with an identifier of its own."""
    for number, entry in enumerate(entries(count)):
        yield _draft(number, entry)


def _draft(number: int, entry: Entry) -> SheetDraft:
    sentences = entry.text.split(". ")
    third = len(sentences) // 3
    amount, people = AMOUNTS[_rank(entry, "budget")], PEOPLE[_rank(entry, "people")]
    return SheetDraft(
        line=number + 1,
        title=entry.title[:200],
        structure_name=entry.facets["structure"][0],
        departement=entry.facets["departement"][0],
        summary=". ".join(sentences[:3]),
        experience=". ".join(sentences[3:third]),
        description=". ".join(sentences[third : 2 * third]),
        result_residents=". ".join(sentences[2 * third : -2]),
        limits=sentences[-2],
        prospects=sentences[-1],
        amounts=[Decimal(amount)] if amount else [],
        people=[PeopleCount("volunteers", people, people)] if people else [],
        source="banc",
        source_id=str(number),
        **{name: _slugs(entry, facet, choices) for name, (facet, choices) in LISTS.items()},
        **{name: _slugs(entry, facet, choices)[0] for name, (facet, choices) in SINGLES.items()},
    )


def _slugs(entry: Entry, facet: str, choices: type[TextChoices]) -> list[str]:
    values = choices.values
    ranks = sorted({int(value.rpartition("-")[2]) % len(values) for value in entry.facets[facet]})
    return [values[rank] for rank in ranks]


def _rank(entry: Entry, facet: str) -> int:
    return int(entry.facets[facet][0].rpartition("-")[2])
