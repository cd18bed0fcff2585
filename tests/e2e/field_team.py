"""Awa's phone on an outing of her team: opened once with network, then anywhere."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.fieldlog.models import Entry
from tests.agenda.safety_teams import Team, make_team
from tests.e2e.conftest import OpenPage, cookies
from tests.e2e.field_phone import received
from tests.factories.people import logged_in

# The worker answers for the page from now on: it opens without network.
CONTROLLED = """() => navigator.serviceWorker.controller ? true : new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
# All that the phone's database holds, as text.
DUMP = """async () => {
  const opened = await new Promise((done) => {
    const asked = indexedDB.open("palier-terrain");
    asked.onsuccess = () => done(asked.result);
  });
  const rows = {};
  for (const name of opened.objectStoreNames) {
    rows[name] = await new Promise((done) => {
      const asked = opened.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }
  opened.close();
  return JSON.stringify(rows);
}"""


def team_on_its_way() -> Team:
    """Return a team whose outing began ten minutes ago, for two hours."""
    return make_team(starts_at=timezone.now() - timedelta(minutes=10), ends_at=timezone.now() + timedelta(hours=2))


def phone_of(team: Team, open_page: OpenPage, live_server: Any, *, width: int = 360, **more: Any) -> Page:
    """Return Awa's phone, which knows its outings and works without network, on the page of her outing."""
    page = open_page(width, **cookies(logged_in(team.awa.user), live_server.url), **more)
    page.set_viewport_size({"width": width, "height": 640})
    make_ready(page)
    go(page, team)
    return page


def make_ready(page: Page) -> None:
    """Open the page with network, until it could do without."""
    page.goto("/terrain/")
    expect(page.get_by_role("link", name="Ouvrir la sortie")).to_be_visible()
    page.evaluate(CONTROLLED)


def go(page: Page, team: Team, screen: str = "") -> None:
    """Open a screen of the outing by its address, as a link of the page would."""
    page.evaluate("hash => { location.hash = hash; }", f"#/sortie/{team.outing.pk}{'/' if screen else ''}{screen}")


def save(page: Page, button: str, said: str) -> None:
    """Touch the button that records, and see it said."""
    page.get_by_role("button", name=button).click()
    expect(page.locator("#fait")).to_contain_text(said)


def send(page: Page) -> None:
    """Come back to the network, until the centre has everything."""
    page.context.set_offline(False)
    received(page)


def lines(model: type[Entry], team: Team) -> list[Any]:
    """Return what the centre holds of one kind, in order."""
    with structure_scope(team.structure.pk):
        return list(model._default_manager.filter(outing=team.outing).order_by("pk"))
