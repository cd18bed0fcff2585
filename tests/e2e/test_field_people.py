"""Calling somebody back, in a browser: the list, the name opened, the call, the consent taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.puts import Put
from palier.residents.actions.calls import note_call
from palier.residents.enums import CallState
from palier.residents.models import Resident
from palier.structures.models import Membership
from palier.voices.actions import put_voices
from tests.e2e.conftest import OpenPage, cookies, overflow
from tests.factories.fieldlog import make_origin
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import actor_for, logged_in, show_second_factor
from tests.factories.residents import make_resident

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], None]


@pytest.fixture
def signed_in(lead: Membership, live_server: Any) -> dict[str, Any]:
    """Return what ``open_page`` needs to be the lead, whose second proof was shown."""
    client: Client = logged_in(lead.user)
    show_second_factor(client, lead.user)
    return cookies(client, live_server.url)


@pytest.fixture
def outing(lead: Membership) -> Outing:
    """Return an outing held five days ago."""
    start = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) - timedelta(days=5)
    place = make_place(lead.structure, "Le marché du Belvédère")
    outing = make_outing(lead.structure, starts_at=start, state=OutingState.TERMINEE, place=place)
    make_participation(outing, lead)
    return outing


@pytest.fixture
def resident(outing: Outing, lead: Membership) -> Resident:
    """Return somebody to call, about words that were written, and one person more whom nobody reached."""
    found, missed = make_resident(outing, by=lead, language="ar"), make_resident(outing, by=lead)
    entry = uuid7()
    origin = make_origin(lead, at=outing.starts_at, clock=entry)
    words = {"text": "L'ascenseur est en panne depuis dix jours.", "resident_id": found.pk}
    with structure_scope(outing.structure_id):
        put_voices(puts=[Put(outing, entry, words, origin)])
        now = timezone.now()
        outcome = CallState.INJOIGNABLE
        note_call(resident=missed, outcome=outcome, note="Messagerie", caller=lead, by=actor_for(lead), now=now)
    return found


def checked(page: Page, axe: Axe) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


@pytest.mark.parametrize("width", [360, 1280])
def test_person_is_called_back(
    width: int, open_page: OpenPage, signed_in: dict[str, Any], resident: Resident, axe: Axe
) -> None:
    page = open_page(width, **signed_in)
    page.goto("/rappels/")
    expect(page.get_by_role("heading", name="2 personnes")).to_be_visible()
    checked(page, axe)

    page.locator("main a:visible", has_text="5 jours").first.click()
    expect(page.get_by_role("heading", name="Zébulonne")).to_be_visible()
    expect(page.get_by_role("link", name="06 39 98 12 34")).to_have_attribute("href", "tel:0639981234")
    page.get_by_text("Le texte lu à voix haute").click()
    checked(page, axe)
    page.get_by_role("link", name="Ce que cette personne a dit").click()
    expect(page.get_by_text("L'ascenseur est en panne")).to_be_visible()
    checked(page, axe)
    page.go_back()

    page.get_by_label("Rappelé·e").check()
    page.get_by_label("Suite donnée").fill("Rendez-vous au centre mardi")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="1 personne")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("heading", name="2 personnes")).to_be_visible()


def test_consent_is_taken_back(open_page: OpenPage, signed_in: dict[str, Any], resident: Resident, axe: Axe) -> None:
    page = open_page(360, **signed_in)
    page.goto(resident.get_absolute_url())
    page.get_by_role("link", name="Ne souhaite plus").click()
    checked(page, axe)

    page.get_by_role("button", name="Effacer le nom et le contact").click()
    expect(page.get_by_text("Le nom et le contact sont effacés")).to_be_visible()
    page.goto(resident.get_absolute_url())
    expect(page.get_by_text("Repris le")).to_be_visible()
    expect(page.get_by_text("Zébulonne")).to_have_count(0)
    checked(page, axe)


def test_name_forgotten_is_sealed_at_the_desk(
    open_page: OpenPage, signed_in: dict[str, Any], outing: Outing, axe: Axe
) -> None:
    page = open_page(1280, **signed_in)
    page.goto(f"/carnet/{outing.pk}/rappel/")
    page.get_by_text("Ce que la personne a entendu (العربية)").click()
    checked(page, axe)

    page.get_by_label("La personne a entendu").check()
    page.get_by_label("Prénom").fill("Zébulonne")
    page.get_by_label("Numéro").fill("06 39 98 12 34")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("Quelqu'un attend une réponse")).to_be_visible()
    expect(page.get_by_text("Zébulonne")).to_have_count(0)
