"""A volunteer's phone comes in by the code on a lead's screen; then it is locked, blocked, released, shut out."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import across_structures
from palier.structures.middleware import UNLOCKED_KEY
from palier.structures.models import EnrolmentCode, Membership
from palier.structures.phone_tokens import token_of
from tests.e2e.conftest import OpenPage, cookies, overflow
from tests.factories.people import logged_in, make_structure
from tests.structures.phone_browsers import PIN, WRONG_PIN, address_of, code_shown, leave_idle, phone_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CLOSED = re.compile("/appareil-ferme/$")


def session_of(page: Page) -> Any:
    """Return the session of a browser, to be read or changed as time would."""
    found = next(kept for kept in page.context.cookies() if kept.get("name") == settings.SESSION_COOKIE_NAME)
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key=found.get("value"))


def fall_asleep(page: Page, minutes: int = 16) -> None:
    """Let the phone of ``page`` have been used last so many minutes ago."""
    session = session_of(page)
    session[UNLOCKED_KEY] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session.save()


def come_in(phone: Page, address: str, name: str = "Fatima") -> None:
    """Type what a volunteer types, and wait for the welcome."""
    phone.goto(address)
    phone.get_by_label("Votre prénom").fill(name)
    phone.get_by_label("Code secret à 6 chiffres").fill(PIN)
    phone.get_by_role("button", name="Entrer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Bienvenue, {name}")


def type_pin(phone: Page, pin: str) -> None:
    phone.get_by_label("Votre code à 6 chiffres").fill(pin)
    phone.get_by_role("button", name="Ouvrir").click()


def checked(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


def test_phone_comes_in_once_by_the_code_on_the_lead_s_screen(
    open_page: OpenPage, lead: Membership, live_server: Any, axe: Callable[[Page], None]
) -> None:
    desk = open_page(1280, **cookies(logged_in(lead.user), live_server.url))
    desk.goto("/reglages/telephones/")
    checked(desk, axe)
    desk.get_by_label("Statut de la personne qui arrive").select_option(label="Habitant·e relais")
    desk.get_by_role("button", name="Faire entrer un téléphone").click()
    expect(desk.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    checked(desk, axe)
    address = desk.locator("#adresse").inner_text()

    phone = open_page(360)
    phone.goto(address)
    checked(phone, axe)
    come_in(phone, address)

    checked(phone, axe)
    # The lead touched nothing: the page asked.
    expect(desk.locator("#etat").get_by_text("Fatima vient d'entrer.")).to_be_visible()
    expect(desk.locator("#annonce")).to_have_text("Fatima vient d'entrer.")
    checked(desk, axe)
    second = open_page(360)
    second.goto(address)
    expect(second.get_by_role("heading", level=1)).to_have_text("Ce code a déjà servi")
    checked(second, axe)


@pytest.mark.parametrize(
    ("what", "heading"),
    [
        ("expired", "Ce code est trop ancien"),
        ("cancelled", "Ce code a été annulé"),
        ("elsewhere", "Ce code n'est pas celui de cette structure"),
        ("unknown", "Ce code n'existe pas"),
    ],
)
def test_code_that_does_not_hold_says_why(
    open_page: OpenPage, lead: Membership, axe: Callable[[Page], None], what: str, heading: str
) -> None:
    code = code_shown(lead)
    address, phone = address_of(code), open_page(360)
    phone.goto(address)
    phone.get_by_label("Votre prénom").fill("Fatima")
    phone.get_by_label("Code secret à 6 chiffres").fill(PIN)
    with across_structures():
        if what == "expired":
            EnrolmentCode.objects.filter(pk=code.pk).update(expires_at=timezone.now())
        elif what == "cancelled":
            EnrolmentCode.objects.filter(pk=code.pk).update(cancelled_at=timezone.now())
        elif what == "elsewhere":
            phone.goto(reverse("structures:phone-enter", args=[make_structure().pk, token_of(code.pk)]))
        else:
            EnrolmentCode.objects.filter(pk=code.pk).delete()

    if what != "elsewhere":
        phone.get_by_role("button", name="Entrer").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    checked(phone, axe)
    with across_structures():
        assert list(Membership.objects.values_list("name", flat=True)) == ["Nadia Roche"]


def test_lead_sees_a_code_run_out_and_shows_another(
    open_page: OpenPage, lead: Membership, live_server: Any, axe: Callable[[Page], None]
) -> None:
    code, desk = code_shown(lead), open_page(1280, **cookies(logged_in(lead.user), live_server.url))
    desk.goto(code.get_absolute_url())
    with across_structures():
        EnrolmentCode.objects.update(expires_at=timezone.now())

    expect(desk.get_by_text("Les quinze minutes sont passées.", exact=True)).to_be_visible()
    checked(desk, axe)
    desk.get_by_role("button", name="Montrer un nouveau code").click()
    desk.get_by_role("button", name="Annuler ce code").click()

    expect(desk.get_by_text("Le code est annulé")).to_be_visible()


def test_idle_phone_asks_its_pin_blocks_and_is_released(
    open_page: OpenPage, lead: Membership, live_server: Any, axe: Callable[[Page], None]
) -> None:
    phone = open_page(360)
    come_in(phone, address_of(code_shown(lead)))
    fall_asleep(phone)
    phone.goto("/fiches/?q=jardin")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre code, et on continue")
    checked(phone, axe)
    type_pin(phone, PIN)
    expect(phone).to_have_url(re.compile(r"/fiches/\?q=jardin$"))

    fall_asleep(phone)
    phone.goto("/")
    phone.get_by_label("Votre code à 6 chiffres").fill(WRONG_PIN)
    phone.get_by_role("button", name="Afficher les chiffres").click()
    expect(phone.get_by_label("Votre code à 6 chiffres")).to_have_attribute("type", "text")
    for left in ("4 essais", "3 essais", "2 essais", "un essai"):
        type_pin(phone, WRONG_PIN)
        expect(phone.get_by_text(f"Il reste {left}.")).to_be_visible()
    checked(phone, axe)
    type_pin(phone, WRONG_PIN)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ce téléphone est bloqué")
    checked(phone, axe)

    desk = open_page(1280, **cookies(logged_in(lead.user), live_server.url))
    desk.goto("/reglages/telephones/")
    checked(desk, axe)
    desk.get_by_role("button", name="Débloquer le téléphone de Fatima").click()
    expect(desk.get_by_text("est débloqué")).to_be_visible()

    phone.get_by_role("link", name="C'est débloqué, réessayer").click()
    type_pin(phone, PIN)
    expect(phone.get_by_role("button", name="Mon compte")).to_be_visible()


def test_revoked_phone_is_refused_at_its_next_request(
    open_page: OpenPage, lead: Membership, live_server: Any, axe: Callable[[Page], None]
) -> None:
    phone, desk = open_page(360), open_page(1280, **cookies(logged_in(lead.user), live_server.url))
    come_in(phone, address_of(code_shown(lead)))
    phone.goto("/reglages/appareils/")
    checked(phone, axe)
    desk.goto("/reglages/telephones/")
    desk.get_by_role("button", name="Déconnecter Chrome sur téléphone Android, de Fatima").click()
    sure = desk.get_by_role("dialog").get_by_role("button", name="Déconnecter")
    expect(sure).to_be_visible()
    checked(desk, axe)

    sure.click()
    expect(desk.locator("#messages").get_by_text("sa prochaine demande sera refusée")).to_be_visible()
    phone.reload()

    expect(phone).to_have_url(CLOSED)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Palier est fermé sur cet appareil")
    checked(phone, axe)


def test_way_out_of_a_phone_asks_first(open_page: OpenPage, lead: Membership, axe: Callable[[Page], None]) -> None:
    phone = open_page(360)
    come_in(phone, address_of(code_shown(lead)))
    phone.get_by_role("button", name="Mon compte").click()
    phone.get_by_role("button", name="Se déconnecter").click()
    expect(phone.get_by_text("un nouveau code à scanner")).to_be_visible()
    checked(phone, axe)

    phone.get_by_role("button", name="Sortir ce téléphone").click()

    expect(phone).to_have_url(CLOSED)


@pytest.mark.parametrize("path", ["/code/", "/reglages/appareils/", "/telephone/sortir/", "/telephone/bienvenue/"])
def test_page_of_a_phone_is_accessible_in_every_look(
    every_look: Callable[..., None], lead: Membership, live_server: Any, path: str
) -> None:
    client = phone_in(lead)
    if path == "/code/":
        leave_idle(client)

    every_look(path, **cookies(client, live_server.url))


def test_page_of_a_lead_is_accessible_in_every_look(
    every_look: Callable[..., None], lead: Membership, live_server: Any
) -> None:
    phone_in(lead)

    every_look("/reglages/telephones/", **cookies(logged_in(lead.user), live_server.url))


def test_code_is_accessible_in_every_look(every_look: Callable[..., None], lead: Membership, live_server: Any) -> None:
    code = code_shown(lead)

    every_look(code.get_absolute_url(), **cookies(logged_in(lead.user), live_server.url))
    every_look(address_of(code))
    every_look("/appareil-ferme/")
