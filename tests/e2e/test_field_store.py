"""The phone keeps what is written: durably, whole, for one account at a time, whatever else happens to it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import Guard, OpenPage, overflow
from tests.e2e.field_centre import OUTING, Centre, held, record, sync_now, taps, total_shown
from tests.e2e.until import until
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenPhone = Callable[..., Page]

# Notes each writing transaction: with what durability it began, and when it was complete.
SPY = """
window.journal = [];
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...given) {
  const transaction = begin.apply(this, given);
  if (transaction.mode === "readwrite") {
    journal.push(transaction.durability);
    transaction.addEventListener("complete", () => journal.push("complete"));
  }
  return transaction;
};
"""
RECORD_AND_NOTE = """async (news) => {
  const { recordMany } = await import("terrain/store/outbox");
  journal.length = 0;
  await recordMany(news);
  journal.push("saved");
  return journal;
}"""
REFUSAL = """async (news) => {
  const { recordMany } = await import("terrain/store/outbox");
  try { await recordMany(news); return ""; } catch (error) { return error.message; }
}"""


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.EQUIPIER, structure=make_structure("Centre du Belvédère"), name="Samia Diallo")


@pytest.fixture
def centre() -> Centre:
    return Centre()


def leave_room(page: Page, origin: str, size: int) -> None:
    """Leave ``size`` bytes to the pages of this browser, 0 for the usual room.

    The browser looks at the limit at its first writing, then, for half a minute, when what it found is used up.
    """
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, **({"quotaSize": size} if size else {})})


@pytest.fixture
def open_phone(
    open_page: OpenPage, context: dict[str, Any], centre: Centre, guard: Guard, live_server: Any
) -> OpenPhone:
    """Give ``open_phone(script="")``: a phone that met the centre once, on the page of what waits."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one(script: str = "", room: int = 0) -> Page:
        page = open_page(360, **context)
        if room:
            leave_room(page, live_server.url, room)
        if script:
            page.add_init_script(script)
        centre.install(page.context)
        page.goto("/terrain/#/attente")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sur ce téléphone")
        until(page, "() => import('terrain/store/phone').then(found => found.currentUser())")
        sync_now(page)
        return page

    return open_one


def test_saved_is_said_after_a_strict_commit(open_phone: OpenPhone) -> None:
    page = open_phone(SPY)

    journal = page.evaluate(RECORD_AND_NOTE, taps(1))

    assert journal == ["strict", "complete", "saved"]


