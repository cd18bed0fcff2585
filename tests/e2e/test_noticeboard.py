"""The board in the browser: read, leave an idea, follow it, with and without scripts; read and shown at the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.noticeboard.models import Board, Idea, Report
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, overflow
from tests.factories.noticeboard import make_board, make_idea, tell_need
from tests.factories.outings import make_outing
from tests.factories.partners import make_partner
from tests.factories.people import make_membership, make_structure
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import make_citable, make_need, make_relay, make_reply

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead() -> Membership:
    structure = make_structure("Centre du Belvédère", languages=["fr", "ar", "tr", "pt", "en"])
    return make_membership(Role.REFERENT, structure=structure, name="Nadia Roche")


@pytest.fixture
def board(lead: Membership) -> Board:
    """Return a board with an outing, a need on its way, an idea shown, one to read, a flood, a report."""
    centre, now = lead.structure, timezone.now()
    with structure_scope(centre.pk):
        place = make_place(centre, "Pied de la tour Bellevue", address="3 allée des Saules, Valbrune")
        place.zones.add(make_zone(centre, "Les Tilleuls"), through_defaults={"structure": centre})
        make_outing(centre, place=place, starts_at=now + timedelta(days=2), name="Café du jeudi")
        said = make_citable(centre, "Dix jours à pied avec la poussette.", place=place)
        need = make_need(centre, said, outcome="programme", state="repondu")
        relay = make_relay(need, make_partner(centre, "Bailleur du Val"), at=now - timedelta(days=20))
        make_reply(relay, "programme", at=now - timedelta(days=3), planned_on=now.date() + timedelta(days=40))
        tell_need(need, "Un ascenseur qui marche", "Le bailleur remplace la machine au printemps.")
        idea = make_idea(centre, "Un banc à l'ombre devant l'école", place=place)
        make_idea(centre, "Une fontaine, demandez à Fatima Kaddouri", state="a_lire", created_at=now)
        for number in range(30):
            make_idea(centre, f"Achetez ici {number}", state="a_lire", batch="flot", created_at=now)
        Report.objects.create(structure=centre, why="faux", note="Le banc est déjà là", idea=idea)
    return make_board(centre, "belvedere", intro="Le panneau de celles et ceux qui vivent ici.")


@pytest.mark.parametrize("query", ["", "?langue=ar", "?simple=1"])
def test_public_page_in_every_look(board: Board, every_look: Callable[..., None], query: str) -> None:
    every_look(f"/panneau/belvedere/{query}")


@pytest.mark.parametrize("path", ["idee/", "suivi/", "signaler/", "liste/"])
@pytest.mark.parametrize(("query", "scheme"), [("", "light"), ("?langue=ar", "dark")])
def test_small_pages_on_a_phone(
    board: Board, open_page: OpenPage, axe: Callable[[Page], None], path: str, query: str, scheme: str
) -> None:
    page = open_page(320, scheme)
    page.goto(f"/panneau/belvedere/{path}{query}")

    axe(page)
    assert overflow(page) == 0


def leave_idea(visitor: Page) -> str:
    """Leave an idea as a visitor does, and return its code."""
    visitor.goto("/panneau/belvedere/")
    visitor.get_by_role("link", name="Laisser une idée").click()
    visitor.get_by_label("Votre idée").fill("Une boîte à livres près du marché")
    visitor.get_by_label("Pour quel endroit").select_option("Pied de la tour Bellevue")
    visitor.wait_for_timeout(3100)
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Merci, votre idée est arrivée")
    return visitor.locator(".code").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_idea_is_left_read_and_followed(
    board: Board, open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], scripts: bool
) -> None:
    visitor = open_page(360, java_script_enabled=scripts)
    code = leave_idea(visitor)
    if scripts:
        axe(visitor)

    with structure_scope(board.structure_id):
        idea = Idea.objects.get(voice__text__startswith="Une boîte")
    desk = open_page(1280, **context)
    desk.goto(f"/moderation/idees/{idea.pk}/")
    axe(desk)
    desk.get_by_label("J'ai relu").check()
    desk.get_by_role("button", name="Montrer sur le panneau").click()
    expect(desk.get_by_text("L'idée est sur le panneau.")).to_be_visible()

    follow(visitor, code)
    expect(visitor.get_by_text("Votre idée est sur le panneau.")).to_be_visible()
    visitor.get_by_role("link", name="Vos idées").click()
    shown = visitor.get_by_role("article").filter(has_text="Une boîte à livres")
    shown.get_by_role("button", name="Je soutiens").click()
    expect(shown.get_by_text("Soutiens : 1")).to_be_visible()
    shown.get_by_role("link", name="Je veux en être").click()
    if scripts:
        axe(visitor)
    join(visitor)
    report(visitor)
    desk.goto("/moderation/")
    expect(desk.get_by_role("listitem").filter(has_text="Elle est déjà là")).to_contain_text("Une boîte à livres")

    follow(visitor, code)
    visitor.get_by_text("Reprendre mon idée").click()
    visitor.get_by_role("button", name="Oui, la reprendre").click()
    expect(visitor.get_by_text("Vous avez repris votre idée.")).to_be_visible()
    visitor.get_by_role("link", name="Revenir au panneau").click()
    expect(visitor.get_by_role("heading", name="Vos idées")).to_be_visible()
    expect(visitor.get_by_text("Une boîte à livres")).to_have_count(0)


def follow(visitor: Page, code: str) -> None:
    """Look at what became of the idea."""
    visitor.goto("/panneau/belvedere/suivi/")
    visitor.get_by_label("Votre code").fill(code)
    visitor.get_by_role("button", name="Regarder").click()


def join(visitor: Page) -> None:
    """Say who one is, and agree to be called back."""
    visitor.get_by_label("Votre prénom").fill("Awa")
    visitor.get_by_label("Un moyen de vous joindre").fill("06 12 34 56 78")
    visitor.get_by_label("Oui, d'accord").check()
    visitor.wait_for_timeout(3100)
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("C'est noté")


def report(visitor: Page) -> None:
    """Say that something is wrong with the idea."""
    visitor.goto("/panneau/belvedere/")
    shown = visitor.get_by_role("article").filter(has_text="Une boîte à livres")
    shown.get_by_role("link", name="Signaler").click()
    visitor.get_by_label("C'est faux").check()
    visitor.get_by_label("Précisions").fill("Elle est déjà là")
    visitor.wait_for_timeout(3100)
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Une personne de l'équipe va regarder")


def test_each_language_on_a_small_phone(board: Board, open_page: OpenPage, axe: Callable[[Page], None]) -> None:
    page = open_page(360, java_script_enabled=True)
    page.goto("/panneau/belvedere/")
    for name, code, direction in (
        ("العربية", "ar", "rtl"),
        ("Türkçe", "tr", "ltr"),
        ("Português", "pt", "ltr"),
        ("English", "en", "ltr"),
        ("Version simple", "fr", "ltr"),
    ):
        page.get_by_role("link", name="Français").click()
        page.get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        said = page.locator("html").evaluate("found => [found.lang, getComputedStyle(found).direction]")
        assert (said, overflow(page)) == ([code, direction], 0)
        axe(page)
    assert page.locator("body.plain").count() == 1

    page.goto("/panneau/belvedere/?langue=ar")
    page.locator("main").get_by_role("link").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/besoins/", "/reglages/panneau/"])
def test_desk_pages(
    board: Board, open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], path: str
) -> None:
    for width in (360, 1280):
        page = open_page(width, **context)
        page.goto(path)
        axe(page)
        assert overflow(page) == 0


def test_a_flood_is_refused_by_one_gesture(board: Board, open_page: OpenPage, context: dict[str, Any]) -> None:
    page = open_page(360, **context)
    page.goto("/moderation/")
    page.get_by_role("button", name="Refuser les 30 ensemble").click()

    expect(page.get_by_text("30 idées refusées")).to_be_visible()
    expect(page.get_by_text("Une fontaine").first).to_be_visible()
