"""What the phone sends, when, and what takes an operation out of it: nothing but its receipt."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import Guard, OpenPage
from tests.e2e.field_centre import MOODS, OUTING, Centre, held, record, sync_now, taps, total_shown
from tests.e2e.until import until
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenPhone = Callable[..., Page]
ALONE = "Object.defineProperty(navigator, 'locks', {value: undefined})"


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
    """Give ``open_phone(script="")``: a phone that met the centre once, on the page of what waits."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one(script: str = "") -> Page:
        page = open_page(360, **context)
        if script:
            page.add_init_script(script)
        centre.install(page.context)
        page.goto("/terrain/#/attente")
        until(page, "() => import('terrain/store/phone').then(found => found.currentUser())")
        sync_now(page)
        centre.bodies.clear()
        return page

    return open_one


def test_what_is_written_leaves_by_itself(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()

    kept = record(page, taps(3))

    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert [centre.taken[op["id"]] for op in kept] == kept
    assert held(page) == {"mine": 0, "others": 0, "oldest": None}
    assert centre.ops_sent() == [3]
    assert total_shown(page) == 3


def test_network_that_comes_back_is_enough(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    kept = record(page, taps(2))
    sync_now(page)
    expect(page.locator("#etat")).to_contain_text("Enregistré sur ce téléphone : 2 saisies")

    centre.mood = "open"
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert sorted(centre.taken) == sorted(op["id"] for op in kept)


@pytest.mark.parametrize("mood", ["offline", "lost", *sorted(MOODS.keys() - {"closed"})])
def test_whatever_is_not_a_receipt_keeps_everything(open_phone: OpenPhone, centre: Centre, mood: str) -> None:
    page = open_phone()
    centre.mood = mood
    kept = record(page, taps(5))
    sync_now(page)
    sync_now(page)

    assert held(page)["mine"] == 5
    assert total_shown(page) == 5
    expect(page.locator("#etat")).not_to_contain_text("Reçu")

    centre.mood = "open"
    sync_now(page)
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert list(centre.taken.values()) == kept
    assert held(page)["mine"] == 0
    assert total_shown(page) == 5
    assert set(centre.copies.values()) == ({3} if mood == "lost" else {1})


def test_who_is_logged_out_is_shown_the_way_back(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "login"
    record(page, taps(1))
    sync_now(page)

    expect(page.locator("#etat")).to_contain_text("1 saisie à envoyer : connectez-vous")
    link = page.locator("#connexion").get_by_role("link", name="Connectez-vous")
    expect(link).to_have_attribute("href", "/compte/connexion/?next=/terrain/")


def test_phone_that_waits_for_its_code_sends_and_still_counts(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    record(page, taps(1))
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    centre.mood = "code"
    record(page, taps(4))
    sync_now(page)

    assert (len(centre.taken), held(page)["mine"], total_shown(page)) == (5, 0, 5)
    link = page.locator("#code").get_by_role("link", name="Tapez votre code")
    expect(link).to_have_attribute("href", "/code/?next=/terrain/")

    centre.mood = "open"
    sync_now(page)
    assert total_shown(page) == 5
    expect(page.locator("#code")).to_be_hidden()


def test_much_leaves_in_batches(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    record(page, taps(1200))
    centre.bodies.clear()
    centre.mood = "open"

    sync_now(page)

    assert centre.ops_sent() == [500, 500, 200]
    assert (len(centre.taken), held(page)["mine"]) == (1200, 0)


def test_heavy_operations_leave_one_by_one(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    photos = [{"outing": OUTING, "kind": "photo.put", "payload": {"data": "é" * size}} for size in (300_000, 900_000)]
    record(page, [*photos, *taps(3)])
    centre.bodies.clear()
    centre.mood = "open"

    sync_now(page)

    assert centre.ops_sent() == [1, 1, 3]
    assert held(page)["mine"] == 0


@pytest.mark.parametrize("status", [400, 413, 422])
def test_one_that_is_refused_holds_no_other_back(open_phone: OpenPhone, centre: Centre, status: int) -> None:
    page = open_phone()
    centre.mood = "offline"
    kept = record(page, taps(20))
    bad = kept[11]["id"]
    refused = (status, "Cette saisie est illisible.")
    centre.refuse = lambda ops: refused if any(op["id"] == bad for op in ops) else None
    centre.mood = "open"

    sync_now(page)

    assert sorted(centre.taken) == sorted(op["id"] for op in kept if op["id"] != bad)
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem")).to_contain_text("Cette saisie est illisible.")
    asked = len(centre.bodies)
    sync_now(page)
    assert centre.bodies[asked:][0]["ops"] == []

    centre.refuse = lambda ops: None
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.get_by_role("heading", name="Tout est reçu")).to_be_visible()
    assert len(centre.taken) == 20


def test_one_that_the_centre_cannot_read_is_kept_with_its_reason(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    reply = centre.reply

    def half_read(ops: list[dict[str, Any]]) -> dict[str, Any]:
        answer = reply(ops)
        if ops:
            answer["receipts"] = answer["receipts"][1:]
            answer["unreadable"] = [{"index": 0, "reason": "Type inconnu."}]
        return answer

    centre.reply = half_read  # type: ignore[method-assign]
    record(page, taps(3))

    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem")).to_contain_text("Type inconnu.")
    assert held(page)["mine"] == 1


def test_receipt_of_what_was_not_sent_takes_nothing_out(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    centre.mood = "offline"
    kept = record(page, taps(3))
    reply = centre.reply
    centre.reply = lambda ops: reply(kept)  # type: ignore[method-assign, misc]
    centre.refuse = lambda ops: None
    page.evaluate("id => import('terrain/store/outbox').then(o => o.setAside(new Map([[id, 'x']])))", kept[0]["id"])
    centre.mood = "open"

    sync_now(page)

    assert held(page)["mine"] == 1


def test_one_tab_sends_for_all(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    other = page.context.new_page()
    other.goto("/terrain/#/attente")
    centre.mood = "offline"
    record(page, taps(60))
    centre.mood = "open"

    start = "() => { window.sent = import('terrain/sync/engine').then(found => found.syncNow()); }"
    for tab in (page, other):
        tab.evaluate(start)
    for tab in (page, other):
        tab.evaluate("sent")

    expect(other.locator("#etat")).to_contain_text("Reçu par le centre")
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")
    assert (len(centre.taken), set(centre.copies.values())) == (60, {1})


def test_two_tabs_without_locks_do_no_harm(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone(ALONE)
    other = page.context.new_page()
    other.add_init_script(ALONE)
    other.goto("/terrain/#/attente")
    centre.mood = "offline"
    kept = record(page, taps(60))
    centre.mood = "open"

    for tab in (page, other):
        tab.evaluate("() => { window.sent = import('terrain/sync/engine').then(found => found.syncNow()); }")
    for tab in (page, other):
        tab.evaluate("sent")

    assert list(centre.taken.values()) == kept
    assert (held(page)["mine"], total_shown(page), total_shown(other)) == (0, 60, 60)


def test_late_answer_does_not_undo_a_later_one(open_phone: OpenPhone, centre: Centre) -> None:
    page = open_phone()
    early = centre.reply([])
    record(page, taps(2))
    expect(page.locator("#etat")).to_contain_text("Reçu par le centre")

    settle = """([user, answer]) => import('terrain/store/settle').then(found =>
      found.settle(user, new Set(), answer))"""
    page.evaluate(settle, [centre.user, early])

    assert total_shown(page) == 2
