"""The team in the browser: invite, accept, go from one structure to another, see somebody leave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import across_structures
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, overflow
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LIST = "/reglages/equipe/"
PHRASE = "sept chats gris dansent sous la pluie"
NAMES = ("Awa Diambour", "Élodie Baud", "Josiane Perrochet", "Ilyès Bensaha")


@pytest.fixture
def lead() -> Membership:
    structure = make_structure("Centre du Belvédère")
    for name in NAMES:
        make_membership(Role.EQUIPIER, structure=structure, name=name, status=MembershipStatus.BENEVOLE)
    return make_membership(Role.DIRECTION, structure=structure, name="Nadia Roche")


def member_named(name: str) -> Membership:
    with across_structures():
        return Membership.objects.get(name=name)


def look(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


@pytest.mark.parametrize("width", [360, 1280])
@override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
def test_invited_person_joins_by_the_copied_link(
    open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], width: int
) -> None:
    desk, phone = open_page(width, **context), open_page(width)
    desk.goto(LIST)
    look(desk, axe)
    desk.get_by_role("link", name="Inviter").first.click()
    desk.get_by_label("Prénom et nom").fill("Samira Benali")
    desk.get_by_label("Adresse e-mail").fill("samira@exemple.fr")
    desk.get_by_label("Rôle").select_option("Référent·e")
    look(desk, axe)
    desk.get_by_role("button", name="Envoyer l'invitation").click()
    link = desk.get_by_label("Le lien à transmettre").input_value()
    look(desk, axe)

    phone.goto(urlsplit(link).path)
    expect(phone.get_by_text("Nadia Roche vous invite")).to_be_visible()
    look(phone, axe)
    phone.get_by_label("Mot de passe", exact=True).fill("court")
    phone.get_by_label("Le même").fill("court")
    phone.get_by_role("button", name="Accepter et entrer").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    look(phone, axe)
    phone.get_by_label("Mot de passe", exact=True).fill(PHRASE)
    phone.get_by_label("Le même").fill(PHRASE)
    phone.get_by_role("button", name="Accepter et entrer").click()

    expect(phone.get_by_text("Vous faites partie de l'équipe de Centre du Belvédère")).to_be_visible()
    phone.goto(urlsplit(link).path)
    expect(phone.get_by_role("heading", name="Cette invitation ne marche plus")).to_be_visible()
    look(phone, axe)
    desk.goto(LIST)
    expect(desk.get_by_role("link", name="Samira Benali")).to_be_visible()


def test_menu_leads_from_one_structure_to_another(
    open_page: OpenPage, lead: Membership, context: dict[str, Any], axe: Callable[[Page], None]
) -> None:
    make_membership(Role.EQUIPIER, structure=make_structure("Espace des Tilleuls"), user=lead.user)
    page = open_page(360, **context)
    page.goto("/")

    page.get_by_role("button", name="Mon compte").click()
    other = page.get_by_role("button", name="Espace des Tilleuls")
    expect(other).to_be_visible()
    look(page, axe)
    other.click()
    # The menu folds with the next page: the choice has been made.
    expect(other).to_be_hidden()
    page.goto("/reglages/")

    expect(page.get_by_role("main").get_by_text("Espace des Tilleuls", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_departure_and_return(
    open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto(LIST)
    page.get_by_role("link", name="Josiane Perrochet").click()
    expect(page.get_by_role("link", name="Noter le départ")).to_be_visible()
    look(page, axe)
    page.get_by_role("link", name="Noter le départ").click()
    expect(page.get_by_role("button", name="Confirmer le départ")).to_be_visible()
    look(page, axe)
    page.get_by_role("button", name="Confirmer le départ").click()
    expect(page.get_by_text("Josiane Perrochet ne fait plus partie de l'équipe.")).to_be_visible()
    look(page, axe)

    page.get_by_role("button", name="La faire revenir").click()

    expect(page.get_by_text("fait de nouveau partie de l'équipe")).to_be_visible()


def test_pages_of_the_team_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], lead: Membership
) -> None:
    gone = make_membership(structure=lead.structure, name="Zoé Nord")
    with across_structures():
        Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now() - timedelta(days=715))

    every_look(f"{LIST}?etat=tous", **context)
