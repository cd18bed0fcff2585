"""The demonstration sheets: well formed, varied enough for the facets, invented, and words of our own."""

import json
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from palier.agenda.enums import Modality
from palier.library import enums
from palier.library.drafts import SheetDraft
from palier.structures.enums import PartnerKind

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "palier" / "library" / "demo_sheets"
SEED = ROOT / ".." / "shared" / "seeds" / "fiches_actions_centres_sociaux.txt"
DEPARTEMENTS = ROOT / ".." / "shared" / "data" / "geo" / "departements.csv"

DEDUCED = {"line", "amounts", "people", "unmapped"}
LISTS = {
    "keywords": enums.Keyword,
    "publics": enums.Public,
    "initiatives": enums.Initiative,
    "action_partners": PartnerKind,
    "financial_partners": PartnerKind,
    "modalities": Modality,
}
CHOICES = {"status": enums.Status, "dimension": enums.Dimension, "territory": enums.Territory}
TEXTS = (
    "title", "structure_name", "status_reason", "summary", "initiative_detail", "experience", "description",
    "resources", "mobilised", "result_territory", "result_structure", "result_residents", "limits",
    "prospects", "plus",
)  # fmt: skip
RUBRICS = tuple(key for key in TEXTS if key not in {"title", "structure_name", "status_reason", "initiative_detail"})
DEPARTEMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-46]")


def load_file(path: Path) -> list[dict[str, Any]]:
    """The sheets of one file, as written."""
    sheets: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return sheets


def load_all() -> list[dict[str, Any]]:
    """The sheets of all files, in the order of the file names."""
    return [sheet for path in sorted(FOLDER.glob("*.json")) for sheet in load_file(path)]


def shared_runs(text: str, other: str, length: int) -> set[str]:
    """Runs of ``length`` consecutive words found in both texts, whatever their case and punctuation."""

    def runs(source: str) -> set[str]:
        words = re.findall(r"\w+", source.casefold())
        return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}

    return runs(text) & runs(other)


SHEETS = load_all()


def test_demo_files_hold_forty_sheets_ten_at_most_each() -> None:
    sizes = [len(load_file(path)) for path in FOLDER.glob("*.json")]

    assert sum(sizes) == 40
    assert max(sizes) <= 10


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet["source_id"])
def test_demo_sheet_loads_as_a_draft(sheet: dict[str, Any]) -> None:
    known = {field.name for field in fields(SheetDraft)} - DEDUCED
    given = {key: value for key, value in sheet.items() if key != "visibility"}

    draft = SheetDraft(**given)

    assert set(given) - known == set()
    assert {key: getattr(draft, key) for key in given} == given
    assert all(type(given.get(key, "")) is str for key in TEXTS)
    assert type(draft.year) is int
    assert 2015 <= draft.year <= 2025


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet["source_id"])
def test_demo_sheet_uses_known_slugs(sheet: dict[str, Any]) -> None:
    unknown = [(key, slug) for key, enum in LISTS.items() for slug in sheet.get(key, []) if slug not in enum.values]
    unknown += [(key, sheet[key]) for key, enum in CHOICES.items() if key in sheet and sheet[key] not in enum.values]
    repeated = [key for key in LISTS if len(set(sheet.get(key, []))) != len(sheet.get(key, []))]

    assert unknown == []
    assert repeated == []
    assert sheet["visibility"] in enums.Visibility.values
    assert DEPARTEMENT.fullmatch(sheet["departement"])


def test_demo_identifiers_follow_one_another() -> None:
    identifiers = sorted(sheet["source_id"] for sheet in SHEETS)

    assert identifiers == [f"demo-{number:03d}" for number in range(1, 41)]
    assert {sheet["source"] for sheet in SHEETS} == {"demonstration"}


