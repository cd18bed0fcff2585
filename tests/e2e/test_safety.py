"""A team leaves, comes back, is late, calls for help; a lead sees it, answers; the centre's screen rings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.models import Outing, Participation
from palier.core.tenancy import across_structures
from tests.agenda.safety_teams import Team, fresh, make_team
from tests.e2e.conftest import OpenPage, cookies, overflow
from tests.factories.people import logged_in
from tests.structures.phone_browsers import phone_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# The page asks every minute: its own clock is pushed forward instead of waiting.
COUNTED_SOUNDS = """
window.sounds = 0;
class Context { currentTime = 0; destination = {}; createOscillator() {
  window.sounds += 1;
  document.documentElement.dataset.sounds = window.sounds;
  return { frequency: {}, connect() {}, start() {}, stop() {} };
} }
window.AudioContext = Context;
"""


@pytest.fixture
def team() -> Team:
    """Return a team whose outing began ten minutes ago, for two hours; nobody said yet that they left."""
    start = timezone.now() - timedelta(minutes=10)
    return make_team(starts_at=start)


@pytest.fixture
def browser_of(open_page: OpenPage, live_server: Any) -> Callable[..., Page]:
    """Give ``browser_of(client, width)``: a guarded page of somebody logged in."""

    def open_one(client: Client, width: int = 1280) -> Page:
        return open_page(width, **cookies(client, live_server.url))

    return open_one


def page_of(team: Team) -> str:
    return f"/sorties/{team.outing.pk}/securite/"


def out(team: Team, *, since: datetime | None = None) -> None:
    """Let Awa and Karim be out since then, and expected back two hours after."""
    since = since or timezone.now()
    with across_structures():
        Participation.objects.filter(outing=team.outing).update(checked_in_at=since, updated_at=since)
        Outing.objects.filter(pk=team.outing.pk).update(
            state="en_cours", started_at=since, starts_at=since, ends_at=since + timedelta(hours=2)
        )


def checked(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


def test_team_leaves_and_comes_back_from_a_phone(
    browser_of: Callable[..., Page], team: Team, axe: Callable[[Page], None]
) -> None:
    phone = browser_of(phone_in(team.lead, for_member=team.awa), 360)
    phone.goto(page_of(team))
    checked(phone, axe)

    phone.get_by_role("button", name="Je pars", exact=True).click()
    expect(phone.get_by_text("L'équipe est dehors")).to_be_visible()
    checked(phone, axe)
    assert phone.get_by_role("button", name="Je suis rentré·e").bounding_box()["height"] >= 48  # type: ignore[index]
    phone.get_by_role("button", name="Je suis rentré·e").click()
    expect(phone.get_by_text("Le retour est noté.")).to_be_visible()
    phone.get_by_role("button", name="Annuler pour Awa").click()
    expect(phone.get_by_text("C'est annulé")).to_be_visible()
    phone.get_by_role("button", name="Toute l'équipe est rentrée").click()

    expect(phone.get_by_text("Toute l'équipe est rentrée. Merci !")).to_be_visible()
    assert fresh(team.outing).state == "terminee"
    checked(phone, axe)


def test_call_for_help_reaches_the_lead_s_open_page_and_is_closed(
    browser_of: Callable[..., Page], team: Team, axe: Callable[[Page], None]
) -> None:
    out(team)
    desk = browser_of(logged_in(team.lead.user))
    desk.clock.install()
    desk.goto("/aide/")
    phone = browser_of(phone_in(team.lead, for_member=team.awa), 360)
    phone.goto(page_of(team))
    assert phone.get_by_role("button", name="Oui, prévenir maintenant").is_visible() is False

    phone.get_by_text("Besoin d'aide", exact=True).click()
    expect(phone.get_by_role("button", name="Oui, prévenir maintenant")).to_be_visible()
    checked(phone, axe)
    phone.get_by_role("button", name="Oui, prévenir maintenant").click()
    expect(phone.get_by_text("Aide demandée", exact=True)).to_be_visible()
    checked(phone, axe)
    desk.clock.fast_forward(61_000)

    expect(desk.get_by_text("Awa a besoin d'aide", exact=True)).to_be_visible()
    checked(desk, axe)
    desk.get_by_role("link", name="Voir et agir").click()
    expect(desk.get_by_role("button", name="Tout va bien")).to_be_visible()
    checked(desk, axe)
    desk.get_by_role("button", name="Tout va bien").click()
    expect(desk.get_by_text("Tout va bien : l'alerte est close.")).to_be_visible()
    expect(desk.get_by_text("Awa a besoin d'aide", exact=True)).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text("Aide demandée", exact=True)).to_have_count(0)


def test_help_and_departure_work_without_javascript(
    open_page: OpenPage, live_server: Any, team: Team, axe: Callable[[Page], None]
) -> None:
    client = phone_in(team.lead, for_member=team.awa)
    phone = open_page(360, java_script_enabled=False, **cookies(client, live_server.url))
    phone.goto(page_of(team))
    phone.get_by_role("button", name="Je pars", exact=True).click()
    expect(phone.get_by_text("L'équipe est dehors")).to_be_visible()
    phone.get_by_text("Besoin d'aide", exact=True).click()
    phone.get_by_role("button", name="Oui, prévenir maintenant").click()

    expect(phone.get_by_text("Aide demandée", exact=True)).to_be_visible()


def test_late_team_is_shown_and_rings_on_the_centre_s_screen(
    browser_of: Callable[..., Page], team: Team, axe: Callable[[Page], None]
) -> None:
    out(team)
    calm = browser_of(logged_in(team.ines.user))
    calm.goto("/agenda/veille/")
    expect(calm.get_by_text("Tout va bien")).to_be_visible()
    checked(calm, axe)
    screen = browser_of(logged_in(team.ines.user))
    screen.add_init_script(COUNTED_SOUNDS)
    # Stopped: each look rings again, and a slow machine would look more often than the test asks.
    screen.clock.install(time=0)
    screen.clock.pause_at(1_000)
    screen.goto("/agenda/veille/")
    screen.get_by_role("button", name="Mettre le son").click()
    expect(screen.get_by_role("button", name="Couper le son")).to_be_visible()
    expect(screen.locator("html")).to_have_attribute("data-sounds", "3")

    out(team, since=timezone.now() - timedelta(minutes=160))
    raise_due_alerts(timezone.now())
    screen.clock.run_for(31_000)

    expect(screen.get_by_text("En retard de 40 min")).to_be_visible()
    expect(screen.get_by_text("1 équipe à appeler")).to_be_visible()
    screen.clock.run_for(1_000)  # htmx tells of what it swapped a moment later
    expect(screen.locator("html")).to_have_attribute("data-sounds", "6")
    screen.clock.resume()
    checked(screen, axe)
    desk = browser_of(logged_in(team.lead.user))
    desk.goto("/aide/")
    expect(desk.get_by_text("Une équipe n'a pas dit qu'elle était rentrée", exact=True)).to_be_visible()
    desk.get_by_role("link", name="Voir et agir").click()
    expect(desk.get_by_role("button", name="Signaler le retour de Karim")).to_be_visible()
    checked(desk, axe)
    desk.get_by_role("button", name="Signaler le retour de Karim").click()
    expect(desk.get_by_text("Le retour est noté.")).to_be_visible()
    desk.get_by_role("button", name="On reste 30 minutes de plus").click()
    expect(desk.get_by_text("C'est noté : 30 minutes de plus.")).to_be_visible()
    expect(desk.get_by_text("Une équipe n'a pas dit qu'elle était rentrée", exact=True)).to_have_count(0)


@pytest.mark.parametrize("page", ["team", "screen"])
def test_each_look_of_a_day_with_trouble(
    every_look: Callable[..., None], live_server: Any, team: Team, page: str
) -> None:
    out(team, since=timezone.now() - timedelta(minutes=160))
    raise_due_alerts(timezone.now())
    client = logged_in(team.lead.user)
    client.post(f"/sorties/{team.outing.pk}/aide/")

    every_look(page_of(team) if page == "team" else "/agenda/veille/", **cookies(client, live_server.url))
