"""The address of the list holds what the list knows, and no more."""

import pytest
from django.http import QueryDict
from django.test import Client

from palier.library.screens import clean_address


@pytest.mark.parametrize("address", ["", "q=jeu", "q=jeu&public=seniors&public=adultes&tri=richesse&page=2&frappe=1"])
def test_a_known_address_is_left_alone(address: str) -> None:
    assert clean_address(QueryDict(address)) is None


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("zzz=1&q=jeu", "?q=jeu"),
        ("public=seniors&public=seniors", "?public=seniors"),
        ("q=" + "a" * 600, "?q=" + "a" * 500),
    ],
)
def test_what_the_list_does_not_know_is_taken_away(address: str, cleaned: str) -> None:
    assert clean_address(QueryDict(address)) == cleaned
    assert clean_address(QueryDict(cleaned[1:])) is None


@pytest.mark.django_db
def test_the_page_leads_to_its_clean_address(client: Client) -> None:
    response = client.get("/fiches/?utm_source=lettre&q=jeu")

    assert (response.status_code, response.headers["Location"]) == (302, "/fiches/?q=jeu")
