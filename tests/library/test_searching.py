"""Reading a search from an address, pages, order and reasons."""

import pytest

from palier.library.enums import Visibility
from palier.library.queries.searching import SheetSearch, matching_sheets, read_search, search_sheets
from palier.search.requests import Reason
from tests.factories.sheets import make_sheet, make_sheets

ALL = list(Visibility)


@pytest.mark.parametrize(
    ("parameters", "search"),
    [
        ({}, SheetSearch()),
        ({"q": ["  le jardin "]}, SheetSearch("le jardin")),
        ({"q": []}, SheetSearch()),
        ({"q": ["un", "deux"]}, SheetSearch("un")),
        ({"public": ["seniors", "martiens"]}, SheetSearch(filters={"public": ["seniors"]})),
        ({"public": ["martiens"], "couleur": ["bleu"]}, SheetSearch()),
        ({"visibilite": ["members"]}, SheetSearch()),
        ({"tri": ["richesse"]}, SheetSearch(order="richesse")),
        ({"tri": ["hasard"]}, SheetSearch()),
        ({"page": ["3"]}, SheetSearch(page=3)),
        *(({"page": [page]}, SheetSearch()) for page in ("0", "-2", "x", "", "1.5", "²", "9" * 30)),
        ({"frappe": ["1"]}, SheetSearch(typing=True)),
        ({"frappe": ["oui"]}, SheetSearch()),
    ],
)
def test_what_is_unknown_in_an_address_is_ignored(parameters: dict[str, list[str]], search: SheetSearch) -> None:
    assert read_search(parameters) == search


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\x00", '"', "((", "a" * 5_000, "’’’", "<script>", "% _ \\ ' ;--", "🚲", "بيت"])
def test_any_text_is_a_search(text: str) -> None:
    make_sheet("Le jardin")

    assert search_sheets(read_search({"q": [text]}), ALL).total in {0, 1}


@pytest.mark.django_db
def test_pages_share_the_sheets_and_the_last_one_is_never_passed() -> None:
    make_sheets(7)

    pages = [search_sheets(read_search({"page": [str(number)]}), ALL, limit=3) for number in (1, 2, 3, 99)]

    assert [(page.search.page, len(page.sheets), page.total) for page in pages] == [
        (1, 3, 7),
        (2, 3, 7),
        (3, 1, 7),
        (3, 1, 7),
    ]
    assert len({item.sheet.pk for page in pages[:3] for item in page.sheets}) == 7


@pytest.mark.django_db
def test_richest_first() -> None:
    make_sheet("Un jardin")
    make_sheet("Jardin deux", summary="Un texte.", limits="La pluie", plus="Le thé")
    make_sheet("Jardin trois", summary="Un texte.")

    found = search_sheets(read_search({"q": ["jardin"], "tri": ["richesse"]}), ALL)

    assert [item.sheet.title for item in found.sheets] == ["Jardin deux", "Jardin trois", "Un jardin"]


@pytest.mark.django_db
def test_filters_narrow_and_facets_count_what_another_choice_would_give() -> None:
    make_sheet("Un", publics=["seniors"], dimension="services")
    make_sheet("Deux", publics=["jeunesse"], dimension="services")
    make_sheet("Trois", publics=["jeunesse"], dimension="citoyennete")

    found = search_sheets(read_search({"dimension": ["services"], "public": ["seniors"]}), ALL)

    assert [item.sheet.title for item in found.sheets] == ["Un"]
    assert found.result.facets["public"] == {"seniors": 1, "jeunesse": 1}
    assert found.result.facets["dimension"] == {"services": 1}


@pytest.mark.django_db
def test_words_found_are_marked_in_title_and_extract() -> None:
    make_sheet("Le jardin", summary="On bêche. Le grand jardin nourrit la rue.")

    item = search_sheets(read_search({"q": ["jardins"]}), ALL).sheets[0]

    assert item.reason == Reason.WORDS
    assert [text for text, is_match in item.title if is_match] == ["jardin"]
    assert [text for text, is_match in item.extract if is_match] == ["jardin"]


@pytest.mark.django_db
def test_export_gives_every_sheet_in_the_order_of_the_search() -> None:
    make_sheets(25)
    make_sheet("Jardin au sommaire", summary="Jardin, jardin.")
    make_sheet("Autre titre", limits="Un jardin")
    search = read_search({"q": ["jardin"], "page": ["9"]})

    exported = [sheet.title for sheet in matching_sheets(search, ALL)]

    assert exported == ["Jardin au sommaire", "Autre titre"]
    assert len(list(matching_sheets(read_search({}), ALL))) == 27
