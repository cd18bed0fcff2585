"""JSON: our identifiers or French labels, the line of each sheet, and what is refused."""

import dataclasses
import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from palier.library.drafts import Notice, ParsedFile, PeopleCount, SheetDraft
from palier.library.importing import UnreadableFile
from palier.library.importing.json_file import read_json

Read = Callable[..., ParsedFile]


def test_list_of_sheets_with_identifiers_and_labels() -> None:
    text = json.dumps(
        [
            {"title": "Un", "keywords": ["sante", "Solidarité"], "year": 2019, "structure_name": "A - Isère"},
            {
                "Titre": "Deux",
                "Mots clés": "Santé | Culture",
                "Résumé": "- a\n- b",
                "Couleur": "bleu",
                "Limites": None,
            },
        ],
        indent=1,
    )

    parsed = read_json(text)

    assert parsed.drafts == [
        SheetDraft(
            line=2,
            title="Un",
            keywords=["sante", "solidarite"],
            year=2019,
            structure_name="A",
            departement="38",
        ),
        SheetDraft(
            line=11,
            title="Deux",
            keywords=["sante", "culture"],
            summary="- a\n- b",
            unmapped={"Couleur": "bleu"},
        ),
    ]
    assert [(notice.sheet, notice.line, notice.field) for notice in parsed.warnings] == [("Deux", 11, "unmapped")]


def test_sheets_under_their_key_with_others_around() -> None:
    parsed = read_json('{"version": {"a": [1]},\n "sheets" : [\n {"title": "Un"}\n ], "n": 1}')

    assert parsed.drafts == [SheetDraft(line=3, title="Un")]


def test_stated_figures_and_texts_are_taken_as_they_are() -> None:
    text = json.dumps(
        [
            {
                "title": "Un",
                "resources": "10 €",
                "amounts": ["12.50", 3],
                "mobilised": "2 bénévoles",
                "people": [{"kind": "participants", "low": 1, "high": 4}],
                "unmapped": {"Public": "Marins"},
                "structure_name": "A - Isère",
                "departement": "38",
            }
        ]
    )

    draft = read_json(text).drafts[0]

    assert draft.amounts == [Decimal("12.50"), Decimal(3)]
    assert draft.people == [PeopleCount("participants", 1, 4)]
    assert draft.unmapped == {"Public": "Marins"}
    assert (draft.structure_name, draft.departement) == ("A - Isère", "38")


def test_real_sheets_come_back_from_json(read: Read, real_text: str) -> None:
    drafts = read(real_text).drafts
    content = json.dumps({"sheets": [dataclasses.asdict(draft) for draft in drafts]}, default=str, indent=2)

    parsed = read(content, "export.json")

    assert (parsed.refused, parsed.warnings) == ([], [])
    assert [dataclasses.replace(draft, line=0) for draft in parsed.drafts] == [
        dataclasses.replace(draft, line=0) for draft in drafts
    ]


@pytest.mark.parametrize(
    ("sheet", "field", "words"),
    [
        ('{"title": "x", "title": "y"}', "", "« title » est présente deux fois"),
        ('{"title": "x", "unmapped": {"a": "1", "a": "2"}}', "", "« a » est présente deux fois"),
        ('{"title": "x", "year": NaN}', "", "« NaN »"),
        ('{"title": "x", "amounts": [-Infinity]}', "", "« NaN » et « Infinity »"),
        ('{"title": ["x"]}', "title", "« Titre » : un texte est attendu"),
        ('{"title": "x", "summary": {"a": 1}}', "summary", "« Résumé » : un texte est attendu"),
        ('{"title": "x", "summary": true}', "summary", "« Résumé » : un texte est attendu"),
        ('{"title": "x", "keywords": [["sante"]]}', "keywords", "un texte est attendu"),
        ('{"title": "x", "people": [{"kind": "robots", "low": 1, "high": 2}]}', "people", "attendu"),
        ('{"title": "x", "people": [{"kind": "volunteers", "low": 3, "high": 2}]}', "people", "attendu"),
        ('{"title": "x", "people": 3}', "people", "une liste est attendu"),
        ('{"title": "x", "amounts": ["beaucoup"]}', "amounts", "une liste de nombres"),
        ('{"title": "x", "unmapped": "a"}', "unmapped", "un objet de textes"),
        ('{"title": ""}', "title", "pas de titre"),
        ('{"title": "x", "odd": ' + "[" * 100 + "]" * 100 + "}", "", "imbriqué"),
        ("3", "", "doit être un objet"),
        ("null", "", "doit être un objet"),
    ],
)
def test_faulty_sheet_is_refused_alone_with_its_line(sheet: str, field: str, words: str) -> None:
    parsed = read_json('[{"title": "Avant"},\n' + sheet + ',\n{"title": "Après"}]')

    assert [draft.title for draft in parsed.drafts] == ["Avant", "Après"]
    assert [(notice.line, notice.field) for notice in parsed.refused] == [(2, field)]
    assert words in parsed.refused[0].message


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('[\n{"title": "x"},\n{"title" "y"}]', 3, "mal formé"),
        ('[{"title": "x"},]', 1, "mal formé"),
        ('[{"title": "x"}]\nsuite', 2, "mal formé"),
        ('[{"title": "x"}', 1, "mal formé"),
        ("[" * 100_000, 1, "imbriqué"),
        ('{"title": "x"}', 1, "doit être une liste"),
        ('{"sheets": 3}', 1, "doit être une liste"),
        ('{"sheets": [], "sheets": []}', 1, "deux fois"),
        ('"fiches"', 1, "doit être une liste"),
        ("[" + "9" * 5000 + "]", 1, "mal formé"),
        ("[]", 1, "aucune fiche"),
    ],
)
def test_file_that_is_no_list_of_sheets_is_unreadable(read: Read, content: str, line: int, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(content, "fiches.json")
    assert caught.value.line == line


def test_strings_that_no_database_keeps_are_cleaned() -> None:
    draft = read_json('[{"title": "a\\u0000b", "summary": "\\ud800", "unmapped": {"x\\u0001": "\\u0000y"}}]').drafts[0]

    assert (draft.title, draft.summary, draft.unmapped) == ("ab", "\ufffd", {"x": "y"})


def test_too_long_a_title_in_a_refusal_is_shown_short() -> None:
    parsed = read_json(json.dumps([{"title": "a" * 300}]))

    assert [(notice.sheet, notice.field) for notice in parsed.refused] == [("a" * 200, "title")]
    assert isinstance(parsed.refused[0], Notice)
