"""Searches that found nothing: noted once a query, without anyone's name."""

from datetime import date

import pytest
from django.test import Client

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.library.actions.misses import LONGEST_QUERY, note_miss
from palier.library.models import SearchMiss
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_federation, make_member, make_structure
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


def seen_by(browser: Client) -> list[str]:
    misses = browser.get("/fiches/recherches-sans-resultat/").context["misses"]
    return sorted(miss.query for miss in misses)


def test_words_of_a_member_stay_in_the_structure(editor: Client, reader: Client, client: Client) -> None:
    editor.get(LIST, {"q": "zeppelin"})
    reader.get(LIST, {"q": "zeppelin"})
    client.get(LIST, {"q": "zeppelin"})
    reader.get(LIST, {"q": "tandem"})

    assert noted() == [("tandem", 1), ("zeppelin", 1), ("zeppelin", 1), ("zeppelin", 1)]
    assert seen_by(editor) == ["zeppelin", "zeppelin"]


def test_words_of_visitors_go_to_the_federation_where_there_is_one(editor: Client, client: Client) -> None:
    client.get(LIST, {"q": "zeppelin"})
    before = seen_by(editor)
    keeper = logged_in(make_member(Role.FEDERATION, structure=make_federation()))

    assert (before, seen_by(editor), seen_by(keeper)) == (["zeppelin"], [], ["zeppelin"])


def test_words_of_another_structure_are_not_there_to_clear(editor: Client) -> None:
    miss = note_miss(text="zeppelin", structure=make_structure(), now=NOW)
    assert miss is not None

    response = editor.post(f"/fiches/recherches-sans-resultat/{miss.pk}/retrait/")

    assert (response.status_code, noted()) == (404, [("zeppelin", 1)])


def test_audit_of_a_cleared_search_keeps_no_word_of_it(editor: Client, structure: Structure) -> None:
    miss = note_miss(text="madame dupont", structure=structure, now=NOW)
    assert miss is not None

    editor.post(f"/fiches/recherches-sans-resultat/{miss.pk}/retrait/")

    with structure_scope(structure.pk):
        entry = AuditEntry.objects.get()
    assert (entry.target_id, entry.target_label) == (str(miss.pk), "")
    assert "dupont" not in entry.detail + entry.folded
