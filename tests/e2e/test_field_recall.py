"""« Rappeler quelqu'un »: the words read aloud, then a name that this phone seals and forgets."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from palier.core.tenancy import structure_scope
from palier.residents.models import Consent, Resident
from palier.residents.queries.keys import open_sealed
from palier.voices.models import Voice
from tests.agenda.safety_teams import Team
from tests.e2e.conftest import Guard, OpenPage, cookies, overflow
from tests.e2e.field_phone import draft_kept
from tests.e2e.field_team import DUMP, go, lines, make_ready, phone_of, save, send, team_on_its_way
from tests.factories.people import logged_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# Nobody is called so: what is found was written by this test.
NAME = "Zébulonne"
NUMBER = "06 39 98 12 34"
WORDS = "Kérosandre voudrait un jardin."
SEALED = "Scellé et enregistré sur ce téléphone"
OpenPhone = Callable[..., Page]


@pytest.fixture
def team() -> Team:
    return team_on_its_way()


@pytest.fixture
def phone(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``phone(screen)``: Awa's phone, without network, on a screen of her outing."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one(screen: str = "rappel", **more: Any) -> Page:
        page = phone_of(team, open_page, live_server, **more)
        page.context.set_offline(True)
        go(page, team, screen)
        return page

    return open_one


def agree(page: Page) -> None:
    """Read the text to the person, who says yes."""
    expect(page.get_by_role("heading", name="À lire à voix haute")).to_be_visible()
    page.get_by_role("button", name="Oui").click()


def name_somebody(page: Page) -> None:
    page.get_by_label("Prénom, ou comment l'appeler").fill(NAME)
    page.get_by_label("Numéro, adresse ou autre").fill("0639981234")
    page.get_by_label("Quand (facultatif)").fill("le soir")


def test_a_name_is_sealed_on_the_phone_and_opens_at_the_centre(phone: OpenPhone, team: Team) -> None:
    page = phone()
    agree(page)
    name_somebody(page)
    save(page, "Sceller et enregistrer", SEALED)
    held = page.evaluate(DUMP)
    send(page)

    (resident,) = lines(Resident, team)
    with structure_scope(team.structure.pk):
        named, consent = open_sealed(resident), Consent.objects.get(resident=resident)
    assert (named.first_name, named.contact, named.kind, named.when) == (NAME, NUMBER, "telephone", "le soir")
    assert (consent.text_version, consent.language, consent.heard_by_id) == ("1-24", "fr", team.awa.pk)
    assert '"resident.put"' in held
    assert not [word for word in (NAME, NUMBER, "0639981234", "le soir") if word in held]


def test_nothing_typed_stays_when_one_leaves(phone: OpenPhone, team: Team) -> None:
    page = phone()
    agree(page)
    name_somebody(page)

    page.get_by_role("link", name="Retour").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(team.outing.place.name)
    assert NAME not in page.evaluate(DUMP)
    page.go_back()
    agree(page)

    expect(page.get_by_label("Prénom, ou comment l'appeler")).to_have_value("")
    expect(page.get_by_label("Numéro, adresse ou autre")).to_have_value("")


def test_no_ends_there(phone: OpenPhone, team: Team) -> None:
    page = phone()

    page.get_by_role("button", name="Non").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(team.outing.place.name)
    expect(page.locator("#etat")).not_to_contain_text("saisie")


def test_words_that_want_an_answer_lead_here_and_know_who(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")
    page.get_by_label("Les mots, comme ils ont été dits").fill(WORDS)
    page.get_by_label("Oui, et je veux une réponse").check()
    page.get_by_label("Langue de la conversation").select_option("ar")
    save(page, "Enregistrer la parole", "Parole enregistrée")

    text = page.locator("[data-part='text']")
    expect(text).to_have_attribute("dir", "rtl")
    expect(text).to_contain_text("نكتب اسمكم الأول")
    expect(page.get_by_text("Cette traduction n'a pas encore été relue.")).to_be_visible()
    page.get_by_role("button", name="Oui").click()
    expect(page.get_by_text("D'accord entendu : العربية")).to_be_visible()
    name_somebody(page)
    save(page, "Sceller et enregistrer", SEALED)
    send(page)

    (voice,), (resident,) = lines(Voice, team), lines(Resident, team)
    assert (voice.resident_id, voice.consent, voice.text) == (resident.pk, "recontact", WORDS)
    assert resident.language == "ar"


def test_a_contact_that_cannot_work_is_said_there(phone: OpenPhone) -> None:
    page = phone()
    agree(page)

    page.get_by_role("button", name="Sceller et enregistrer").click()
    expect(page.get_by_text("Notez le prénom")).to_be_visible()
    expect(page.get_by_label("Prénom, ou comment l'appeler")).to_be_focused()
    name_somebody(page)
    page.get_by_label("Numéro, adresse ou autre").fill("06 39 98 12")
    page.get_by_role("button", name="Sceller et enregistrer").click()
    expect(page.get_by_text("Un numéro a 10 chiffres, celui-ci en a 8.")).to_be_visible()
    page.get_by_label("Courriel").check()
    page.get_by_label("Numéro, adresse ou autre").fill("zebulonne@exemple.fr")

    save(page, "Sceller et enregistrer", SEALED)


def test_without_the_key_of_the_centre_no_name_is_asked(
    open_page: OpenPage, live_server: Any, team: Team, guard: Guard
) -> None:
    guard.may_fail.add(f"{live_server.url}/api/sync")
    page = open_page(360, **cookies(logged_in(team.awa.user), live_server.url))

    def without_key(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        if told["changes"]:
            told["changes"]["account"]["key"] = None
        route.fulfill(response=answer, json=told)

    page.context.route("**/api/sync", without_key)
    make_ready(page)
    go(page, team, "rappel")

    expect(page.get_by_role("heading", name="Pas encore possible sur ce téléphone")).to_be_visible()
    expect(page.get_by_label("Prénom, ou comment l'appeler")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_are_clear_for_everybody(phone: OpenPhone, axe: Callable[[Page], None], scheme: str) -> None:
    page = phone(width=320, scheme=scheme)

    axe(page)
    page.get_by_label("Langue du texte à lire").select_option("ar")
    expect(page.locator("[data-part='text']")).to_have_attribute("dir", "rtl")
    axe(page)
    assert overflow(page) == 0
    page.get_by_role("button", name="Oui").click()
    page.get_by_role("button", name="Sceller et enregistrer").click()
    axe(page)
    assert overflow(page) == 0


def found_in(folder: Path, word: str) -> list[str]:
    """Return the files of a browser's profile that hold ``word`` in any encoding that a browser writes."""
    forms = {word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")}
    files = [Path(base) / name for base, _, names in os.walk(folder) for name in names]
    return [str(file.relative_to(folder)) for file in files if any(form in file.read_bytes() for form in forms)]


def test_no_byte_of_the_name_is_on_the_disk(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path, live_server: Any, team: Team
) -> None:
    profile = tmp_path / "profile"
    device = {name: value for name, value in playwright.devices["Pixel 5"].items() if name != "default_browser_type"}
    context = playwright.chromium.launch_persistent_context(
        profile, base_url=live_server.url, locale="fr-FR", **browser_type_launch_args, **device
    )
    context.add_cookies(cookies(logged_in(team.awa.user), live_server.url)["storage_state"]["cookies"])
    page = context.pages[0]
    make_ready(page)
    context.set_offline(True)

    go(page, team, "parole")
    page.get_by_label("Les mots, comme ils ont été dits").fill(WORDS)
    draft_kept(page, WORDS)
    go(page, team, "rappel")
    agree(page)
    # As fingers do: each letter is an event, and the fields are left and entered again.
    page.get_by_label("Prénom, ou comment l'appeler").press_sequentially(NAME)
    page.get_by_label("Numéro, adresse ou autre").press_sequentially("0639981234")
    page.get_by_label("Prénom, ou comment l'appeler").focus()
    save(page, "Sceller et enregistrer", SEALED)
    page.reload()
    context.close()

    # What must be there is found: the search works.
    assert found_in(profile, "Kérosandre") != []
    assert {word: found_in(profile, word) for word in (NAME, "0639981234", NUMBER)} == {
        NAME: [],
        "0639981234": [],
        NUMBER: [],
    }
