"""The log and its figures in a real browser: legible at every width, each figure opening on the outings it counts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.dashboard.demo import load_demo
from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e
LOG, FIGURES = "/carnet/", "/carnet/chiffres/?periode=annee_civile"


@pytest.fixture
def library(transactional_db: None) -> None:
    """Fill the instance with the demonstration as it is today."""
    load_demo(today=timezone.localdate())


def unfold(page: Page) -> None:
    """Open everything that is one tap away."""
    page.evaluate("document.querySelectorAll('main details').forEach(folded => { folded.open = true; })")


def test_log_is_accessible_in_every_look(every_look: Callable[..., None], referent: dict[str, Any]) -> None:
    every_look(LOG, prepare=unfold, **referent)


def test_figures_are_accessible_in_every_look(every_look: Callable[..., None], referent: dict[str, Any]) -> None:
    every_look(FIGURES, prepare=unfold, **referent)


def test_agenda_leads_to_the_log_whose_filters_stay_in_the_address(
    open_page: OpenPage, referent: dict[str, Any]
) -> None:
    page = open_page(1280, **referent)
    page.goto("/agenda/")
    page.get_by_role("link", name="Carnet", exact=True).click()
    expect(page.get_by_role("heading", name="Carnet", level=1)).to_be_visible()

    page.get_by_text("Filtrer et trier").click()
    page.get_by_label("Lieu", exact=True).select_option(label="Galerie du Vieux-Four")
    page.get_by_label("Avec des paroles").check()
    page.get_by_role("button", name="Appliquer").click()

    expect(page.get_by_label("Avec des paroles")).to_be_checked()
    rows = page.get_by_role("table", name="Les sorties et ce que chacune contient").locator("tbody tr")
    expect(rows.first).to_contain_text("Galerie du Vieux-Four")
    expect(rows.filter(has_not_text="Galerie du Vieux-Four")).to_have_count(0)


def test_figure_opens_on_the_outings_whose_sum_it_is(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto(FIGURES)
    met = page.locator(".stat").filter(has_text="Personnes rencontrées").get_by_role("link")
    people = met.inner_text().split()[0]

    met.click()

    expect(page.get_by_text(f"Ensemble : {people} contacts")).to_be_visible()


def test_place_chosen_on_a_phone_narrows_every_figure(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(360, **referent)
    page.goto(FIGURES)
    page.get_by_label("Lieu", exact=True).select_option(label="Galerie du Vieux-Four")
    page.get_by_role("button", name="Montrer").click()

    expect(page.get_by_role("heading", name="une partie des sorties")).to_be_visible()
    rows = page.get_by_role("table", name="Les lieux").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("jeudi, de")


def test_contacts_are_a_file(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto(LOG)
    page.get_by_text("Exporter ces sorties").click()
    expect(page.get_by_text("Ils restent au centre")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Contacts, CSV").click()

    assert download.value.suggested_filename[:22] == "contacts-usage-interne"
