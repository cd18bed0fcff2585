"""The worker opens Terrain without network, and a new version never comes under the fingers of who is typing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.templatetags.static import static
from playwright.sync_api import Locator, Page, expect

from palier.mobile import shell
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import Guard, OpenPage
from tests.e2e.field_centre import OUTING, Centre, held, record, taps
from tests.e2e.field_phone import draft_kept
from tests.e2e.until import until
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenPhone = Callable[..., Page]
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
VERSION = "document.querySelector(\"meta[name='terrain-version']\").content"
UPDATE = "async () => (await navigator.serviceWorker.getRegistration('/terrain/')).update()"
WAITING = "async () => (await navigator.serviceWorker.getRegistration('/terrain/')).waiting !== null"
# The caches by name, and the paths that they hold.
KEPT = """async () => {
  const names = await caches.keys();
  const open = (name) => CacheStorage.prototype.open.call(caches, name);
  const held = await Promise.all(names.map(async (name) => (await open(name)).keys()));
  return [names, held.flat().map((request) => new URL(request.url).pathname)];
}"""
SETTLED = """async () => {
  const found = await navigator.serviceWorker.getRegistration('/terrain/');
  return found.installing === null;
}"""


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.EQUIPIER, structure=make_structure("Centre du Belvédère"), name="Samia Diallo")


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def open_phone(
    open_page: OpenPage, context: dict[str, Any], centre: Centre, guard: Guard, live_server: Any
) -> OpenPhone:
    """Give ``open_phone()``: a phone that visited Terrain once, its worker in charge."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one() -> Page:
        page = open_page(360, **context)
        centre.install(page.context)
        page.goto("/terrain/#/attente")
        until(page, "() => import('terrain/store/phone').then(found => found.currentUser())")
        until(page, CONTROLLED)
        return page

    return open_one


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give ``publish(version)``: the instance now serves this one."""
    return lambda version: monkeypatch.setattr(shell, "_version_once", lambda: version)


def test_page_opens_without_network_and_keeps_what_is_written(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    page.context.set_offline(True)
    record(page, taps(2))

    page.reload()
    tab = page.context.new_page()
    tab.goto("/terrain/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sur ce téléphone")
    expect(tab.locator("#etat")).to_contain_text("Enregistré sur ce téléphone : 2 saisies")
    assert held(tab)["mine"] == 2
    family = "getComputedStyle(document.body).fontFamily + document.fonts.check('17px \"Atkinson Next\"')"
    assert "Atkinson Next" in page.evaluate(family)


def test_page_puts_aside_for_the_worker_what_it_has_already(
    open_page: OpenPage, context: dict[str, Any], centre: Centre
) -> None:
    page, asked = open_page(360, **context), list[str]()
    centre.install(page.context)
    page.context.on("request", lambda found: asked.append(urlsplit(found.url).path) if found.service_worker else None)

    page.goto("/terrain/")
    until(page, CONTROLLED)

    kept = page.evaluate(KEPT)
    assert kept[0] == [f"terrain-{page.evaluate(VERSION)}"]
    assert set(kept[1]) == {"/terrain/", "/terrain/ecrans/", *map(static, shell.kept_paths())}
    assert "/terrain/ecrans/" in asked
    assert [module.path for module in shell.modules() if static(module.path) in asked] == []


def test_worker_fetches_by_itself_what_was_not_put_aside(
    open_page: OpenPage, context: dict[str, Any], centre: Centre
) -> None:
    page = open_page(360, **context)
    centre.install(page.context)
    page.add_init_script("caches.open = () => Promise.reject(new DOMException('Full', 'QuotaExceededError'))")

    page.goto("/terrain/")
    until(page, CONTROLLED)

    assert set(page.evaluate(KEPT)[1]) >= {static(module.path) for module in shell.modules()}


def test_worker_answers_for_its_list_alone(open_phone: OpenPhone, guard: Guard, live_server: Any) -> None:
    page = open_phone()
    guard.may_fail.add(f"{live_server.url}/terrain/")
    answered: dict[str, bool] = {}
    page.on("response", lambda found: answered.__setitem__(found.url.split("?")[0], found.from_service_worker))
    origin = page.evaluate("origin")

    page.reload()
    record(page, taps(1))
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    page.evaluate("fetch('/static/css/data.css')")
    page.evaluate("fetch('/terrain/', {method: 'POST'})")
    posted = answered[f"{origin}/terrain/"]
    page.goto("/")
    page.goto("/terrain/?ailleurs")

    assert answered[f"{origin}/terrain/"] is True
    assert answered[f"{origin}/static/mobile/elements/main.js"] is True
    not_its_own = ["/api/sync", "/static/css/data.css", "/"]
    assert [answered[f"{origin}{path}"] for path in not_its_own] == [False, False, False]
    assert posted is False


def open_voice(page: Page) -> Locator:
    """Open « Parole » of the outing, and return where the words are typed."""
    page.evaluate("outing => { location.hash = `#/sortie/${outing}/parole`; }", OUTING)
    words = page.get_by_label("Les mots, comme ils ont été dits")
    expect(words).to_be_visible()
    return words


def test_new_version_waits_until_terrain_opens_again(
    open_phone: OpenPhone, publish: Callable[[str], None], centre: Centre
) -> None:
    page = open_phone()
    before = page.evaluate(VERSION)
    words = open_voice(page)
    words.press_sequentially("Le banc est ")

    publish("newer")
    page.evaluate(UPDATE)
    expect(page.get_by_text("Une nouvelle version est prête.")).to_be_visible()
    words.press_sequentially("cassé")

    assert words.input_value() == "Le banc est cassé"
    draft_kept(page, "Le banc est cassé")
    centre.mood = "offline"
    record(page, taps(1))
    assert page.evaluate(WAITING) is True
    page.reload()
    assert page.evaluate(VERSION) == before
    expect(page.locator("#version")).to_be_visible()
    context = page.context
    blank = context.new_page()
    page.close()
    # Any page out of Terrain: it tells when the new version took the place, without being its client.
    blank.goto("/")
    until(blank, WAITING.replace("!==", "==="))
    blank.goto("/terrain/")
    assert blank.evaluate(VERSION) == "newer"
    context.set_offline(True)
    blank.reload()
    expect(blank.locator("#etat")).to_contain_text("1 saisie")
    expect(open_voice(blank)).to_have_value("Le banc est cassé")
    assert blank.evaluate("caches.keys()") == ["terrain-newer"]


def test_version_that_does_not_come_whole_leaves_the_one_before(
    open_phone: OpenPhone, publish: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_phone()
    before = page.evaluate(VERSION)

    publish("broken")
    paths = shell.kept_paths()
    monkeypatch.setattr(shell, "kept_paths", lambda: (*paths, "mobile/elements/missing.js"))
    page.evaluate(UPDATE)
    until(page, SETTLED)

    assert page.evaluate("caches.keys()") == [f"terrain-{before}"]
    assert page.evaluate(WAITING) is False
    expect(page.locator("#version")).to_be_hidden()
    page.context.set_offline(True)
    page.reload()
    assert page.evaluate(VERSION) == before
    expect(page.get_by_role("heading", level=1)).to_have_text("Sur ce téléphone")


@pytest.mark.parametrize("missing", ["delete IDBTransaction.prototype.durability", "delete window.BroadcastChannel"])
def test_browser_too_old_is_told_so_before_any_module(
    open_page: OpenPage, context: dict[str, Any], missing: str
) -> None:
    page = open_page(360, **context)
    page.add_init_script(missing)

    page.goto("/terrain/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ce navigateur est trop ancien pour Terrain")
    assert page.evaluate("customElements.get('terrain-waiting') === undefined") is True
    assert page.evaluate("indexedDB.databases()") == []
