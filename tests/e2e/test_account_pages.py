"""What anyone meets first: the log-in page, the menu on a phone, an error page. In a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.accounts.models import User
from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e
LOGIN = "/compte/login/"
EMAIL = "samira@exemple.fr"
PASSWORD = "une phrase que je retiens"
FIRST_VISIT_BYTES = 100_000


@pytest.mark.parametrize("path", [LOGIN, "/compte/password/reset/", "/compte/signup/", "/nulle-part/"])
def test_page_is_accessible_in_every_look(every_look: Callable[..., None], path: str) -> None:
    every_look(path)


def test_refused_login_says_so_and_stays_accessible(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.goto(LOGIN)
    phone.get_by_label("Courriel").fill("inconnue@exemple.fr")
    phone.get_by_label("Mot de passe", exact=True).fill("faux")

    phone.locator("main").get_by_role("button", name="Se connecter").click()

    expect(phone.get_by_role("alert")).to_be_visible()
    axe(phone)


def test_account_menu_leads_out_by_keyboard_alone(desk: Page, axe: Callable[[Page], None]) -> None:
    User.objects.create_user(EMAIL, PASSWORD, name="Samira Benali")
    desk.goto(LOGIN)
    desk.get_by_label("Courriel").fill(EMAIL)
    desk.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(lambda address: not address.endswith(LOGIN))
    desk.goto("/compte/password/change/")

    desk.get_by_role("button", name="Mon compte").focus()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Samira Benali")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Se déconnecter").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()


def test_first_focus_is_the_way_to_the_content(desk: Page) -> None:
    desk.goto(LOGIN)

    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Aller au contenu")).to_be_focused()
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("main")).to_be_focused()


def test_first_visit_is_light(open_page: OpenPage) -> None:
    page = open_page(360)
    session = page.context.new_cdp_session(page)
    received: list[int] = []

    def note(event: dict[str, Any]) -> None:
        received.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", note)
    session.send("Network.enable")

    page.goto(LOGIN)
    page.wait_for_load_state("networkidle")

    assert len(received) >= 8
    assert sum(received) <= FIRST_VISIT_BYTES, received
