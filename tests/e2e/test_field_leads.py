"""The pages of the leads around the log, in a real browser: with nothing yet, then with what waits for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Sender
from palier.mobile.clocks import PhoneClock
from palier.mobile.envelopes import read_operations
from palier.mobile.models import FieldPhone
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, overflow, tab_to
from tests.factories.fieldlog import make_tallies
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import actor_for, make_membership
from tests.factories.residents import make_resident
from tests.mobile.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], None]
EMPTY = {
    "/carnet/": "Le carnet est encore vide",
    "/carnet/chiffres/": "Aucune sortie au carnet ici",
    "/carnet/mis-de-cote/": "Rien n'est mis de côté",
    "/carnet/telephones/": "Aucun téléphone n'a encore écrit",
    "/rappels/": "Personne n'a demandé à être rappelé",
}


@pytest.fixture
def waiting(lead: Membership) -> Outing:
    """Return an outing of three days ago with people counted, somebody to call, an operation aside, a late phone."""
    awa, karim = (make_membership(Role.EQUIPIER, structure=lead.structure, name=name) for name in ("Awa", "Karim"))
    now = timezone.now()
    start = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) - timedelta(days=3)
    place = make_place(lead.structure, "Le marché du Belvédère")
    outing = make_outing(lead.structure, starts_at=start, state=OutingState.TERMINEE, place=place)
    make_participation(outing, awa)
    make_tallies(
        outing, {"age": "25_39", "gender": "femme", "step": 3}, {"age": "70_plus"}, {"contact": "refus"}, by=awa
    )
    make_resident(outing, by=awa)
    phone = Phone(awa, at=outing.starts_at)
    clock = PhoneClock.seen(sent_at=now, received_at=now)
    with structure_scope(lead.structure_id):
        written = read_operations([phone.put("voice", outing, text="Bonjour.")], clock)
        receive_batch(readings=written, sender=Sender(karim, actor_for(karim), ""), now=now)
    late = {"pending": 3, "oldest_pending_at": now - timedelta(days=2), "last_sync_at": now - timedelta(hours=3)}
    FieldPhone.objects.create(structure=lead.structure, membership=awa, device=uuid7(), label="Android", **late)
    return outing


def checked(page: Page, axe: Axe) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


@pytest.mark.parametrize("width", [360, 1280])
def test_new_centre_is_told_what_each_page_will_show(
    open_page: OpenPage, context: dict[str, Any], axe: Axe, width: int
) -> None:
    page = open_page(width, **context)
    for path, words in EMPTY.items():
        page.goto(path)
        expect(page.get_by_text(words)).to_be_visible()
        checked(page, axe)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_waits_is_said_on_the_home_page_and_in_the_log(
    open_page: OpenPage, context: dict[str, Any], axe: Axe, width: int, waiting: Outing
) -> None:
    page = open_page(width, **context)
    for path in ("/", "/carnet/"):
        page.goto(path)
        expect(page.get_by_role("link", name="Mis de côté (1)")).to_be_visible()
        expect(page.get_by_role("link", name="1 téléphone garde depuis plus d'un jour")).to_be_visible()
        checked(page, axe)
    page.get_by_role("link", name="Mis de côté (1)").click()
    expect(page.get_by_role("heading", name="1 saisie", exact=True)).to_be_visible()
    checked(page, axe)
    page.goto("/carnet/telephones/")
    expect(page.get_by_text("3 saisies en attente")).to_be_visible()
    checked(page, axe)
    page.goto("/rappels/")
    expect(page.get_by_role("heading", name="1 personne", exact=True)).to_be_visible()
    checked(page, axe)


@pytest.mark.parametrize("width", [360, 1280])
def test_cell_of_the_figures_opens_by_keyboard_on_its_outings(
    open_page: OpenPage, context: dict[str, Any], axe: Axe, width: int, waiting: Outing
) -> None:
    page = open_page(width, **context)
    page.goto(f"/carnet/chiffres/?jour={timezone.localdate(waiting.starts_at)}")
    row = page.get_by_role("table", name="Contacts par âge et par genre").get_by_role("row", name="25 à 39 ans")
    tab_to(page, row.get_by_role("link").first)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Contacts : femme, 25 à 39 ans : 3, dans ces sorties.")).to_be_visible()
    checked(page, axe)
    page.get_by_role("link", name="Enlever ce choix").click()
    expect(page.get_by_text("Ensemble : 4 contacts")).to_be_visible()
    expect(page.get_by_text("dans ces sorties.")).to_have_count(0)
