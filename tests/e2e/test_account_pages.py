"""What anyone meets first: the log-in page, the menu on a phone, an error page. In a real browser."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from palier.accounts.models import User
from tests.accounts.codes import code_of, wrong_code
from tests.e2e.conftest import OpenPage, overflow

pytestmark = pytest.mark.e2e
LOGIN = "/compte/connexion/"
FACTORS = "/compte/double-verification/"
CONFIRM_KEY = "/compte/confirmer/cle/"
EMAIL = "samira@exemple.fr"
PASSWORD = "une phrase que je retiens"
FIRST_VISIT_BYTES = 100_000


@pytest.mark.parametrize("path", [LOGIN, "/compte/mot-de-passe/oublie/", "/nulle-part/"])
def test_page_is_accessible_in_every_look(every_look: Callable[..., None], path: str) -> None:
    every_look(path)


def test_refused_login_says_so_and_stays_accessible(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.goto(LOGIN)
    phone.get_by_label("Courriel").fill("inconnue@exemple.fr")
    phone.get_by_label("Mot de passe", exact=True).fill("faux")

    phone.locator("main").get_by_role("button", name="Se connecter").click()

    expect(phone.get_by_role("alert")).to_be_visible()
    axe(phone)


def test_account_menu_leads_out_by_keyboard_alone(desk: Page, axe: Callable[[Page], None]) -> None:
    User.objects.create_user(EMAIL, PASSWORD, name="Samira Benali")
    desk.goto(LOGIN)
    desk.get_by_label("Courriel").fill(EMAIL)
    desk.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(lambda address: not address.endswith(LOGIN))
    desk.goto("/compte/mot-de-passe/")

    desk.get_by_role("button", name="Mon compte").focus()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Samira Benali")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Se déconnecter").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()


def test_first_focus_is_the_way_to_the_content(desk: Page) -> None:
    desk.goto(LOGIN)

    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Aller au contenu")).to_be_focused()
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("main")).to_be_focused()


def test_first_visit_is_light(open_page: OpenPage) -> None:
    page = open_page(360)
    session = page.context.new_cdp_session(page)
    received: list[int] = []

    def note(event: dict[str, Any]) -> None:
        received.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", note)
    session.send("Network.enable")

    page.goto(LOGIN)
    page.wait_for_load_state("networkidle")

    assert len(received) >= 8
    assert sum(received) <= FIRST_VISIT_BYTES, received


def log_in(page: Page, *, next_page: str = "") -> None:
    """Give the address and the password on the log-in page."""
    page.goto(f"{LOGIN}?next={next_page}" if next_page else LOGIN)
    page.get_by_label("Courriel").fill(EMAIL)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Se connecter", exact=True).click()
    # What follows may open another page at once: the answer first.
    page.wait_for_url(lambda address: urlsplit(address).path != LOGIN)


def log_out(page: Page) -> None:
    """Leave by the account menu, and wait for the way back in."""
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()


def add_authenticator(page: Page) -> None:
    """Give the browser a phone-like passkey holder that always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def looks_right(page: Page, axe: Callable[[Page], None]) -> None:
    """Check the page as it stands with axe, and that it is no wider than the screen."""
    axe(page)
    assert overflow(page) == 0, page.url


@pytest.fixture
def samira(transactional_db: None) -> User:
    """Return an account whose only key is its password."""
    return User.objects.create_user(EMAIL, PASSWORD, name="Samira Benali")


def set_up_app(page: Page, axe: Callable[[Page], None]) -> tuple[str, list[str]]:
    """Add an authenticator app by the pages; return its key and the recovery codes."""
    page.goto(FACTORS)
    looks_right(page, axe)
    page.get_by_role("link", name="Ajouter une application").click()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    looks_right(page, axe)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("img", name="Code QR")).to_be_visible()
    key = page.locator("#cle").inner_text()
    page.get_by_label("Code").fill(wrong_code(key))
    page.get_by_role("button", name="Vérifier et activer").click()
    expect(page.get_by_text("Ce n'est pas le bon code")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Vérifier et activer").click()
    expect(page.get_by_role("heading", name="Mes codes de secours")).to_be_visible()
    looks_right(page, axe)
    return key, page.locator("#codes li").all_inner_texts()


@pytest.mark.parametrize("width", [360, 1280])
def test_app_of_codes_from_set_up_to_recovery(
    open_page: OpenPage, axe: Callable[[Page], None], samira: User, width: int
) -> None:
    page = open_page(width)
    log_in(page)
    key, recovery = set_up_app(page, axe)
    page.get_by_role("link", name="C'est noté").click()
    expect(page.get_by_text("Votre compte est protégé")).to_be_visible()
    looks_right(page, axe)
    log_out(page)

    log_in(page)
    expect(page.get_by_role("heading", name="Encore une étape")).to_be_visible()
    page.get_by_label("Code").fill(wrong_code(key))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Ce n'est pas le bon code")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("button", name="Mon compte")).to_be_visible()
    log_out(page)
    log_in(page)
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("button", name="Mon compte")).to_be_visible()

    page.goto(FACTORS)
    expect(page.get_by_text("Il vous en reste 9")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_passkey_is_made_opens_the_account_and_is_removed(
    open_page: OpenPage, axe: Callable[[Page], None], samira: User, width: int
) -> None:
    page = open_page(width)
    add_authenticator(page)
    log_in(page)
    page.goto(FACTORS)
    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Nom de la clé").fill("Téléphone de Samira")
    looks_right(page, axe)
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("heading", name="Mes codes de secours")).to_be_visible()
    log_out(page)

    page.goto(f"{LOGIN}?next={FACTORS}")
    page.get_by_role("button", name="Entrer avec une clé d'accès").click()
    expect(page.get_by_text("Téléphone de Samira", exact=True)).to_be_visible()
    assert urlsplit(page.url).path == FACTORS
    looks_right(page, axe)

    page.goto(f"{CONFIRM_KEY}?next={FACTORS}")
    looks_right(page, axe)
    page.get_by_role("button", name="Utiliser ma clé d'accès").click()
    page.get_by_role("link", name="Renommer « Téléphone de Samira »").click()
    expect(page.get_by_label("Nom de la clé")).to_have_value("Téléphone de Samira")
    looks_right(page, axe)
    page.get_by_label("Nom de la clé").fill("Téléphone du centre")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Retirer « Téléphone du centre »").click()
    expect(page.get_by_role("button", name="Retirer la clé")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.get_by_text("n'a que son mot de passe")).to_be_visible()


def test_passkey_that_is_not_there_is_told_and_the_password_still_serves(
    phone: Page, axe: Callable[[Page], None], samira: User
) -> None:
    add_authenticator(phone)
    phone.goto(LOGIN)

    phone.get_by_role("button", name="Entrer avec une clé d'accès").click()

    expect(phone.get_by_role("alert")).to_have_text(re.compile("annulée|autre moyen"))
    looks_right(phone, axe)
    log_in(phone)
    expect(phone.get_by_role("button", name="Mon compte")).to_be_visible()


def test_without_javascript_no_passkey_is_offered(open_page: OpenPage, samira: User) -> None:
    page = open_page(360, java_script_enabled=False)
    log_in(page)
    page.goto("/compte/double-verification/cles/ajouter/")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()

    expect(page.get_by_text("Ce navigateur ne sait pas se servir d'une clé d'accès.")).to_be_visible()
    expect(page.get_by_role("button", name="Créer la clé")).to_be_hidden()
    page.context.clear_cookies()
    page.goto(LOGIN)
    expect(page.get_by_role("button", name="Entrer avec une clé d'accès")).to_be_hidden()
