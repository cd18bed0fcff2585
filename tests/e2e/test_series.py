"""Plan next year in a real browser: by keyboard, with and without scripts, on a phone and at a desk."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.easter import easter
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from palier.accounts.models import User
from palier.agenda.enums import Frequency
from palier.agenda.recurrence import Exceptions, Rule, kept_dates
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import WeekDay
from palier.structures.models import Membership
from palier.territory.models import Place
from tests.e2e.conftest import OpenPage, tab_to

pytestmark = pytest.mark.e2e
NEW = "/series/nouvelle/"
NAMES = ("Centre commercial", "Centre social", "Écoles du Levant")
# The browser and the server share the true clock: the season is next year's, whatever the year of the test.
YEAR = date.today().year + 1  # noqa: DTZ011
BREAKFASTS = Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), date(YEAR, 1, 1), date(YEAR, 12, 31))
KEPT = kept_dates(BREAKFASTS, Exceptions(skip_public=True))
LEFT_OUT = len(kept_dates(BREAKFASTS, Exceptions())) - len(KEPT)
SAID = f"{len(KEPT)} sorties à venir, {LEFT_OUT} date{'s' if LEFT_OUT > 1 else ''} sans sortie"
SHOTS = os.environ.get("PALIER_SHOTS", "")


@pytest.fixture
def places(library: None) -> list[Place]:
    """Give three places to the structure of the demonstration's référent·e."""
    # The log-in has not happened yet: this finds the structure of the account.
    with across_structures():
        member = Membership.objects.get(user=User.objects.get(email="referent@demo.example"))
    with structure_scope(member.structure_id):
        return [
            Place.objects.get_or_create(structure_id=member.structure_id, name=f"{name} (essai)")[0] for name in NAMES
        ]


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page where PALIER_SHOTS says."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def fill_breakfasts(page: Page, places: list[Place]) -> None:
    """Type the breakfasts of next year: Thursdays, nine to eleven, three places."""
    page.get_by_label("Nom de la série").fill("Petits-déjeuners du Levant")
    page.get_by_label("Jeudi", exact=True).check()
    page.get_by_label("À partir du").fill(f"{YEAR}-01-01")
    page.get_by_label("Jusqu'au").fill(f"{YEAR}-12-31")
    for number, place in enumerate(places, 1):
        page.get_by_label(f"Lieu {number}", exact=False).first.select_option(str(place.pk))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_season_is_planned_with_its_dates_in_sight(
    open_page: OpenPage, referent: dict[str, Any], places: list[Place], width: int, axe: Callable[[Page], None]
) -> None:
    page = open_page(width, **referent)
    page.goto(NEW)
    fill_breakfasts(page, places)

    expect(page.locator("#apercu")).to_contain_text(SAID)
    expect(page.locator("#annonce")).to_contain_text(SAID)
    page.get_by_text("Voir les dates une par une").click()
    ascension = easter(YEAR) + timedelta(days=39)
    expect(page.get_by_role("row", name=date_format(ascension, "l j F Y"))).to_contain_text("Pas de sortie")
    axe(page)
    shoot(page, f"series-form-{width}")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Petits-déjeuners du Levant")
    expect(page.get_by_text(f"{len(KEPT)} sorties créées")).to_be_visible()
    axe(page)
    shoot(page, f"series-detail-{width}")


def test_places_move_by_keyboard_and_the_focus_follows(
    open_page: OpenPage, referent: dict[str, Any], places: list[Place]
) -> None:
    page = open_page(1280, **referent)
    page.goto(NEW)
    fill_breakfasts(page, places)

    tab_to(page, page.get_by_role("button", name="Monter le lieu 3"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Monter le lieu 2")).to_be_focused()
    expect(page.locator("#id_place_2")).to_have_value(str(places[2].pk))
    expect(page.locator("#id_name")).to_have_value("Petits-déjeuners du Levant")


def test_the_dates_are_seen_without_scripts(open_page: OpenPage, referent: dict[str, Any], places: list[Place]) -> None:
    page = open_page(1280, **referent, java_script_enabled=False)
    page.goto(NEW)
    fill_breakfasts(page, places)

    page.get_by_role("button", name="Voir les dates").last.click()

    expect(page.locator("#apercu")).to_contain_text(SAID)
    expect(page.locator("#id_name")).to_have_value("Petits-déjeuners du Levant")


def test_the_series_changes_from_a_date_then_stops(
    open_page: OpenPage, referent: dict[str, Any], places: list[Place], axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **referent)
    page.goto(NEW)
    fill_breakfasts(page, places)
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_role("link", name="Modifier").click()
    first = next(day for day in KEPT if day.month == 6)
    remaining = sum(day >= first for day in KEPT)
    page.get_by_label("Sorties concernées").select_option(first.isoformat())
    page.get_by_label("À", exact=True).fill("12:00")
    axe(page)
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text(f"{remaining} sorties changées.")).to_be_visible()
    expect(page.get_by_text("Suite de")).to_be_visible()
    page.get_by_role("link", name="Arrêter").click()
    expect(page.get_by_role("button", name="Arrêter la série")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Arrêter la série").click()
    expect(page.get_by_text(f"{remaining} sorties supprimées")).to_be_visible()
    page.goto("/series/")
    expect(page.get_by_role("link", name="Petits-déjeuners du Levant")).to_be_visible()
    axe(page)
    shoot(page, "series-list-1280")


@pytest.mark.parametrize("path", ["/series/", NEW])
def test_every_look_of_the_series(
    every_look: Callable[..., None], referent: dict[str, Any], places: list[Place], path: str
) -> None:
    def unfold(page: Page) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true; })")

    every_look(path, unfold, **referent)
