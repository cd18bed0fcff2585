"""Trainings in the browser: note one for two people, read the matrix on a phone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.structures.enums import Role, TrainingKind
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage
from tests.factories.people import make_membership
from tests.structures.test_trainings import make_training

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LIST = "/reglages/formations/"


@pytest.fixture
def awa(lead: Membership) -> Membership:
    """Return a member with a training in each state."""
    today = timezone.localdate()
    member = make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")
    make_training(member, TrainingKind.ALLER_VERS)
    make_training(member, TrainingKind.PREMIERS_SECOURS, valid_until=today + timedelta(days=20))
    make_training(member, TrainingKind.CONFIDENTIALITE, valid_until=today - timedelta(days=20))
    make_training(member, TrainingKind.AUTRE, title="Médiation sociale en bas d'immeuble")
    make_training(lead, TrainingKind.ECOUTE, valid_until=today + timedelta(days=300))
    return member


@pytest.mark.parametrize("width", [360, 1280])
def test_training_is_noted_for_two_at_once(
    open_page: OpenPage, context: dict[str, Any], awa: Membership, axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto(LIST)
    page.get_by_role("link", name="Noter une formation").click()
    for name in ("Awa Diambour", "Nadia Roche"):
        page.get_by_label(name).check()
    page.get_by_label("Formation", exact=True).select_option("Premiers secours")
    page.get_by_label("Suivie le").fill("2026-03-02")
    page.get_by_label("Elle est valable").select_option("3 ans")
    axe(page)
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("La formation est notée pour 2 personnes.")).to_be_visible()
    expect(page.get_by_text("Rien n'expire d'ici 60 jours.")).to_be_visible()
    expect(page.get_by_text("jusqu'au 02/03/2029").locator("visible=true")).to_have_count(2)
    axe(page)


def test_training_is_erased_once_confirmed(
    open_page: OpenPage, context: dict[str, Any], awa: Membership, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **context)
    page.goto(LIST)
    page.get_by_role("link", name="Modifier : Premiers secours, Awa Diambour").click()
    page.get_by_role("button", name="Effacer").click()
    sure = page.get_by_role("button", name="Effacer la formation")
    expect(sure).to_be_visible()
    axe(page)
    sure.click()

    expect(page.get_by_text("« Premiers secours » est effacée des formations de Awa Diambour.")).to_be_visible()


@pytest.mark.parametrize("path", [LIST, f"{LIST}nouvelle/", "/reglages/mes-formations/"])
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], awa: Membership, path: str
) -> None:
    every_look(path, **context)
