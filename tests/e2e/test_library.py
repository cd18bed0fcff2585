"""Find and read an action sheet, in a real browser: by words, by a sentence, by filters; with and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("library")]
LIST = "/fiches/"
SHEET = "/fiches/la-belote-des-generations-a-la-residence-autonomie/"
SENTENCE = "des personnes âgées seules qui ne voient personne"
SEARCH = "Des mots, ou une phrase entière"
EMPTY = f"{LIST}?q=jardin&departement=38&modalite=numerique"


def count(page: Page) -> int:
    """Return how many sheets the page says it found."""
    words = page.locator("#resultats [data-announced]").inner_text()
    return int(words.split()[0])


def unfold(page: Page) -> None:
    """Open every <details>, so that axe sees what they hold."""
    page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true; })")


def open_filters(page: Page) -> None:
    """Open the panel of filters, on a phone."""
    button = page.get_by_role("button", name="Filtrer")
    if button.is_visible():
        button.click()


def test_words_give_results_while_one_types_and_keep_the_focus(desk: Page) -> None:
    desk.goto("/")
    desk.goto(LIST)
    desk.evaluate("window.samePage = true")
    field = desk.get_by_label(SEARCH)

    field.press_sequentially("belote", delay=20)

    # The address follows each answer: with this one, the last letter has been answered.
    expect(desk).to_have_url(re.compile(r"/fiches/\?q=belote$"))
    expect(desk.locator("ol.found article").first).to_contain_text("belote")
    expect(desk.locator("mark").first).to_have_text(re.compile("belote", re.IGNORECASE))
    expect(field).to_be_focused()
    expect(field).to_have_value("belote")
    expect(desk.locator("#annonce")).to_have_text(f"{count(desk)} fiche{'s' if count(desk) > 1 else ''}")
    assert desk.evaluate("window.samePage") is True
    desk.go_back()
    expect(desk).to_have_url(re.compile(r"^http://[^/]+/$"))


def test_letters_typed_during_an_answer_take_its_place(desk: Page) -> None:
    held: list[Route] = []
    asked = re.compile("frappe=1")
    desk.route(asked, lambda route: route.continue_() if held else held.append(route))
    desk.goto(LIST)
    field = desk.get_by_label(SEARCH)

    with desk.expect_request(asked):
        field.press_sequentially("jar")
    field.fill("belote")

    expect(desk).to_have_url(re.compile(r"/fiches/\?q=belote$"))
    expect(desk.locator("ol.found article").first).to_contain_text("belote")


def test_enter_is_not_undone_by_the_last_letters(desk: Page) -> None:
    desk.clock.install(time=0)
    desk.goto(LIST)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    # The page's own clock stands still: Enter comes before the page asks for the letters, however slow the machine.
    desk.clock.pause_at(3_600_000)
    desk.get_by_label(SEARCH).fill(SENTENCE)
    desk.keyboard.press("Enter")
    expect(desk.locator("ol.found article").first).to_contain_text("Proche par")

    desk.clock.run_for(600)

    assert [url for url in asked if "frappe" in url] == []
    expect(desk.locator("ol.found article").first).to_contain_text("Proche par")


def test_sentence_finds_by_meaning_and_says_why(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("searchbox", name="Chercher une fiche d'action").fill(SENTENCE)

    phone.get_by_role("button", name="Chercher").click()

    first = phone.locator("ol.found article").first
    expect(first).to_contain_text("Proche par")
    expect(phone.get_by_label(SEARCH)).to_have_value(SENTENCE)
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 560


def test_filters_narrow_and_the_back_button_widens(desk: Page) -> None:
    desk.goto(f"{LIST}?q=habitants")
    before = count(desk)
    desk.evaluate("window.samePage = true")
    option = desk.locator("#filtres a.choice").first
    name = option.locator("span").first.inner_text()

    option.click()

    expect(desk.get_by_role("list", name="Filtres en cours")).to_contain_text(name)
    assert 0 < count(desk) < before
    assert desk.evaluate("window.samePage") is True
    expect(desk.locator("#filtres a[aria-current]")).to_be_focused()
    desk.go_back()
    expect(desk.get_by_role("list", name="Filtres en cours")).to_have_count(0)
    assert count(desk) == before


def test_new_words_keep_the_chosen_filters(desk: Page) -> None:
    desk.goto(LIST)
    desk.locator("#filtres summary", has_text="Public").click()
    desk.locator("#public-seniors").click()
    expect(desk.get_by_role("list", name="Filtres en cours")).to_contain_text("Seniors")

    desk.get_by_label(SEARCH).fill("visites")
    desk.keyboard.press("Enter")

    expect(desk).to_have_url(re.compile(r"q=visites&public=seniors$"))
    expect(desk.get_by_role("list", name="Filtres en cours")).to_contain_text("Seniors")


def test_filters_are_folded_on_a_phone_and_plain_on_a_desk(desk: Page, phone: Page) -> None:
    desk.goto(LIST)
    phone.goto(LIST)

    expect(desk.locator("#filtres a.choice").first).to_be_visible()
    expect(desk.get_by_role("button", name="Filtrer")).to_be_hidden()
    expect(phone.locator("#filtres")).to_be_hidden()
    phone.get_by_role("button", name="Filtrer").click()
    phone.locator("#public-seniors, #filtres a.choice").first.click()
    expect(phone.get_by_role("button", name="Filtrer (1)")).to_be_visible()
    expect(phone.locator("#filtres")).to_be_hidden()


def test_sorting_by_richness_holds_with_the_next_words(desk: Page) -> None:
    desk.goto(f"{LIST}?q=jardin")

    desk.get_by_role("link", name="Les plus riches").click()
    expect(desk.get_by_role("link", name="Les plus riches")).to_have_attribute("aria-current", "true")
    desk.get_by_label(SEARCH).fill("atelier")
    desk.keyboard.press("Enter")

    expect(desk).to_have_url(re.compile(r"q=atelier&tri=richesse$"))


def test_no_result_proposes_what_to_drop(desk: Page) -> None:
    desk.goto(f"{LIST}?q=belote&departement=38")
    assert count(desk) == 0

    desk.locator(".empty").get_by_role("link").first.click()

    expect(desk.locator("ol.found article").first).to_contain_text("belote")


def test_misspelt_word_gets_a_proposal(desk: Page) -> None:
    desk.goto(f"{LIST}?q=biblioteque")

    desk.get_by_text("Vouliez-vous dire").get_by_role("link").click()

    expect(desk.get_by_label(SEARCH)).to_have_value("bibliothèque")


def test_sheet_is_read_followed_and_downloaded(desk: Page) -> None:
    desk.goto(f"{LIST}?q=belote")
    desk.get_by_role("link", name="La belote des générations").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("La belote des générations")

    with desk.expect_download() as caught:
        desk.evaluate(
            "(() => { const link = [...document.querySelectorAll('a')].find(a => a.textContent.includes('une page'));"
            " link.setAttribute('download', ''); link.click(); })()"
        )
    desk.locator("section[aria-labelledby=proches] article a").first.click()

    assert caught.value.path().read_bytes()[:5] == b"%PDF-"
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("belote")


def test_missing_rubrics_are_folded(desk: Page, referent: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(1280, **referent)
    page.goto("/fiches/nouvelle/")
    page.get_by_label("Titre").fill("Le banc sous le tilleul")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    rubric = page.locator("details.more li", has_text="Limites")
    expect(rubric).to_be_hidden()
    page.get_by_text("rubriques non renseignées").click()
    expect(rubric).to_be_visible()


def test_print_keeps_the_sheet_alone(desk: Page) -> None:
    desk.goto(SHEET)

    desk.emulate_media(media="print")

    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.get_by_role("heading", name="En bref")).to_be_visible()
    for gone in (".bar", ".footer", ".tools", ".breadcrumb", "section[aria-labelledby=proches]"):
        expect(desk.locator(gone)).to_be_hidden()


def test_search_and_filters_work_without_javascript(open_page: OpenPage) -> None:
    page = open_page(360, java_script_enabled=False)
    page.goto(LIST)
    page.get_by_label(SEARCH).fill("jardin")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(re.compile("q=jardin"))
    before = count(page)

    page.get_by_role("button", name="Filtrer").click()
    page.locator("#filtres a.choice").first.click()

    expect(page.get_by_label(SEARCH)).to_have_value("jardin")
    expect(page.get_by_role("button", name="Filtrer (1)")).to_be_visible()
    assert 0 < count(page) < before


@pytest.mark.parametrize("path", [LIST, f"{LIST}?q={SENTENCE}&public=seniors", EMPTY])
def test_list_is_accessible_in_every_look(every_look: Callable[..., None], path: str) -> None:
    every_look(path)


def test_open_filters_are_accessible(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.goto(f"{LIST}?q=jardin")
    open_filters(phone)
    unfold(phone)

    axe(phone)


def test_sheet_is_accessible_in_every_look(every_look: Callable[..., None]) -> None:
    every_look(SHEET, prepare=unfold)
