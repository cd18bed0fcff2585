"""What machines read: the feed, the sitemap, robots.txt, the API."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from palier.library.models import ActionSheet
from tests.factories.sheets import NOW, make_sheet, make_sheets

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def aged(title: str, days: int) -> ActionSheet:
    sheet = make_sheet(title, summary=f"{title} & <co>")
    ActionSheet.objects.filter(pk=sheet.pk).update(created_at=NOW - timedelta(days=days))
    return sheet


def test_feed_gives_the_newest_first(client: Client) -> None:
    aged("Hier", 1)
    aged("Avant", 9)
    aged("Aujourd'hui", 0)

    root = ElementTree.fromstring(client.get("/fiches/flux.atom").content)

    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Aujourd'hui", "Hier", "Avant"]
    assert entries[1].findtext(f"{ATOM}summary") == "Hier & <co>"
    assert [entry.find(f"{ATOM}link").attrib["href"] for entry in entries][1] == "http://testserver/fiches/hier/"  # type: ignore[union-attr]


def test_feed_ends_at_fifty(client: Client) -> None:
    make_sheets(52)

    root = ElementTree.fromstring(client.get("/fiches/flux.atom").content)

    assert len(root.findall(f"{ATOM}entry")) == 50


def test_sitemap_gives_address_and_day(client: Client) -> None:
    make_sheet("Le banc")

    root = ElementTree.fromstring(client.get("/sitemap.xml").content)

    assert [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in root] == [
        ("http://testserver/fiches/le-banc/", "2026-03-02")
    ]


def test_robots_know_the_sitemap(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_api_searches_as_the_page_does(client: Client) -> None:
    make_sheet("Le jardin", publics=["seniors"], structure_name="Centre A", departement="38", summary="Un potager.")
    make_sheet("Le jardin d'à côté")

    answer = client.get("/api/fiches?q=jardin&public=seniors&couleur=bleu").json()

    assert (answer["total"], answer["page"], answer["proposal"]) == (1, 1, None)
    assert answer["sheets"] == [
        {
            "slug": "le-jardin",
            "title": "Le jardin",
            "structure": "Centre A",
            "departement": "38",
            "summary": "Un potager.",
            "url": "http://testserver/fiches/le-jardin/",
            "reason": "words",
        }
    ]


def test_api_pages(client: Client) -> None:
    make_sheets(5)

    pages = [client.get(f"/api/fiches?limite=2&page={page}").json() for page in (1, 3, 9)]

    assert [(page["page"], len(page["sheets"])) for page in pages] == [(1, 2), (3, 1), (3, 1)]


@pytest.mark.parametrize("query", ["limite=0", "limite=101", "limite=x", "page=x"])
def test_api_refuses_a_bad_number(client: Client, query: str) -> None:
    assert client.get(f"/api/fiches?{query}").status_code == 422


def test_api_describes_itself(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]

    assert {"/api/fiches", "/api/fiches/{slug}"} <= paths.keys()


@pytest.mark.parametrize("query", ["public=martiens", "public=seniors&public=", "departement=9999", "q=x&statut=rien"])
def test_api_refuses_an_unknown_value_of_a_facet(client: Client, query: str) -> None:
    response = client.get(f"/api/fiches?{query}")

    assert response.status_code == 422
    assert "n'existe pas. Valeurs : " in response.json()["detail"]


def test_nothing_under_the_api_is_said_in_json(client: Client) -> None:
    response = client.get("/api/rien")

    assert (response.status_code, response.json()) == (404, {"detail": "Rien à cette adresse."})