@pytest.mark.parametrize("key", ["title", "structure_name", "summary", "plus"])
def test_demo_texts_that_must_differ_do(key: str) -> None:
    values = [sheet[key].casefold() for sheet in SHEETS if sheet.get(key)]

    repeated = [value for value, times in Counter(values).items() if times > 1]

    assert repeated == []


@pytest.mark.parametrize(
    ("key", "least"),
    [
        ("keywords", 4),
        ("publics", 3),
        ("modalities", 1),
        ("initiatives", 1),
        ("status", 6),
        ("dimension", 9),
        ("territory", 1),
    ],
)
def test_demo_fills_every_value_of_the_facet(key: str, least: int) -> None:
    counts = Counter(
        slug for sheet in SHEETS for slug in (sheet.get(key, []) if key in LISTS else [sheet.get(key)]) if slug
    )

    too_few = {slug: counts[slug] for slug in (LISTS | CHOICES)[key].values if counts[slug] < least}

    assert too_few == {}


def test_demo_facets_vary() -> None:
    partners = {slug for sheet in SHEETS for key in LISTS if "partners" in key for slug in sheet.get(key, [])}
    with_budget = [sheet for sheet in SHEETS if re.search(r"\d\s*(?:€|euros)", sheet.get("resources", ""))]
    with_people = [sheet for sheet in SHEETS if re.search(r"\d", sheet.get("mobilised", ""))]

    assert partners == set(PartnerKind.values)
    assert len({sheet["departement"] for sheet in SHEETS}) >= 35
    assert Counter(sheet["visibility"] for sheet in SHEETS) == {"public": 30, "members": 10}
    assert len(with_budget) >= 33
    assert len(with_people) >= 38


def test_demo_texts_are_clean_as_an_import_would_leave_them() -> None:
    unclean = [
        (sheet["source_id"], key)
        for sheet in SHEETS
        for key in TEXTS
        if re.search(r"[^\S \n]|  | \n|\n\n\n|^[•–*]|'", sheet.get(key, ""), re.MULTILINE)
        or sheet.get(key, "") != sheet.get(key, "").strip()
    ]

    assert unclean == []


def test_demo_has_finished_sheets_with_a_reason() -> None:
    without_reason = [
        sheet["source_id"]
        for sheet in SHEETS
        if (sheet["status"] == enums.Status.TERMINEE) != bool(sheet.get("status_reason"))
    ]

    assert without_reason == []


def test_demo_has_thin_sheets_on_purpose() -> None:
    thin = {
        sheet["source_id"] for sheet in SHEETS if len(sheet.get("experience", "") + sheet.get("description", "")) < 80
    }

    assert thin == {"demo-030", "demo-038", "demo-039"}


def test_demo_has_sheets_between_thin_and_rich() -> None:
    filled = {sheet["source_id"]: sum(bool(sheet.get(key)) for key in RUBRICS) for sheet in SHEETS}

    middling = {identifier for identifier, count in filled.items() if 3 <= count < 8}

    assert len(middling) >= 6
    assert sum(count >= 8 for count in filled.values()) >= 25


def test_demo_departement_codes_exist() -> None:
    if not DEPARTEMENTS.exists():
        pytest.skip("../shared/data is absent: the list of départements cannot be read")
    codes = {line.split(",")[0] for line in DEPARTEMENTS.read_text(encoding="utf-8").splitlines()[1:]}

    assert {sheet["departement"] for sheet in SHEETS} - codes == set()


def test_demo_shares_no_twelve_words_with_the_national_base() -> None:
    if not SEED.exists():
        pytest.skip("../shared/seeds is absent: the national base's text cannot be read")
    seed = SEED.read_text(encoding="utf-8")

    copied = {
        sheet["source_id"]: runs
        for sheet in SHEETS
        for key in TEXTS
        if (runs := shared_runs(sheet.get(key, ""), seed, 12))
    }

    assert copied == {}
    assert shared_runs(seed[2000:3000], seed, 12), "the comparison itself finds nothing"
