"""A whole outing on a phone, from opening to closing, without network, then received: the pictures of the guide.

``PALIER_PICTURES=1 pytest tests/e2e/test_guide_journey.py`` writes them again into docs/guide/images.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import across_structures, structure_scope
from palier.fieldlog.models import OutingLog
from palier.residents.models import Resident
from palier.territory.models import Place
from palier.voices.models import Voice
from tests.agenda.safety_teams import Team, make_team
from tests.e2e.conftest import Guard, OpenPage
from tests.e2e.field_phone import phone_of, received, status
from tests.e2e.guide_pictures import JOURNEY, take

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WORDS = "Le soir, les jeunes n'ont nulle part où se retrouver. Une salle ouverte le vendredi, ce serait déjà beaucoup."
TOUCHES = {"25 à 39 ans, femme": 3, "12 à 17 ans, homme": 2, "60 à 69 ans, femme": 1}


@pytest.fixture
def team() -> Team:
    now = timezone.now()
    team = make_team(starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=2))
    with across_structures():
        Place.objects.filter(pk=team.outing.place_id).update(name="Place des Tilleuls", address="Place des Tilleuls")
    return team


def say(page: Page, words: str) -> None:
    """Wait for what the page says was done."""
    expect(page.locator("#fait")).to_contain_text(words)


def test_a_whole_outing_without_network_then_received(
    open_page: OpenPage, live_server: Any, team: Team, guard: Guard
) -> None:
    guard.may_fail.add(f"{live_server.url}/api/sync")
    steps = iter(JOURNEY)
    page = phone_of(open_page, live_server.url, team.awa)
    expect(page.get_by_role("link", name="Ouvrir la sortie")).to_be_visible()
    page.context.set_offline(True)
    take(page, next(steps))

    leave(page)
    take(page, next(steps))
    count(page)
    take(page, next(steps))
    write_a_voice(page, steps)
    name_somebody(page)
    close(page, steps)
    page.locator("#etat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sur ce téléphone")
    expect(status(page)).to_contain_text("Enregistré sur ce téléphone")
    take(page, next(steps))

    page.context.set_offline(False)
    received(page)
    expect(page.get_by_role("heading", name="Tout est reçu")).to_be_visible()
    take(page, next(steps))

    assert next(steps, None) is None
    with structure_scope(team.structure.pk):
        assert OutingLog.objects.get(outing=team.outing).people == sum(TOUCHES.values())
        assert (Voice.objects.get().text, Resident.objects.count()) == (WORDS, 1)


def leave(page: Page) -> None:
    page.get_by_role("link", name="Ouvrir la sortie").click()
    page.get_by_role("link", name="Nous partons").click()
    page.get_by_role("button", name="Nous sommes dehors").click()
    say(page, "Départ enregistré")


def count(page: Page) -> None:
    page.get_by_role("link", name="Compter").click()
    for name, times in TOUCHES.items():
        for _ in range(times):
            page.get_by_role("button", name=name).click()
    expect(page.locator(".count-foot p")).to_contain_text("Enregistré")
    expect(page.locator(".count-foot p")).to_contain_text("6 personnes")


def write_a_voice(page: Page, steps: Any) -> None:
    page.get_by_role("link", name="Retour").click()
    page.get_by_role("link", name="Parole").click()
    page.get_by_label("Les mots, comme ils ont été dits").fill(WORDS)
    page.get_by_label("Oui, et je veux une réponse").check()
    expect(page.get_by_text("Brouillon gardé")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    take(page, next(steps))
    page.get_by_role("button", name="Enregistrer la parole").click()
    expect(page.locator("[data-part='text']")).to_be_visible()
    take(page, next(steps))


def name_somebody(page: Page) -> None:
    page.get_by_role("button", name="Oui").click()
    page.get_by_label("Prénom, ou comment l'appeler").fill("Samira")
    page.get_by_label("Numéro, adresse ou autre").fill("06 39 98 12 34")
    page.get_by_role("button", name="Sceller et enregistrer").click()
    say(page, "Scellé")


def close(page: Page, steps: Any) -> None:
    page.get_by_role("link", name="Clore").click()
    page.get_by_role("group", name="Awa").get_by_text("Bien", exact=True).click()
    take(page, next(steps))
    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