def test_what_is_written_outlives_the_page(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    first, second, third = record(page, taps(3))

    page.reload()

    expect(page.locator("#etat")).to_contain_text("Enregistré sur ce téléphone : 3 saisies depuis")
    expect(page.get_by_role("listitem")).to_contain_text("3 comptages")
    assert held(page)["mine"] == 3
    assert first["id"] < second["id"] < third["id"]
    assert [op["seq"] for op in (first, second, third)] == [1, 2, 3]
    assert {op["user"] for op in (first, second, third)} == {centre.user}


def test_full_phone_says_so_keeps_the_draft_and_recovers(
    open_phone: OpenPhone, centre: Centre, live_server: Any
) -> None:
    page = open_phone(room=300_000)
    centre.mood = "offline"
    record(page, taps(2))
    keep = "([user, value]) => import('terrain/store/drafts').then(found => found.keepDraft(user, '', 'voice', value))"
    page.evaluate(keep, [centre.user, "On n'a plus de banc"])
    fill = "Array.from({length: 8}, () => crypto.getRandomValues(new Uint8Array(50000)).join('')).join('')"
    photo = {"outing": OUTING, "kind": "photo.put", "payload": {"data": page.evaluate(fill)}}

    refusal = page.evaluate(REFUSAL, [photo])

    assert refusal.startswith("Ce téléphone n'a plus de place : ce que vous venez de saisir n'est pas enregistré")
    assert held(page)["mine"] == 2
    read = "user => import('terrain/store/drafts').then(found => found.readDraft(user, '', 'voice'))"
    assert page.evaluate(read, centre.user) == "On n'a plus de banc"
    leave_room(page, live_server.url, 0)
    record(page, [photo])
    assert held(page)["mine"] == 3


def test_full_phone_still_empties_itself(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone(room=300_000)
    centre.mood = "offline"
    words = {"outing": OUTING, "kind": "voice.put", "payload": {"text": "é" * 2_000}}
    kept, refusal = 0, ""
    while not refusal:
        refusal = page.evaluate(REFUSAL, [words] * 10)
        kept += 0 if refusal else 10
    assert held(page)["mine"] == kept > 0
    # Nor is there room for the outing that comes down, with its long note.
    outing = centre.outing
    centre.outing = lambda: {**outing(), "note": "x" * 2_000_000}  # type: ignore[method-assign]

    centre.mood = "open"
    sync_now(page)

    assert (len(centre.taken), held(page)["mine"]) == (kept, 0)


def test_nobody_known_yet_is_said(open_page: OpenPage, context: dict[str, Any], centre: Centre, guard: Guard) -> None:
    page = open_page(360, **context)
    centre.mood = "portal"
    centre.install(page.context)
    page.goto("/terrain/#/attente")

    refusal = page.evaluate(REFUSAL, taps(1))

    assert refusal.startswith("Connectez-vous une première fois avec du réseau")


def test_newer_version_in_another_tab_adds_to_a_full_database(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    record(page, taps(500))
    newer = page.context.new_page()
    newer.goto("/terrain/#/attente")
    upgrade = """async () => {
      const { STEPS, close, database } = await import("terrain/store/database");
      close();
      const opened = await database([...STEPS, (found) => found.createObjectStore("later")]);
      return [opened.version, opened.objectStoreNames.contains("later")];
    }"""

    assert newer.evaluate(upgrade) == [2, True]

    assert held(newer)["mine"] == 500
    record(page, taps(1))
    assert held(page)["mine"] == held(newer)["mine"] == 501


def test_two_tabs_write_at_once_without_sharing_a_key(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    other = page.context.new_page()
    other.goto("/terrain/#/attente")
    start = """(news) => {
      window.written = import("terrain/store/outbox").then(({ record }) => Promise.all(news.map(record)));
    }"""
    for tab in (page, other):
        tab.evaluate(start, taps(40))

    kept = [op for tab in (page, other) for op in tab.evaluate("written")]

    assert sorted(op["seq"] for op in kept) == list(range(1, 81))
    assert len({op["id"] for op in kept}) == 80
    ordered = sorted(kept, key=lambda op: int(op["seq"]))
    assert [op["id"] for op in ordered] == sorted(op["id"] for op in kept)


def test_another_account_sees_and_sends_nothing_of_the_one_before(
    open_phone: OpenPhone, centre: Centre, open_page: OpenPage
) -> None:
    page = open_phone()
    samia = centre.user
    centre.mood = "offline"
    mine = record(page, taps(3))
    centre.mood, centre.user, centre.name = "open", "01a1fdfa-4600-7000-8000-0000000000bb", "Karim"

    page.reload()

    expect(page.locator("#autres")).to_contain_text("3 saisies d'un autre compte sur ce téléphone")
    expect(page.get_by_role("listitem")).to_have_count(0)
    assert (held(page)["mine"], total_shown(page), centre.taken) == (0, 0, {})
    names = "() => import('terrain/store/facts').then(async (found) => (await found.accountFacts()).first_name)"
    assert page.evaluate(names) == "Karim"
    stored = "() => import('terrain/store/database').then(found => found.read('outings', store => store.getAll()))"
    assert [row["facts"]["name"] for row in page.evaluate(stored)] == ["Marché de Karim"]

    centre.user = samia
    page.reload()
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert sorted(centre.taken) == sorted(op["id"] for op in mine)


def test_who_logged_out_is_seen_no_more_even_without_network(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    kept = record(page, taps(2))
    cookie = {"name": "palier_sorti", "value": "1", "url": page.url.split("/terrain/")[0]}

    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.reload()

    expect(page.locator("#autres")).to_contain_text("2 saisies d'un autre compte")
    expect(page.get_by_role("listitem")).to_have_count(0)
    centre.mood = "open"
    page.reload()
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert list(centre.taken.values()) == kept


def test_device_closed_by_the_centre_shows_nothing_and_keeps_everything(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    kept = record(page, taps(2))
    centre.mood = "closed"
    sync_now(page)

    expect(page.locator("#connexion")).to_be_visible()
    assert held(page) == {"mine": 0, "others": 2, "oldest": None}
    stored = "() => import('terrain/store/database').then(found => found.read('outings', store => store.count()))"
    assert page.evaluate(stored) == 0

    centre.mood = "open"
    page.reload()
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert list(centre.taken.values()) == kept


def test_a_day_without_sending_is_an_alert(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    record(page, taps(1))
    expect(page.locator("#etat")).to_contain_text("1 saisie depuis")
    expect(page.locator("#retard")).to_be_hidden()

    page.clock.install()
    page.clock.set_system_time("2036-01-01T00:00:00Z")
    page.reload()

    expect(page.locator("#retard")).to_contain_text("Des saisies attendent depuis plus d'un jour.")
    record(page, taps(1))
    assert held(page)["mine"] == 2


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("StorageManager.prototype.persist = async () => true", "Le navigateur a promis de garder"),
        ("StorageManager.prototype.persist = async () => false", "Le navigateur n'a pas promis de garder"),
        ("StorageManager.prototype.persist = () => new Promise(() => {})", "Le navigateur n'a pas promis de garder"),
        ("Object.defineProperty(navigator, 'storage', {value: undefined})", "Le navigateur n'a pas promis de garder"),
    ],
    ids=["kept", "refused", "never answered", "not there"],
)
def test_protection_of_the_memory_is_asked_and_its_answer_shown(
    open_phone: OpenPhone, centre: Centre, script: str, words: str
) -> None:
    page = open_phone(f"{script}; StorageManager.prototype.persisted = async () => false")

    record(page, taps(1))
    sync_now(page)

    expect(page.get_by_text(words)).to_be_visible()
    assert len(centre.taken) == 1
    assert centre.bodies[-1]["persisted"] is {True: True, False: None}["=> true" in script] or "=> false" in script


def test_file_holds_what_waits_and_nothing_leaves_the_phone(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    sealed = {"v": 1, "key": centre.user, "point": "p", "iv": "i", "box": "illisible"}
    kept = record(page, [*taps(2), {"outing": OUTING, "kind": "resident.put", "payload": {"sealed": sealed}}])

    with page.expect_download() as download:
        page.get_by_role("button", name="Mettre dans un fichier").click()

    content = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (content["palier"], content["version"], content["account"]["user"]) == ("terrain", 1, centre.user)
    assert content["ops"] == kept
    assert download.value.suggested_filename.endswith(".json")
    assert held(page)["mine"] == 3


def test_much_is_taken_out_in_several_files(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    photo = {"outing": OUTING, "kind": "photo.put", "payload": {"data": "x" * 6_000_000}}
    kept = [*record(page, [photo]), *record(page, [photo]), *record(page, taps(1))]
    button, found = page.get_by_role("button", name="Mettre dans un fichier"), []

    for words in ("Voici le fichier 1 sur 2 : touchez de nouveau", "Tout est dans le fichier"):
        with page.expect_download() as download:
            button.click()
        expect(page.locator("terrain-waiting").get_by_text(words)).to_be_visible()
        found += json.loads(download.value.path().read_text(encoding="utf-8"))["ops"]

    assert [op["id"] for op in found] == [op["id"] for op in kept]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_of_what_waits_is_readable_by_all(
    open_phone: OpenPhone, centre: Centre, axe: Callable[[Page], None], scheme: Any
) -> None:
    page = open_phone()
    page.emulate_media(color_scheme=scheme)
    axe(page)
    centre.mood = "login"
    record(page, [*taps(3), {"outing": OUTING, "kind": "voice.put", "payload": {"text": "On n'a plus de banc"}}])
    sync_now(page)
    page.locator("#retard").evaluate("box => { box.hidden = false; }")
    page.locator("#version").evaluate("box => { box.hidden = false; }")

    expect(page.get_by_role("listitem")).to_have_count(2)
    axe(page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert overflow(page) == 0
