"""A member's phone in the browser tests of the field: its page, kept by its worker, and the centre behind it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from palier.agenda.models import Outing
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, cookies
from tests.e2e.until import until
from tests.factories.people import logged_in

SMALL = {"width": 360, "height": 640}
# The worker answers for the page from now on: it opens without network.
CONTROLLED = """() => navigator.serviceWorker.controller ? true : new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
# What the page shows of the writing before is still there while the next one is on its way.
ALL_RECEIVED = """async () => {
  const { syncState } = await import("terrain/sync/state");
  return (await syncState()).pending === 0;
}"""
IS_KEPT = """async (text) => {
  const { draftsOf } = await import("terrain/store/drafts");
  const { currentUser } = await import("terrain/store/phone");
  return (await draftsOf(await currentUser())).some((draft) => JSON.stringify(draft).includes(text));
}"""
OpenPhone = Callable[..., Page]


def phone_of(open_page: OpenPage, server: str, member: Membership, **more: Any) -> Page:
    """Return the phone's page of ``member``, 360 x 640, which received its outings and opens without network."""
    page = open_page(SMALL["width"], **cookies(logged_in(member.user), server), **more)
    page.set_viewport_size({**SMALL})
    page.goto("/terrain/")
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    expect(page.get_by_text("Vos sorties arrivent")).to_be_hidden()
    page.evaluate(CONTROLLED)
    return page


def go(page: Page, outing: Outing | None = None, screen: str = "") -> None:
    """Open a screen by its address, as a link of the page would; a screen of no outing without ``outing``."""
    parts = ["#", *(["sortie", str(outing.pk)] if outing else []), *([screen] if screen else [])]
    page.evaluate("hash => { location.hash = hash; }", "/".join(parts) if len(parts) > 1 else "#/")


def status(page: Page) -> Locator:
    """Return the line that says what the centre has."""
    return page.locator("#etat")


def received(page: Page) -> None:
    """Wait until the centre has all that this phone wrote, and the phone says so."""
    until(page, ALL_RECEIVED)
    expect(status(page)).to_contain_text("Reçu par le centre")


def draft_kept(page: Page, text: str) -> None:
    """Wait until a field of a draft holds ``text``, and the page says that it is kept."""
    until(page, IS_KEPT, text)
    expect(page.get_by_text("Brouillon gardé sur ce téléphone.")).to_be_visible()
