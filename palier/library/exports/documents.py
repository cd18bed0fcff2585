"""A sheet as a one-page card, a full document (PDF, ODT) and structured data for search engines."""

from datetime import date

from django.utils.timezone import localdate

from palier.documents.content import (
    Block,
    Card,
    Chips,
    Document,
    Fact,
    FactList,
    Heading,
    Section,
    blocks_from_text,
)
from palier.library.models import ActionSheet
from palier.library.rubrics import FACTS, TEXTS, Rubric, labels

KICKER = "Fiche d'action"
SHORTENED = "Textes raccourcis pour tenir sur une page : la fiche complète les donne en entier."
CARD_SECTIONS = (
    "experience",
    "description",
    "result_residents",
    "limits",
    "resources",
    "mobilised",
    "prospects",
)
CHIP_FIELDS = ("keywords", "modalities")


def structure_line(sheet: ActionSheet) -> str:
    """Return "Centre social X, Isère"."""
    return ", ".join(part for part in (sheet.structure_name, sheet.departement_name) if part)


def facts_of(sheet: ActionSheet) -> list[tuple[str, str]]:
    """Return the short rubrics that are filled: (label, values)."""
    found = ((rubric.label, ", ".join(labels(rubric, getattr(sheet, rubric.field)))) for rubric in FACTS)
    return [(label, text) for label, text in found if text]


def sections_of(sheet: ActionSheet) -> list[tuple[Rubric, str]]:
    """Return the text rubrics that are filled, in reading order."""
    return [(rubric, text) for rubric in TEXTS if (text := getattr(sheet, rubric.field).strip())]


def card_of(sheet: ActionSheet, day: date) -> Card:
    """Return the sheet on one page."""
    by_field = {rubric.field: rubric.label for rubric in TEXTS}
    chips = [label for rubric in FACTS if rubric.field in CHIP_FIELDS for label in _values(sheet, rubric)]
    facts = tuple(
        Fact(label, text) for label, text in facts_of(sheet) if label not in {"Mots clés", "Modalités d'aller-vers"}
    )
    return Card(
        title=sheet.title,
        subtitle=structure_line(sheet),
        kicker=KICKER,
        author=sheet.structure_name,
        date=day,
        keywords=tuple(chips),
        shortened_notice=SHORTENED,
        chips=tuple(chips),
        summary=sheet.summary,
        facts_title="En bref",
        facts=facts,
        sections=tuple(
            Section(by_field[name], text) for name in CARD_SECTIONS if (text := getattr(sheet, name).strip())
        ),
        highlight=Section("Le « + »", sheet.plus) if sheet.plus else None,
    )


def document_of(sheet: ActionSheet, day: date) -> Document:
    """Return the whole sheet."""
    chips = [label for rubric in FACTS if rubric.field in CHIP_FIELDS for label in _values(sheet, rubric)]
    blocks: list[Block] = [Chips(tuple(chips))] if chips else []
    blocks.append(FactList(tuple(Fact(label, text) for label, text in facts_of(sheet))))
    texts = [(rubric.label, text) for rubric, text in sections_of(sheet)]
    for label, text in [*texts, *sheet.unmapped.items()]:
        blocks += [Heading(label), *blocks_from_text(text)]
    return Document(
        title=sheet.title,
        subtitle=structure_line(sheet),
        kicker=KICKER,
        author=sheet.structure_name,
        date=day,
        keywords=tuple(chips),
        description=sheet.summary[:200],
        blocks=tuple(blocks),
    )


def _values(sheet: ActionSheet, rubric: Rubric) -> list[str]:
    return labels(rubric, getattr(sheet, rubric.field))


def json_ld(sheet: ActionSheet, url: str) -> dict[str, object]:
    """Return the sheet as a schema.org Article."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": sheet.title,
        "description": sheet.summary[:300],
        "inLanguage": "fr",
        "url": url,
        "dateModified": localdate(sheet.updated_at).isoformat(),
        "keywords": [label for rubric in FACTS if rubric.field == "keywords" for label in _values(sheet, rubric)],
    }
    if sheet.structure_name:
        data["author"] = {"@type": "Organization", "name": sheet.structure_name}
    return data
