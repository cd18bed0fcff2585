"""The gallery in a real browser: accessible in every look, and its parts do what they say."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import STEP_MILLISECONDS, Guard, OpenPage, overflow, violations

pytestmark = pytest.mark.e2e
GALLERY = "/composants/"
Axe = Callable[[Page], None]


def unfold(page: Page) -> None:
    """Open every <details>, so that axe sees what they hold."""
    page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true; })")


def test_gallery_is_accessible_in_every_look(every_look: Callable[..., None]) -> None:
    every_look(GALLERY, prepare=unfold)


@pytest.mark.parametrize("width", [320, 1280])
def test_gallery_reads_from_right_to_left(open_page: OpenPage, axe: Axe, width: int) -> None:
    page = open_page(width)
    page.goto(GALLERY)

    page.evaluate("document.documentElement.dir = 'rtl'")

    axe(page)
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_gallery_holds_text_twice_as_large(open_page: OpenPage, axe: Axe, width: int) -> None:
    page = open_page(width)
    page.goto(GALLERY)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    axe(page)
    assert overflow(page) == 0


def test_no_text_is_smaller_than_15_pixels(phone: Page) -> None:
    phone.goto(GALLERY)

    sizes = phone.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')]"
        ".filter(found => found.checkVisibility())"
        ".map(found => parseFloat(getComputedStyle(found).fontSize))"
    )

    assert min(sizes) >= 15


@pytest.mark.parametrize(("width", "least"), [(360, 48), (1280, 44)])
def test_targets_are_large_enough(open_page: OpenPage, width: int, least: int) -> None:
    page = open_page(width)
    page.goto(GALLERY)

    small = page.evaluate(
        "least => [...document.querySelectorAll('.button, .bar a, .bar button, summary, .choice,"
        " .pagination a, a.chip, .footer a, select, .field input:not([type=checkbox], [type=radio])')]"
        ".filter(found => found.checkVisibility() && found.getBoundingClientRect().height < least - 0.5)"
        ".map(found => found.outerHTML.slice(0, 120))",
        least,
    )

    assert small == []


def test_slash_leads_to_the_search_field(desk: Page) -> None:
    desk.goto(GALLERY)

    desk.keyboard.press("/")

    expect(desk.locator("#grande")).to_be_focused()
    desk.keyboard.type("a/b")
    expect(desk.locator("#grande")).to_have_value("a/b")


def test_appearance_is_kept_on_this_device(desk: Page) -> None:
    desk.goto(GALLERY)
    switch = desk.get_by_role("contentinfo").get_by_role("group", name="Apparence")

    switch.get_by_label("Sombre").check()
    desk.reload()

    expect(switch.get_by_label("Sombre")).to_be_checked()
    assert desk.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    switch.get_by_label("Auto").check()
    assert desk.evaluate("localStorage.length") == 0


def test_dialog_is_modal_and_gives_the_focus_back(desk: Page, axe: Axe) -> None:
    desk.goto(GALLERY)
    opener = desk.get_by_role("button", name="Ouvrir")

    opener.click()

    dialog = desk.get_by_role("dialog", name="Supprimer cette fiche ?")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("found => found.matches(':modal')") is True
    axe(desk)
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_be_hidden()


def test_dialog_opens_without_javascript(open_page: OpenPage) -> None:
    page = open_page(1280, java_script_enabled=False)
    page.goto(GALLERY)

    page.get_by_role("button", name="Ouvrir").click()

    expect(page.get_by_role("dialog", name="Supprimer cette fiche ?")).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_undo_toast_leaves_after_ten_seconds_unless_one_is_on_it(desk: Page) -> None:
    desk.clock.install()
    desk.goto(GALLERY)
    toast = desk.locator("undo-toast")

    toast.get_by_role("button", name="Annuler").focus()
    desk.clock.run_for(30_000)
    expect(toast).to_be_visible()
    desk.locator("#grande").focus()
    desk.clock.run_for(11_000)

    expect(toast).to_have_count(0)


def test_guard_sees_a_foreign_host_an_error_and_a_blocked_script(desk: Page, guard: Guard) -> None:
    desk.goto(GALLERY)

    desk.evaluate("fetch('http://127.0.0.2:9/x').catch(() => 0)")
    desk.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'x'}))")
    desk.evaluate("setTimeout(() => { throw new Error('planted'); })")
    awaited = ("127.0.0.2:9", "Content Security Policy", "planted")
    limit = time.monotonic() + STEP_MILLISECONDS / 1000
    while time.monotonic() < limit and not all(words in " ".join(guard.faults) for words in awaited):
        desk.wait_for_timeout(50)

    seen = " ".join(guard.faults)
    for words in awaited:
        assert words in seen
    guard.faults.clear()


def test_axe_sees_a_planted_fault(desk: Page) -> None:
    desk.goto(GALLERY)

    desk.evaluate("document.querySelector('.lead').style.color = '#666'")

    rules = {found.split(" : ")[0] for found in violations(desk)}
    assert rules == {"color-contrast-enhanced"}
