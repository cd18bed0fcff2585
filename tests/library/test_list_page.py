"""The list of sheets: whole page, part for htmx, queries."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories.sheets import make_sheet, make_sheets

pytestmark = pytest.mark.django_db
LIST = "/fiches/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def page(client: Client, address: str = LIST, **headers: str) -> str:
    return client.get(address, **headers).content.decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [LIST, "/fiches/?q=jardin", "/fiches/?public=seniors&tri=richesse", "/fiches/?page=2", "/fiches/?q=zeppelin"],
)
def test_part_for_htmx_is_that_of_the_whole_page(client: Client, address: str) -> None:
    make_sheets(22, publics=["seniors"], summary="Un jardin.")

    part, whole = page(client, address, **HTMX), page(client, address)

    assert part.strip().startswith('<div id="resultats"')
    assert part.strip() in whole
    assert "<html" not in part


def test_page_restored_from_history_is_whole(client: Client) -> None:
    assert "<html" in page(client, LIST, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")


def test_caches_keep_page_and_part_apart(client: Client) -> None:
    assert "HX-Request" in client.get(LIST).headers["Vary"]


def test_same_number_of_queries_with_1_and_30_sheets(reader: Client, django_assert_max_num_queries: Any) -> None:
    make_sheet(keywords=["sante"], modalities=["jardin"])
    reader.get(LIST)
    with django_assert_max_num_queries(12) as one:
        reader.get(LIST)
    make_sheets(29, keywords=["sante"], modalities=["jardin"])
    reader.get(LIST)

    with django_assert_max_num_queries(12) as thirty:
        reader.get(LIST)

    assert len(one) == len(thirty)


def test_search_page_stays_under_12_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    make_sheets(30, summary="Un jardin au pied des tours.")
    client.get(LIST)

    with django_assert_max_num_queries(12):
        response = client.get(LIST, {"q": "jardin", "budget": "nc"})

    assert response.context["found"].total == 30


def test_each_facet_value_leads_to_itself_and_back(client: Client) -> None:
    make_sheet(publics=["seniors"])

    groups = {group.name: group for group in client.get("/fiches/?q=&page=3&frappe=1").context["groups"]}
    checked = client.get("/fiches/" + groups["public"].options[0].url)

    assert groups["public"].options[0].url == "?q=&public=seniors"
    assert [link.label for link in checked.context["chosen"]] == ["Public : Seniors"]
    assert checked.context["chosen"][0].url == "?q="


def test_no_result_proposes_the_filter_to_drop(client: Client) -> None:
    make_sheet("Le jardin", publics=["seniors"])
    make_sheet("Le vélo", publics=["jeunesse"], territory="une_commune")

    response = client.get("/fiches/?public=seniors&territoire=une_commune")

    assert [(link.label, link.url, link.total) for link in response.context["proposals"]] == [
        ("Public : Seniors", "?territoire=une_commune", 1),
        ("Territoire : Une commune", "?public=seniors", 1),
    ]
    assert "Retirez l" in response.content.decode()


def test_spelling_is_proposed(client: Client) -> None:
    make_sheet("La ludothèque du square")

    response = client.get("/fiches/?q=ludothéqe")

    assert response.context["found"].result.proposal == "ludothèque"


@pytest.mark.parametrize("kind", ["editor", "reader", "client"])
def test_only_editors_are_offered_to_write(request: pytest.FixtureRequest, kind: str, db: None) -> None:
    shown = page(request.getfixturevalue(kind))

    assert ('href="/fiches/importer/"' in shown) == (kind == "editor")


def test_pages_are_linked_with_the_search(client: Client) -> None:
    make_sheets(45, publics=["seniors"])

    shown = page(client, "/fiches/?public=seniors&page=2")

    assert "45 fiches" in shown
    assert re.search(r'href="\?public=seniors&amp;page=3"', shown)


@pytest.mark.parametrize("kind", ["title", "summary", "structure_name"])
def test_text_of_a_sheet_is_never_markup(client: Client, kind: str) -> None:
    make_sheet(**{"title": "Jardin", kind: 'Jardin <img src=x onerror=alert(1)> "&'})

    shown = page(client, "/fiches/?q=jardin")

    assert "<img src=x" not in shown
    assert "&lt;img src=x" in shown


def test_words_of_the_address_are_never_markup(client: Client) -> None:
    shown = page(client, '/fiches/?q="><script>alert(1)</script>&public=<b>')

    assert "<script>alert" not in shown
