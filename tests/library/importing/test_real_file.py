"""The 25 real sheets, checked against their own lines."""

from collections import Counter
from pathlib import Path

import pytest

from palier.library.drafts import ParsedFile
from palier.library.enums import (
    Dimension,
    Initiative,
    Keyword,
    Public,
    Status,
    Territory,
)
from palier.library.importing import read_file
from palier.structures.enums import PartnerKind

TEXT_LABELS = {
    "summary": "- Résumé",
    "experience": "- Description de l'expérience, ses objectifs, ses acteurs et ses différentes phases.",
    "description": "- Description générale",
    "resources": "- Ressources financières mobilisées pour cette action",
    "mobilised": "- Nombre de personnes mobilisés pour cette action",
    "result_territory": "- Résultat sur le territoire",
    "result_structure": "- Résultat pour le centre social",
    "result_residents": "- Résultat pour les habitants",
    "limits": "- Suite de l'action : Limites",
    "prospects": "- Suite de l'action : Perspectives",
    "status_reason": "- Raisons pour lesquelles l'action est terminée",
    "initiative_detail": "- Précision ( si autre )",
}
LIST_LABELS = {
    "status": ("- Statut de l'action", Status),
    "dimension": ("- Dimension", Dimension),
    "keywords": ("- Mots clés associés à l'action", Keyword),
    "initiatives": ("- Qui est à l'initiative de l'action ?", Initiative),
    "territory": ("- Territoire concerné", Territory),
    "publics": ("- Public", Public),
    "action_partners": ("Partenaires d'action:", PartnerKind),
}
OTHER_LABELS = {
    "- Structure organisatrice",
    "- Fichier(s) associé(s)",
    "- Avec qui cette action a-t-elle été menée ?",
}
ALL_LABELS = {*TEXT_LABELS.values(), *(label for label, _choices in LIST_LABELS.values()), *OTHER_LABELS}
DEPARTEMENTS = "38 38 91 54 31 36 02 08 93 68 11 76 31 76 17 10 76 93 76 76 59 58 83 45 17"


@pytest.fixture(scope="module")
def parsed(real_file: Path) -> ParsedFile:
    return read_file(real_file)


def below(lines: list[str], label: str) -> list[str]:
    """The lines under a label of the source, up to the next one."""
    if label not in lines:
        return []
    start = lines.index(label) + 1
    end = next((place for place in range(start, len(lines)) if lines[place] in ALL_LABELS), len(lines))
    return lines[start:end]


def words(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in text).split()


def test_real_file_gives_25_drafts_and_nothing_to_say(parsed: ParsedFile) -> None:
    assert (len(parsed.drafts), parsed.refused, parsed.warnings) == (25, [], [])


def test_real_file_statuses(parsed: ParsedFile) -> None:
    assert Counter(draft.status for draft in parsed.drafts) == {"en_cours": 21, "terminee": 4}


def test_real_file_dimensions(parsed: ParsedFile) -> None:
    assert Counter(draft.dimension for draft in parsed.drafts) == {
        "citoyennete": 11,
        "services": 6,
        "accompagnement_projets": 3,
        "": 5,
    }


def test_real_file_misspelt_keyword_is_mapped(parsed: ParsedFile, real_sheets: list[list[str]]) -> None:
    ageing = [place for place, draft in enumerate(parsed.drafts) if "vieillissement" in draft.keywords]

    assert ageing == [place for place, lines in enumerate(real_sheets) if "- Viellissement" in lines]
    assert len(ageing) == 2


def test_real_file_titles_and_lines(parsed: ParsedFile, real_text: str) -> None:
    lines = real_text.split("\n")
    titles = [(place + 2, lines[place + 1]) for place, line in enumerate(lines) if line == "Actions"]

    assert [(draft.line, draft.title) for draft in parsed.drafts] == titles


def test_real_file_structures_and_departements(parsed: ParsedFile, real_sheets: list[list[str]]) -> None:
    stated = [below(lines, "- Structure organisatrice")[0] for lines in real_sheets]

    assert " ".join(draft.departement for draft in parsed.drafts) == DEPARTEMENTS
    for draft, line in zip(parsed.drafts, stated, strict=True):
        assert line.startswith(f"- {draft.structure_name} - ")


@pytest.mark.parametrize("name", LIST_LABELS)
def test_real_file_lists_are_those_of_the_source(parsed: ParsedFile, real_sheets: list[list[str]], name: str) -> None:
    label, choices = LIST_LABELS[name]
    slugs = {text: slug for slug, text in choices.choices} | {"Viellissement": "vieillissement"}

    for draft, lines in zip(parsed.drafts, real_sheets, strict=True):
        expected = [slugs[line.removeprefix("- ")] for line in below(lines, label) if line != "-"]
        value = getattr(draft, name)
        assert (value if isinstance(value, list) else [value] if value else []) == expected


@pytest.mark.parametrize("name", TEXT_LABELS)
def test_real_file_texts_keep_every_word(parsed: ParsedFile, real_sheets: list[list[str]], name: str) -> None:
    for draft, lines in zip(parsed.drafts, real_sheets, strict=True):
        assert words(getattr(draft, name)) == words("\n".join(below(lines, TEXT_LABELS[name])))


def test_real_file_lone_dashes_become_items(parsed: ParsedFile, real_sheets: list[list[str]]) -> None:
    place = next(place for place, lines in enumerate(real_sheets) if below(lines, "- Résumé")[:1] == ["-"])

    items = parsed.drafts[place].summary.split("\n")

    assert len(items) == 7
    assert all(item.startswith("- ") and len(item) > 2 for item in items)


def test_real_file_keeps_the_two_sheets_with_one_title(parsed: ParsedFile) -> None:
    first, second = parsed.drafts[:2]

    assert (first.title, first.summary) == (second.title, second.summary)
    assert first.line != second.line


def test_real_file_leaves_nothing_unmapped(parsed: ParsedFile) -> None:
    assert [draft.unmapped for draft in parsed.drafts] == [{}] * 25
