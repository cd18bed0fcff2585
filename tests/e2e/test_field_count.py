"""« Compter »: one touch is one person, at once, without network, for eyes, fingers, keyboards and screen readers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from palier.core.tenancy import structure_scope
from palier.fieldlog.models import Tally
from tests.agenda.safety_teams import Team, make_team
from tests.e2e.conftest import Guard, OpenPage, overflow, tab_to
from tests.e2e.field_phone import SMALL, OpenPhone, go, phone_of, received, status

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# A transaction held open on what waits to be sent: the next ones wait behind it, as on a phone whose disk is slow.
SLOW_DISK = """() => new Promise((held) => {
  indexedDB.open("palier-terrain").onsuccess = ({ target }) => {
    const store = target.result.transaction(["outbox"], "readwrite").objectStore("outbox");
    const stay = () => { if (!window.diskIsFree) store.count().onsuccess = stay; else target.result.close(); };
    store.count().onsuccess = () => { held(true); stay(); };
  };
})"""
FULL_DISK = """() => {
  window.add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
FREE_DISK = "() => { IDBObjectStore.prototype.add = window.add; }"
# Within the very task of the touch: whatever the phone's speed, the next picture drawn holds the number.
AT_ONCE = "button => { button.click(); return button.textContent; }"
UNDO = "Annuler femme 25-39"
LOWEST, HIGHEST = "one => one.getBoundingClientRect().bottom", "one => one.getBoundingClientRect().top"
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def team() -> Team:
    """Return a team whose outing began ten minutes ago, for two hours."""
    now = timezone.now()
    return make_team(starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=2))


