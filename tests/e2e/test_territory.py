"""The territory in a browser: a place by keyboard, real contours imported, a zone drawn, the map and its lists."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.actions.locating import locate_places
from palier.territory.models import Place, Zone
from tests.e2e.conftest import OpenPage, tab_to
from tests.factories.people import make_membership, make_structure
from tests.factories.territory import make_place, make_zone, shared, square

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
BONDY = "geo/bondy_iris_2020.geojson"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, structure=make_structure("Centre social des Tilleuls", commune="Bondy"))


@pytest.fixture
def furnished(lead: Membership) -> Membership:
    """Return the lead of a structure that has zones and places."""
    people = {"0 à 14 ans": 410, "15 à 29 ans": 388, "30 à 59 ans": 702, "60 ans et plus": 240}
    source = "Chiffres inventés"
    north = make_zone(lead.structure, "Les Tilleuls", population=people, population_source=source)
    north.population_total = sum(people.values())
    north.save()
    make_zone(lead.structure, "Le Canal", kind="qpv", code="QP000001", contour=square(5.71, 45.1))
    hours = {"jeudi": [["08:00", "12:30"]]}
    make_place(lead.structure, "Marché du jeudi", kind="marche", latitude=45.105, longitude=5.705, hours=hours)
    make_place(lead.structure, "Pied de la tour B", kind="pied_immeuble", latitude=45.106, longitude=5.713)
    make_place(lead.structure, "Sortie de l'école", kind="ecole", note="Arriver à 16 h 15.")
    with structure_scope(lead.structure_id):
        locate_places(structure=lead.structure, now=timezone.now())
    return lead


def shapes(page: Page) -> int:
    return page.locator("territory-map svg path.leaflet-interactive").count()


def test_place_is_added_by_keyboard_alone(
    lead: Membership, context: dict[str, Any], open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    make_zone(lead.structure, "Les Tilleuls")
    page = open_page(1280, **context)
    page.goto("/territoire/")
    tab_to(page, page.get_by_role("link", name="Ajouter un lieu"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/territoire/lieux/.+"))
    page.wait_for_load_state("load")
    tab_to(page, page.get_by_label("nom", exact=False).first)
    page.keyboard.type("Marché du jeudi")
    canvas = page.get_by_role("application")
    expect(canvas).to_be_visible()
    tab_to(page, canvas)
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("button", name="Poser un point au centre"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Point posé")).to_be_visible()
    axe(page)
    tab_to(page, page.get_by_label("Latitude"))
    page.keyboard.press("Control+A")
    page.keyboard.type("45.105")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("5.705")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Marché du jeudi")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Les Tilleuls")).to_be_visible()


def test_real_contours_are_imported_and_shown(
    lead: Membership, context: dict[str, Any], open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    path: Path = shared(BONDY)
    page = open_page(360, **context)
    page.goto("/territoire/zones/importer/")
    page.get_by_label("Fichier de contours").set_input_files(path)
    page.get_by_label("Source").fill("IGN et Insee, 2020")
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_label("Bondy")).to_be_checked()
    axe(page)
    page.get_by_role("button", name="Garder ces zones").click()
    expect(page.get_by_role("heading", name="Compte rendu d'import")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Voir le territoire").click()

    expect(page.locator("territory-map svg path.leaflet-interactive")).to_have_count(22)
    expect(page.get_by_role("link", name="Le Champart")).to_be_visible()
    axe(page)


def test_zone_is_drawn_by_clicks_and_by_words(lead: Membership, context: dict[str, Any], open_page: OpenPage) -> None:
    make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)
    page = open_page(1280, **context)
    page.goto("/territoire/zones/dessiner/")
    page.get_by_label("nom", exact=False).first.fill("Les Tilleuls")
    canvas = page.get_by_role("application")
    expect(canvas.locator("path").first).to_be_visible()
    for x, y in ((200, 100), (500, 100), (500, 400), (200, 400), (220, 220)):
        canvas.click(position={"x": x, "y": y})
    expect(page.get_by_text("5 points posés.")).to_be_visible()
    page.get_by_role("button", name="Retirer le dernier point").click()
    expect(page.get_by_text("4 points posés.")).to_be_visible()
    assert len(page.get_by_label("Points du contour").input_value().splitlines()) == 4
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("heading", level=1, name="Les Tilleuls")).to_be_visible()
    with structure_scope(lead.structure_id):
        assert len(Zone.objects.get().contour["coordinates"][0]) == 5


def test_map_leads_to_pages_and_answers_the_lists(
    furnished: Membership, context: dict[str, Any], open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, reduced_motion="reduce", **context)
    page.goto("/territoire/")
    expect(page.locator("territory-map svg path.leaflet-interactive")).to_have_count(4)
    lit = page.locator("territory-map path[fill='var(--miel)']")
    expect(lit).to_have_count(0)
    page.get_by_role("link", name="Les Tilleuls").focus()
    expect(lit).to_have_count(1)
    # The place stands at the middle of its circle: a real click, at a real point of the screen.
    page.locator("territory-map path[fill='var(--terracotta)']").first.click()
    link = page.locator(".leaflet-popup a")
    expect(link).to_be_visible()
    axe(page)
    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Marché du jeudi")


def test_without_script_the_lists_say_it_all(
    furnished: Membership, context: dict[str, Any], open_page: OpenPage
) -> None:
    page = open_page(360, java_script_enabled=False, **context)
    page.goto("/territoire/")

    assert page.get_by_role("application").count() == 0
    expect(page.get_by_role("link", name="Marché du jeudi")).to_be_visible()
    expect(page.get_by_role("link", name="Les Tilleuls")).to_be_visible()


@pytest.mark.parametrize("name", ["map", "places", "place", "place-form", "zones", "zone", "draw", "imports"])
def test_pages_are_for_everyone(
    furnished: Membership, context: dict[str, Any], every_look: Callable[..., None], name: str
) -> None:
    with structure_scope(furnished.structure_id):
        place, zone = Place.objects.get(name="Marché du jeudi"), Zone.objects.get(name="Les Tilleuls")
    pages = {
        "map": ["/territoire/"],
        "places": ["/territoire/lieux/"],
        "place": [place.get_absolute_url()],
        "place-form": [f"{place.get_absolute_url()}modifier/"],
        "zones": ["/territoire/zones/"],
        "zone": [zone.get_absolute_url()],
        "draw": ["/territoire/zones/dessiner/"],
        "imports": ["/territoire/lieux/importer/", "/territoire/zones/importer/", "/territoire/zones/habitants/"],
    }

    for path in pages[name]:
        every_look(path, **context)


def test_map_is_fetched_only_where_it_is_shown(
    furnished: Membership, context: dict[str, Any], open_page: OpenPage
) -> None:
    page = open_page(360, **context)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/territoire/")
    expect(page.locator("territory-map svg path.leaflet-interactive").first).to_be_visible()
    with_map = sorted(url.rpartition("/")[2] for url in asked if "leaflet" in url or "carte.json" in url)
    asked.clear()
    page.goto("/territoire/lieux/")

    assert with_map == ["carte.json", "leaflet.css", "leaflet.js"]
    assert [url for url in asked if "leaflet" in url or "territory-map" in url] == []
