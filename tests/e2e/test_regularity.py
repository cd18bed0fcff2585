"""The figures of regularity in a real browser: legible at every width, each with its words and its table."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.dashboard.demo import load_demo
from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e
URL = "/agenda/regularite/"


@pytest.fixture
def library(transactional_db: None) -> None:
    """Fill the instance with the demonstration as it is today."""
    load_demo(today=timezone.localdate())


def test_page_is_accessible_in_every_look(every_look: Callable[..., None], referent: dict[str, Any]) -> None:
    def unfold(page: Page) -> None:
        page.evaluate("document.querySelectorAll('main details').forEach(folded => { folded.open = true; })")

    every_look(URL, prepare=unfold, **referent)


def test_figures_open_on_what_they_count(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto(f"{URL}?periode=annee_civile")
    held = page.locator(".stat").filter(has=page.get_by_text("Tenues", exact=True)).get_by_role("link")
    count = held.inner_text().split("\n")[0].split()[0]

    held.click()

    expect(page.get_by_role("heading", name=f"{count} sorties", exact=True)).to_be_visible()


def test_hours_are_told_by_a_table_too(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(360, **referent)
    page.goto(f"{URL}?periode=annee_civile")
    chart = page.get_by_role("img", name="Heures de présence, par jour et par heure")
    expect(chart).to_be_visible()

    page.locator("figure summary", has_text="Voir les chiffres").click()

    table = page.get_by_role("table", name="Heures de présence, par jour et par heure")
    expect(table.locator("tr", has_text="9 h").first).to_contain_text("(")


def test_one_place_then_the_period_before_keep_the_choice(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto(URL)
    page.get_by_label("Lieu", exact=True).select_option(label="Galerie du Vieux-Four")
    page.get_by_label("Période", exact=True).select_option(label="Un trimestre")
    page.get_by_role("button", name="Montrer").click()
    expect(page).to_have_url(re.compile("periode="))

    page.get_by_role("navigation", name="Changer de période").get_by_role("link").first.click()

    chosen = page.get_by_label("Lieu", exact=True).locator("option:checked")
    expect(chosen).to_have_text("Galerie du Vieux-Four")
    rows = page.get_by_role("table", name="Sorties tenues par lieu et par mois").locator("tbody tr")
    expect(rows).to_have_count(1)


def test_export_is_a_file(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto(URL)
    page.get_by_text("Exporter ces chiffres").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert download.value.suggested_filename[:11] == "regularite-"