@pytest.fixture
def counting(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``counting(member)``: the counting screen of this outing, on the phone of Awa unless told."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one(member: Any = None, **more: Any) -> Page:
        page = phone_of(open_page, live_server.url, member or team.awa, **more)
        go(page, team.outing, "compter")
        expect(cell(page, "0 personne")).to_be_visible()
        return page

    return open_one


def cell(page: Page, count: str) -> Locator:
    """Return the cell of women from 25 to 39, that says this count."""
    return page.get_by_role("button", name=f"25 à 39 ans, femme : {count}", exact=True)


def foot(page: Page) -> Locator:
    return page.locator(".count-foot p")


def counted(team: Team) -> list[tuple[str, str, str, str, int]]:
    """Return the taps that the centre has, in order."""
    with structure_scope(team.structure.pk):
        taps = Tally.objects.filter(outing=team.outing).order_by("pk")
        return list(taps.values_list("age", "gender", "acquaintance", "contact", "step"))


def test_one_touch_is_one_person_even_without_network(counting: OpenPhone, team: Team) -> None:
    page = counting()
    page.context.set_offline(True)

    cell(page, "0 personne").click()
    expect(cell(page, "1 personne")).to_have_text("1")
    page.get_by_text("Première rencontre").click()
    page.get_by_text("Refus", exact=True).click()
    page.get_by_role("button", name="60 à 69 ans, homme : 0 refus", exact=True).click()
    expect(foot(page)).to_have_text(re.compile(r"1 personne\s*1 refus · Enregistré"))
    page.reload()
    expect(cell(page, "1 personne")).to_be_visible()
    expect(page.get_by_role("radio", name="Première rencontre")).to_be_checked()
    expect(page.get_by_role("radio", name="Échange")).to_be_checked()
    page.context.set_offline(False)
    received(page)

    assert counted(team) == [
        ("25_39", "femme", "nc", "echange", 1),
        ("60_69", "homme", "premiere_rencontre", "refus", 1),
    ]


def test_last_touches_are_taken_back_even_after_the_page_was_closed(counting: OpenPhone, team: Team) -> None:
    page = counting()
    for count in ("0 personne", "1 personne", "2 personnes"):
        cell(page, count).click()
    page.get_by_role("button", name=UNDO).click()
    expect(cell(page, "2 personnes")).to_be_visible()
    expect(foot(page)).to_contain_text("Enregistré")
    page.reload()

    for count in ("1 personne", "0 personne"):
        page.get_by_role("button", name=UNDO).click()
        expect(cell(page, count)).to_be_visible()

    expect(page.get_by_role("button", name=UNDO)).to_be_hidden()
    expect(page.get_by_role("button", name="Personne aujourd'hui")).to_be_visible()
    received(page)
    assert [step for *_cell, step in counted(team)] == [1, 1, 1, -1, -1, -1]


def test_number_grows_at_once_and_saved_is_said_after_the_commit_only(counting: OpenPhone) -> None:
    page = counting()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(SLOW_DISK)
    button = page.locator("[data-age='25_39'][data-gender='femme']")

    shown = [button.evaluate(AT_ONCE) for _ in range(3)]
    expect(foot(page)).to_have_text(re.compile(r"3 personnes\s*Enregistrement…"))
    page.evaluate("window.diskIsFree = true")

    expect(foot(page)).to_have_text(re.compile(r"3 personnes\s*Enregistré$"))
    assert shown == ["1", "2", "3"]


def test_touch_that_could_not_be_kept_is_taken_back_and_said(counting: OpenPhone, team: Team) -> None:
    page = counting()
    page.evaluate(FULL_DISK)

    cell(page, "0 personne").click()

    expect(page.get_by_role("alert")).to_contain_text("pas comptée")
    expect(page.get_by_role("alert")).to_contain_text("plus de place")
    # Over the switches, never over a cell: one would touch what one does not see.
    assert page.locator("#ennui").evaluate(LOWEST) <= page.locator(".count-grid").evaluate(HIGHEST)
    assert page.evaluate(HEIGHT) == SMALL["height"]
    expect(cell(page, "0 personne")).to_be_visible()
    expect(page.get_by_role("button", name=UNDO)).to_be_hidden()
    page.evaluate(FREE_DISK)
    cell(page, "0 personne").click()
    expect(foot(page)).to_contain_text("Enregistré")
    expect(page.get_by_role("alert")).to_be_hidden()
    received(page)
    assert len(counted(team)) == 1


def test_pair_sees_its_total_once_both_met_the_network(counting: OpenPhone, team: Team) -> None:
    awa, karim = counting(), counting(team.karim)
    for page in (awa, karim):
        page.context.set_offline(True)
        cell(page, "0 personne").click()
    cell(awa, "1 personne").click()
    expect(foot(awa)).to_contain_text("2 personnes")
    expect(foot(karim)).to_contain_text("1 personne")
    for page in (awa, karim):
        page.context.set_offline(False)
        received(page)

    awa.evaluate("dispatchEvent(new Event('focus'))")

    expect(foot(awa)).to_contain_text("3 personnes")
    expect(foot(karim)).to_contain_text("3 personnes")
    assert len(counted(team)) == 3


def test_everything_is_in_a_small_window_and_under_a_thumb(counting: OpenPhone) -> None:
    page = counting()
    cell(page, "0 personne").click()
    expect(foot(page)).to_contain_text("Enregistré")

    targets = page.locator(".count-grid button, .count .segments label, .count-foot .button:visible")
    sizes = targets.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(r => [r.width, r.height])")

    assert page.evaluate(HEIGHT) == SMALL["height"]
    assert len(sizes) == 32 + 6 + 1
    assert [size for size in sizes if min(size) < 48] == []


def test_a_notice_pushes_nothing_out_of_a_small_window(counting: OpenPhone, axe: Callable[[Page], None]) -> None:
    page = counting()
    Session.objects.all().delete()

    cell(page, "0 personne").click()

    expect(status(page)).to_contain_text("1 saisie à envoyer : connectez-vous")
    expect(status(page).locator(".icon")).to_be_visible()
    expect(page.locator("#connexion")).to_be_hidden()
    assert page.evaluate(HEIGHT) == SMALL["height"]
    axe(page)
    status(page).click()
    expect(page.get_by_role("link", name="Connectez-vous", exact=True)).to_be_visible()
    expect(status(page).locator(".icon")).to_be_hidden()


def test_keyboard_alone_counts_and_takes_back(counting: OpenPhone) -> None:
    page = counting()
    first = page.locator("[data-age='0_11'][data-gender='femme']")

    tab_to(page, first)
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "Enter", "Space"):
        page.keyboard.press(key)
    expect(cell(page, "2 personnes")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cell(page, "1 personne")).to_be_focused()
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name=UNDO)).to_be_focused()


def test_burst_of_touches_is_told_once(counting: OpenPhone) -> None:
    page = counting()
    page.evaluate(
        """() => { window.told = []; new MutationObserver(
            () => window.told.push(document.getElementById("annonce").textContent)
        ).observe(document.getElementById("annonce"), { childList: true }); }"""
    )

    page.locator("[data-age='25_39'][data-gender='femme']").evaluate(
        "button => { for (let tap = 0; tap < 5; tap += 1) button.click(); }"
    )

    expect(page.locator("#annonce")).to_have_text("25 à 39 ans, femme : 5 personnes")
    assert page.evaluate("window.told") == ["25 à 39 ans, femme : 5 personnes"]


def test_phone_trembles_once_for_each_person(counting: OpenPhone) -> None:
    page = counting()
    page.evaluate("() => { window.felt = 0; navigator.vibrate = () => { window.felt += 1; return true; }; }")

    for count in ("0 personne", "1 personne"):
        cell(page, count).click()

    assert page.evaluate("window.felt") == 2


def test_counting_looks_right(counting: OpenPhone, axe: Callable[[Page], None]) -> None:
    page = counting()
    cell(page, "0 personne").click()
    expect(foot(page)).to_contain_text("Enregistré")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width, height in ((320, 640), (360, 640), (360, 740), (412, 915)):
            page.set_viewport_size({"width": width, "height": height})
            axe(page)
            assert overflow(page) == 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert overflow(page) == 0
    axe(page)
    expect(status(page)).to_be_visible()
