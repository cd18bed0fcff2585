"""The agenda in the browser: plan, move by keyboard and by drag, cancel for the weather, go out at once, print."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from palier.agenda.enums import Modality, OutingState
from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, cookies, overflow, tab_to
from tests.factories.outings import make_outing, make_participation, make_place, make_vehicle, paris
from tests.factories.people import logged_in, make_membership

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MARCH = "/agenda/?mois=2027-03"
THURSDAY = date(2027, 3, 11)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2027-03-01T09:00:00+01:00", tick=True):
        yield


@pytest.fixture
def filled(lead: Membership) -> Outing:
    """Return the outing of the 11th, at the market, among those of a busy month."""
    structure = lead.structure
    market = make_place(structure, "Marché des Trois-Paliers", hours={"jeudi": [["08:00", "12:30"]]})
    school = make_place(structure, "École Jean-Moulin")
    triporteur = make_vehicle(structure, "Triporteur")
    awa = make_membership(structure=structure, name="Awa Perrin")
    outing = make_outing(
        structure, place=market, day=THURSDAY, modality=Modality.MARCHE, material=["Thermos", "Gobelets"]
    )
    for member in (lead, awa):
        make_participation(outing, member)
    clash = make_outing(structure, place=school, day=THURSDAY, hour=10, vehicle=triporteur, state=OutingState.BROUILLON)
    make_participation(clash, awa)
    for day, state in ((4, OutingState.ANNULEE), (18, OutingState.BROUILLON), (25, OutingState.CONFIRMEE)):
        make_outing(structure, place=school, day=date(2027, 3, day), state=state, modality=Modality.CAFE_QUARTIER)
    return outing


def start_of(lead: Membership, outing: Outing) -> Any:
    with structure_scope(lead.structure_id):
        return Outing.objects.get(pk=outing.pk).starts_at


@pytest.mark.parametrize("width", [360, 1280])
def test_outing_is_planned_with_a_warning_then_saved(
    open_page: OpenPage, context: dict[str, Any], filled: Outing, axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto(MARCH)
    page.get_by_role("link", name="Nouvelle sortie").click()
    expect(page).to_have_url(re.compile("/sorties/nouvelle/"))
    axe(page)
    page.get_by_label("Lieu").select_option("Marché des Trois-Paliers")
    page.get_by_label("Jour").fill("2027-03-11")
    page.get_by_label("Matériel").fill("Thermos")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Une autre équipe est au même lieu")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Enregistrer quand même").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Marché des Trois-Paliers")
    expect(page.get_by_text("Brouillon", exact=True).first).to_be_visible()
    axe(page)
    assert overflow(page) == 0


def test_outing_moves_by_keyboard_and_comes_back(
    open_page: OpenPage, context: dict[str, Any], lead: Membership, filled: Outing
) -> None:
    page = open_page(1280, **context)
    page.goto(MARCH)
    market = page.locator(f"#sortie-{filled.pk}")
    tab_to(page, page.locator("[data-day='2027-03-04'] a[id^='sortie-']"), presses=120)
    page.keyboard.press("ArrowRight")
    expect(market).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")

    expect(page.locator(f"[data-day='2027-03-12'] #sortie-{filled.pk}")).to_be_visible()
    expect(market).to_be_focused()
    page.locator("undo-toast").hover()  # it waits while the pointer is on it
    assert start_of(lead, filled) == paris(THURSDAY + timedelta(days=1), 9)
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("La sortie est revenue à sa place.")).to_be_visible()
    assert start_of(lead, filled) == paris(THURSDAY, 9)


@pytest.mark.parametrize("address", [MARCH, "/agenda/semaine/?semaine=2027-W10"])
def test_outing_moves_by_dragging(
    open_page: OpenPage, context: dict[str, Any], lead: Membership, filled: Outing, address: str
) -> None:
    page = open_page(1280, **context)
    page.goto(address)

    page.set_viewport_size({"width": 1280, "height": 2400})  # the drag needs no scrolling
    page.locator(f"#sortie-{filled.pk}").drag_to(page.locator("[data-day='2027-03-13']"))

    expect(page.locator(f"[data-day='2027-03-13'] #sortie-{filled.pk}")).to_be_visible()
    expect(page.get_by_text("est maintenant le samedi 13 mars 2027, de 9 h à 11 h")).to_be_visible()
    assert start_of(lead, filled) == paris(date(2027, 3, 13), 9)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_outing_moves_by_its_form_on_a_phone(
    open_page: OpenPage, context: dict[str, Any], lead: Membership, filled: Outing, scripts: bool
) -> None:
    page = open_page(360, java_script_enabled=scripts, **context)
    page.goto(MARCH)
    page.locator(f"#sortie-{filled.pk}").click()
    page.get_by_role("link", name="Déplacer").click()
    page.get_by_label("Jour").fill("2027-03-19")
    page.get_by_label("De", exact=True).fill("10:00")
    page.get_by_label("À", exact=True).fill("12:00")
    page.get_by_role("button", name="Déplacer").click()

    expect(page.get_by_text("Vendredi 19 mars 2027, de 10:00 à 12:00")).to_be_visible()
    assert start_of(lead, filled) == paris(date(2027, 3, 19), 10)


def test_outing_is_cancelled_for_the_weather_and_restored_on_a_phone(
    open_page: OpenPage, live_server: Any, lead: Membership, filled: Outing, axe: Callable[[Page], None]
) -> None:
    member = make_membership(Role.EQUIPIER, structure=lead.structure, name="Élodie Baud")
    make_participation(filled, member)
    page = open_page(360, **cookies(logged_in(member.user), live_server.url))
    page.goto(f"/sorties/{filled.pk}/")
    page.get_by_role("button", name="Annuler : météo").click()
    page.locator("undo-toast").get_by_role("button", name="Annuler").focus()  # it waits while the focus is on it
    expect(page.get_by_text("Sortie annulée")).to_be_visible()
    expect(page.get_by_text("La sortie est annulée.")).to_be_visible()
    axe(page)
    page.locator("undo-toast").get_by_role("button", name="Annuler").click()

    expect(page.get_by_text("La sortie est rétablie.")).to_be_visible()
    expect(page.get_by_role("button", name="Annuler : météo")).to_be_visible()


def test_team_leaves_in_three_taps(
    open_page: OpenPage, live_server: Any, lead: Membership, filled: Outing, axe: Callable[[Page], None]
) -> None:
    member = make_membership(Role.EQUIPIER, structure=lead.structure, name="Élodie Baud")
    page = open_page(360, **cookies(logged_in(member.user), live_server.url))
    page.goto("/agenda/")
    page.get_by_role("link", name="Je sors maintenant").click()
    expect(page.get_by_role("button", name="C'est parti")).to_be_visible()
    axe(page)
    page.get_by_label("Awa Perrin").check()
    page.get_by_role("button", name="C'est parti").click()

    expect(page.get_by_text("En cours", exact=True).first).to_be_visible()
    expect(page.get_by_text("C'est noté, la sortie a commencé.")).to_be_visible()
    axe(page)


def test_month_is_printed_for_the_wall(open_page: OpenPage, context: dict[str, Any], filled: Outing) -> None:
    page = open_page(1280, **context)
    page.goto(MARCH)
    page.get_by_text("Imprimer en A3").click()
    address = page.get_by_role("link", name="Sans aucun nom").get_attribute("href")
    answer = page.request.get(f"{address}")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


@pytest.mark.parametrize(
    "path",
    [
        MARCH,
        "/agenda/semaine/?semaine=2027-W10",
        "/agenda/liste/",
        "/agenda/vehicules/",
        "/sorties/improvisee/",
        "/sorties/{outing}/",
        "/sorties/{outing}/annulation/",
    ],
)
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], filled: Outing, path: str
) -> None:
    every_look(path.format(outing=filled.pk), **context)
