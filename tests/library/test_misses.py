"""Searches that found nothing: noted once a query, without anyone's name."""

from datetime import date

import pytest
from django.test import Client

from palier.core.tenancy import across_structures
from palier.library.actions.misses import LONGEST_QUERY, note_miss
from palier.library.models import SearchMiss
from tests.factories.sheets import LATER, NOW, make_sheet

pytestmark = pytest.mark.django_db
LIST = "/fiches/"


def noted() -> list[tuple[str, int]]:
    with across_structures():
        return list(SearchMiss.objects.order_by("query").values_list("query", "times"))


def test_same_words_are_one_miss_with_its_count_and_last_day() -> None:
    note_miss(text="Échecs géants", structure=None, now=NOW)
    note_miss(text="  echecs GÉANTS ! ", structure=None, now=LATER)

    assert noted() == [("echecs geants", 2)]
    with across_structures():
        assert SearchMiss.objects.get().last_on == date(2026, 3, 9)


def test_nothing_tells_who_searched() -> None:
    names = {field.name for field in SearchMiss._meta.get_fields()}

    assert names == {"id", "created_at", "updated_at", "structure", "query", "key", "times", "last_on"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ?! ",
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "+33 (0)6-12-34-56-78",
        "rappeler Awa au 06 12 34 56 78 demain",
        "awa.perrin@exemple.fr",
        "@awa",
    ],
)
def test_what_may_name_someone_is_never_noted(text: str) -> None:
    assert note_miss(text=text, structure=None, now=NOW) is None
    assert noted() == []


@pytest.mark.parametrize(
    ("text", "query"), [("ados 12-15 ans", "ados 12 15 ans"), ("les 3 et 4 mai", "les 3 et 4 mai")]
)
def test_small_numbers_are_noted(text: str, query: str) -> None:
    note_miss(text=text, structure=None, now=NOW)

    assert noted() == [(query, 1)]


def test_long_query_is_cut() -> None:
    note_miss(text="mot " * 100, structure=None, now=NOW)

    assert [len(query) <= LONGEST_QUERY for query, _ in noted()] == [True]


def test_page_notes_a_search_that_found_nothing(client: Client) -> None:
    make_sheet("Le jardin")

    for _ in range(2):
        client.get(LIST, {"q": "zeppelin"})

    assert noted() == [("zeppelin", 2)]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "jardin"},
        {"q": ""},
        {"q": "zeppelin", "frappe": "1"},
        {"q": "zeppelin", "public": "seniors"},
        {"q": "zeppelin", "page": "2"},
        {"q": "06 12 34 56 78"},
    ],
)
def test_page_notes_nothing_else(client: Client, asked: dict[str, str]) -> None:
    make_sheet("Le jardin")

    client.get(LIST, asked)

    assert noted() == []


def test_list_of_misses_begins_with_the_most_frequent(editor: Client) -> None:
    for text, times in (("rare", 1), ("zeppelin", 3), ("tandem", 2)):
        for _ in range(times):
            note_miss(text=text, structure=None, now=NOW)

    response = editor.get("/fiches/recherches-sans-resultat/")

    assert [miss.query for miss in response.context["misses"]] == ["zeppelin", "tandem", "rare"]


def test_editor_clears_a_miss(editor: Client) -> None:
    gone, kept = note_miss(text="zeppelin", structure=None, now=NOW), note_miss(text="tandem", structure=None, now=NOW)
    assert gone is not None

    response = editor.post(f"/fiches/recherches-sans-resultat/{gone.pk}/retrait/")

    assert response.headers["Location"] == "/fiches/recherches-sans-resultat/"
    assert kept is not None
    assert noted() == [("tandem", 1)]
