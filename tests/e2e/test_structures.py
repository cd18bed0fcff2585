"""The card of a structure, its network and who may see what, in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from palier.accounts.models import User
from palier.structures.models import Structure
from tests.e2e.conftest import OpenPage, tab_to
from tests.factories.people import logged_in

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("library")]
Being = Callable[[str], dict[str, Any]]


@pytest.fixture
def being(live_server: Any) -> Being:
    """Give ``being(name)``: what ``open_page`` needs to be that person of the demonstration, second factor shown."""

    def state(name: str) -> dict[str, Any]:
        browser = logged_in(User.objects.get(email=f"{name}@demo.example"))
        value = browser.cookies[settings.SESSION_COOKIE_NAME].value
        kept = {"path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": urlsplit(live_server.url).hostname}
        return {"storage_state": {"cookies": [{**cookie, **kept}], "origins": []}}

    return state


def test_rights_are_accessible_in_every_look(every_look: Callable[..., None]) -> None:
    every_look("/reglages/droits/")


@pytest.mark.parametrize("path", ["/reglages/", "/reglages/structure/"])
def test_settings_are_accessible_in_every_look(every_look: Callable[..., None], being: Being, path: str) -> None:
    every_look(path, **being("direction"))


@pytest.mark.parametrize("path", ["/federation/", "/federation/import/", "/federation/structures/nouvelle/"])
def test_network_is_accessible_in_every_look(every_look: Callable[..., None], being: Being, path: str) -> None:
    every_look(path, **being("federation"))


def test_commune_is_suggested_while_one_types_and_the_departement_follows(
    open_page: OpenPage, being: Being, axe: Callable[[Page], None]
) -> None:
    page = open_page(360, **being("direction"))
    page.goto("/reglages/structure/")

    field = page.get_by_label("Commune", exact=False).first
    field.fill("")
    field.press_sequentially("vizil")
    expect(page.locator("#communes option").first).to_have_attribute("value", "Vizille (38)")
    field.fill("Vizille (38)")
    page.get_by_label("Code postal").fill("")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("La carte est enregistrée.")).to_be_visible()
    expect(page.get_by_label("Ce qui est enregistré").get_by_text("38220 Vizille, Isère")).to_be_visible()
    axe(page)


def test_ambiguous_commune_is_chosen_without_javascript(open_page: OpenPage, being: Being) -> None:
    page = open_page(360, java_script_enabled=False, **being("direction"))
    page.goto("/reglages/structure/")

    page.locator("[name=commune]").fill("Saint-Denis")
    page.locator("[name=postal_code]").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label("Saint-Denis, La Réunion").check()
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("La carte est enregistrée.")).to_be_visible()
    assert Structure.objects.get(name="Centre social des Trois-Paliers").departement == "974"


def test_refused_hours_are_told_at_their_field_by_keyboard(
    open_page: OpenPage, being: Being, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **being("direction"))
    page.goto("/reglages/structure/")

    page.locator("#id_heures-dimanche_1_start").fill("10:00")
    tab_to(page, page.get_by_role("button", name="Enregistrer"))
    page.keyboard.press("Enter")

    field = page.locator("#id_heures-dimanche_1_end")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Erreur : Il manque l'heure de fin.")
    expect(page.locator("#id_heures-dimanche_1_start")).to_have_value("10:00")
    axe(page)


def test_federation_imports_then_finds_then_lets_go(
    open_page: OpenPage, being: Being, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    file = tmp_path / "structures.csv"
    file.write_text("Nom;Commune;Code postal\nCentre des Orties;Vizille;38220\n;Vizille;38220\n", encoding="utf-8")
    page = open_page(1280, **being("federation"))
    page.goto("/federation/import/")

    page.get_by_label("Fichier des structures").set_input_files(file)
    page.get_by_role("button", name="Envoyer le fichier").click()
    expect(page.get_by_text("Il manque le nom de la structure.")).to_be_visible()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Toutes les lignes refusées (CSV)").click()
    assert download.value.suggested_filename == "lignes-refusees.csv"

    page.goto("/federation/?q=orties")
    page.get_by_role("link", name="Centre des Orties").click()
    expect(page.get_by_role("button", name="Faire sortir du réseau").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Faire sortir du réseau").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Faire sortir du réseau").click()

    expect(page.get_by_text("n'est plus dans votre réseau")).to_be_visible()
    assert Structure.objects.get(name="Centre des Orties").federation is None
