"""Meetings in the browser: plan one, note who came by keyboard, sign by QR code on two phones, print, share agendas."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.actions.feeds import open_feed
from palier.agenda.enums import AttendanceState, FeedKind, MeetingKind
from palier.agenda.models import Attendance, Meeting
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, cookies, overflow, tab_to
from tests.factories.meetings import make_guest, make_meeting
from tests.factories.people import actor_for, logged_in, make_membership

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# Where to put what the pages look like, for whoever wants to see; nowhere by default.
PICTURES = os.environ.get("PALIER_TEST_PICTURES", "")


@pytest.fixture
def awa(lead: Membership) -> Membership:
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")


@pytest.fixture
def meeting(lead: Membership, awa: Membership) -> Meeting:
    """Return a meeting of tomorrow with two members and a guest."""
    day = timezone.localdate() + timedelta(days=1)
    words = {"title": "Point du jeudi", "where": "Salle bleue", "agenda": "Les sorties d'avril\nLe triporteur"}
    made = make_meeting(lead.structure, awa, lead, day=day, hour=9, **words)
    make_guest(made, organisation="Mairie de Valbrune")
    return made


def pictured(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def states(meeting: Meeting) -> dict[str, str]:
    with structure_scope(meeting.structure_id):
        rows = Attendance.objects.filter(meeting=meeting).select_related("membership")
        return {row.membership.name if row.membership else row.guest: row.state for row in rows}


@pytest.mark.parametrize("width", [360, 1280])
def test_meeting_is_planned(
    open_page: OpenPage, context: dict[str, Any], awa: Membership, axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto("/reunions/")
    pictured(page, "reunions-vide")
    axe(page)
    page.get_by_role("link", name="Prévoir une réunion").first.click()
    page.get_by_label("Type de réunion").select_option("Analyse de pratiques, supervision")
    page.get_by_label("Jour", exact=True).fill(str(timezone.localdate() + timedelta(days=3)))
    page.get_by_label("De", exact=True).fill("14:00")
    page.get_by_label("À", exact=True).fill("16:00")
    page.get_by_label("Où (facultatif)").fill("Salle bleue")
    page.get_by_label("Awa Diambour").check()
    page.get_by_label("Autres personnes invitées").fill("Lila Mora, Mairie")
    pictured(page, "reunion-nouvelle")
    axe(page)
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Analyse de pratiques, supervision")
    expect(page.get_by_text("3 attendu·es")).to_have_count(0)
    expect(page.get_by_text("2 attendu·es")).to_be_visible()
    assert overflow(page) == 0
    page.goto("/reunions/")
    expect(page.get_by_text("Prochaine analyse de pratiques")).to_be_visible()


def test_presences_are_noted_by_keyboard_alone(
    open_page: OpenPage, context: dict[str, Any], meeting: Meeting, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **context)
    page.goto(f"/reunions/{meeting.pk}/")
    awa = page.get_by_role("group", name="Awa Diambour")
    tab_to(page, awa.get_by_label("Attendu·e"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#compte-presences")).to_contain_text("1 présent·e, 0 excusé·e")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#compte-presences")).to_contain_text("1 présent·e, 1 excusé·e, 0 absent·e, 1 attendu·e")
    pictured(page, "reunion")
    axe(page)

    assert states(meeting) == {"Awa Diambour": "present", "Nadia Roche": "excuse", "Lila Mora": "attendu"}


def test_presences_are_noted_with_a_thumb(open_page: OpenPage, context: dict[str, Any], meeting: Meeting) -> None:
    page = open_page(360, **context)
    page.goto(f"/reunions/{meeting.pk}/")
    page.get_by_role("group", name="Lila Mora").get_by_label("Absent·e").tap()

    expect(page.locator("#compte-presences")).to_contain_text("1 absent·e")
    pictured(page, "reunion")
    assert states(meeting)["Lila Mora"] == AttendanceState.ABSENT


def sign_as_guest(phone: Page, address: str, axe: Callable[[Page], None]) -> None:
    phone.goto(address)
    axe(phone)
    phone.get_by_label("Prénom et nom").fill("Omar Sy-Ba")
    phone.get_by_label("Organisation").fill("Bailleur")
    pictured(phone, "signer-invite")
    phone.get_by_role("button", name="D'accord, je signe").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("C'est noté, merci !")
    axe(phone)


def test_two_phones_sign_by_the_code_on_the_lead_s_screen(
    open_page: OpenPage,
    context: dict[str, Any],
    meeting: Meeting,
    awa: Membership,
    live_server: Any,
    axe: Callable[[Page], None],
) -> None:
    desk = open_page(1280, **context)
    desk.goto(f"/reunions/{meeting.pk}/")
    desk.get_by_role("link", name="Faire signer par téléphone").click()
    expect(desk.get_by_role("button", name="Montrer le code")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Montrer le code").click()
    expect(desk.locator("#adresse")).to_be_visible()
    pictured(desk, "reunion-code")
    axe(desk)
    address = desk.locator("#adresse").inner_text()

    member = open_page(360, **cookies(logged_in(awa.user), live_server.url))
    member.goto(address)
    pictured(member, "signer-membre")
    axe(member)
    member.get_by_role("button", name="Je suis là").click()
    expect(member.get_by_role("heading", level=1)).to_have_text("C'est noté, merci !")
    sign_as_guest(open_page(360), address, axe)

    # The lead touched nothing: the page asked.
    expect(desk.locator("#etat")).to_contain_text("2 présent·es")
    desk.get_by_role("button", name="Fermer la signature").click()
    late = open_page(360)
    late.goto(address)
    expect(late.get_by_role("heading", level=1)).to_have_text("Ce code n'existe pas")
    axe(late)
    assert states(meeting) == {
        "Awa Diambour": "present",
        "Lila Mora": "attendu",
        "Nadia Roche": "attendu",
        "Omar Sy-Ba": "present",
    }


def test_minutes_are_kept_while_one_types_then_published(
    open_page: OpenPage, context: dict[str, Any], meeting: Meeting, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **context)
    page.goto(f"/reunions/{meeting.pk}/compte-rendu/")
    # In one go: letters that come too slowly would be kept a first time before the last ones.
    page.get_by_label("Compte rendu").fill("Le triporteur est réparé.")
    expect(page.get_by_role("status").get_by_text("Brouillon gardé à")).to_be_visible()
    pictured(page, "compte-rendu")
    axe(page)

    page.reload()
    expect(page.get_by_label("Compte rendu")).to_have_value("Le triporteur est réparé.")
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_text("Le compte rendu est publié.")).to_be_visible()
    expect(page.get_by_text("Le triporteur est réparé.")).to_be_visible()


def test_sheet_is_printed(open_page: OpenPage, context: dict[str, Any], meeting: Meeting) -> None:
    page = open_page(1280, **context)
    page.goto(f"/reunions/{meeting.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Feuille à signer (PDF)").click()

    data = download.value.path().read_bytes()
    assert data[:5] == b"%PDF-"
    if PICTURES:
        (Path(PICTURES) / "feuille.pdf").write_bytes(data)


@pytest.mark.parametrize("width", [360, 1280])
def test_agenda_is_shared_and_closed(
    open_page: OpenPage, context: dict[str, Any], lead: Membership, axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto("/agenda/partage/")
    axe(page)
    card = page.get_by_role("article", name="Mes sorties")
    card.get_by_role("button", name="Créer l'adresse").click()
    expect(card.get_by_role("link", name="S'abonner")).to_have_attribute("href", re.compile(r"^webcal://.+\.ics$"))
    card.get_by_text("Montrer le code pour un téléphone").click()
    expect(card.get_by_role("img")).to_be_visible()
    card.get_by_text("Changer ou fermer cette adresse").click()
    pictured(page, "agendas-partages")
    axe(page)
    assert overflow(page) == 0
    card.get_by_role("button", name="Fermer l'adresse").click()

    expect(card.get_by_role("button", name="Créer l'adresse")).to_be_visible()


def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], meeting: Meeting, lead: Membership
) -> None:
    make_meeting(lead.structure, lead, kind=MeetingKind.SUPERVISION, cancelled_at=timezone.now())
    with structure_scope(lead.structure_id):
        open_feed(kind=FeedKind.PUBLIC, membership=lead, by=actor_for(lead), now=timezone.now())
    for path in ("/reunions/", f"/reunions/{meeting.pk}/", f"/reunions/{meeting.pk}/modifier/", "/agenda/partage/"):
        every_look(path, **context)
