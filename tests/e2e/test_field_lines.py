"""Encounters, words, orientations and observations: written without network, mended, then received by the centre."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.fieldlog.models import Encounter, Observation, Orientation
from palier.voices.models import Voice
from tests.agenda.safety_teams import Team
from tests.e2e.conftest import Guard, OpenPage, overflow, tab_to
from tests.e2e.field_phone import draft_kept
from tests.e2e.field_team import DUMP, go, lines, phone_of, save, send, team_on_its_way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
BENCH = "On veut un banc devant le hall."
SCREENS = ["rencontre", "parole", "orientation", "observation", "photo"]
OpenPhone = Callable[..., Page]


@pytest.fixture
def team() -> Team:
    return team_on_its_way()


@pytest.fixture
def phone(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``phone(screen, offline=True)``: Awa's phone on a screen of her outing."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one(screen: str = "", *, offline: bool = True, **more: Any) -> Page:
        page = phone_of(team, open_page, live_server, **more)
        page.context.set_offline(offline)
        if screen:
            go(page, team, screen)
        return page

    return open_one


def words(page: Page) -> Any:
    return page.get_by_label("Les mots, comme ils ont été dits")


def test_an_encounter_takes_three_touches(phone: OpenPhone, team: Team) -> None:
    page = phone()

    page.get_by_role("link", name="Rencontre").click()
    page.get_by_label("5 à 15 min").check()
    save(page, "Enregistrer la rencontre", "Rencontre enregistrée sur ce téléphone.")
    expect(page.get_by_role("heading", level=1)).to_have_text(team.outing.place.name)
    send(page)

    (met,) = lines(Encounter, team)
    assert (met.duration, met.knows_structure, met.new_resident, met.themes) == ("5_15", "nc", "nc", [])
    assert (met.made_by_id, met.clocks) == (team.awa.pk, {})


def test_an_encounter_says_all_that_it_may(phone: OpenPhone, team: Team) -> None:
    page = phone("rencontre")

    page.get_by_label("+ 30 min").check()
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Vient d'arriver dans le quartier").check()
    page.get_by_text("Tous les thèmes").click()
    page.get_by_label("Vacances", exact=True).check()
    save(page, "Enregistrer la rencontre", "Rencontre enregistrée")
    send(page)

    (met,) = lines(Encounter, team)
    assert (met.duration, met.knows_structure, met.new_resident, met.themes) == ("plus_30", "non", "oui", ["vacances"])


def test_nothing_is_typed_before_an_account_is_open(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")
    words(page).fill(BENCH)
    draft_kept(page, BENCH)
    page.context.set_offline(True)
    page.evaluate("""async () => (await import("terrain/store/phone")).closeAccount()""")
    # What would be typed here could not be kept, and the screen is drawn again when the account comes.
    expect(words(page)).to_be_hidden()

    page.context.set_offline(False)
    page.evaluate("""async () => (await import("terrain/sync/engine")).syncNow()""")
    expect(words(page)).to_have_value(BENCH)


def test_words_survive_the_page_and_are_written_once(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")
    words(page).click()
    page.keyboard.type(BENCH)
    page.get_by_label("Besoin", exact=True).check()
    page.get_by_label("On peut le redire, sans nom").check()
    draft_kept(page, "citable")
    again = page.context.new_page()
    page.close()

    again.goto(f"/terrain/#/sortie/{team.outing.pk}/parole")
    expect(words(again)).to_have_value(BENCH)
    again.get_by_label("Langue de la conversation").select_option("tr")
    save(again, "Enregistrer la parole", "Parole enregistrée sur ce téléphone.")
    go(again, team, "parole")
    expect(words(again)).to_have_value("")
    send(again)

    (voice,) = lines(Voice, team)
    assert (voice.text, voice.kind, voice.consent, voice.language) == (BENCH, "besoin", "citable", "tr")


def test_words_alone_are_enough_and_stay_in_the_team(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")

    page.get_by_role("button", name="Enregistrer la parole").click()
    expect(page.get_by_text("Écrivez ce qui a été dit, même en quelques mots.")).to_be_visible()
    expect(words(page)).to_be_focused()
    words(page).fill(BENCH)
    save(page, "Enregistrer la parole", "Parole enregistrée")
    send(page)

    (voice,) = lines(Voice, team)
    assert (voice.kind, voice.themes, voice.consent, voice.language) == ("constat", [], "interne", "fr")


def test_the_theme_chosen_last_comes_first(phone: OpenPhone) -> None:
    page = phone("observation")
    front = page.locator("[data-part='suggested']").locator("label")
    expect(front).to_have_text(["Cadre de vie", "Logement", "Isolement, lien social"])

    page.get_by_label("Ce que vous voyez du lieu").fill("Le local des vélos est ouvert.")
    page.get_by_text("Tous les thèmes").click()
    page.get_by_label("Mobilité", exact=True).check()
    save(page, "Enregistrer l'observation", "Observation enregistrée")
    page.get_by_role("link", name="Parole").click()

    expect(front).to_have_text(["Mobilité", "Cadre de vie", "Logement"])


def test_what_looks_like_a_name_is_said_and_the_person_decides(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")

    words(page).fill("Mme Traoré attend au 06 39 98 12 34")
    expect(page.locator("[data-part='warning']")).to_contain_text(
        "On dirait un numéro de téléphone (06 39 98 12 34), le nom de quelqu'un (Mme Traoré)."
    )
    words(page).fill("Une dame attend")
    expect(page.locator("[data-part='warning']")).to_be_hidden()
    words(page).fill("Mme Traoré attend")
    save(page, "Enregistrer la parole", "Parole enregistrée")
    send(page)

    assert [voice.text for voice in lines(Voice, team)] == ["Mme Traoré attend"]


def test_an_orientation_says_towards_whom(phone: OpenPhone, team: Team) -> None:
    page = phone("orientation")

    page.get_by_role("button", name="Enregistrer l'orientation").click()
    expect(page.get_by_text("Choisissez vers qui.")).to_be_visible()
    page.get_by_label("Caf", exact=True).check()
    page.get_by_label("Rendez-vous pris").check()
    page.get_by_text("Tous les thèmes").click()
    page.get_by_role("group", name="À propos de").get_by_label("Numérique").check()
    save(page, "Enregistrer l'orientation", "Orientation enregistrée")
    send(page)

    (made,) = lines(Orientation, team)
    assert (made.target, made.how, made.theme, made.outcome) == ("caf", "rendez_vous", "numerique", "inconnue")


def test_a_line_is_mended_on_the_same_line(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")
    words(page).fill(BENCH)
    save(page, "Enregistrer la parole", "Parole enregistrée")
    send(page)
    page.context.set_offline(True)

    page.locator("#fait").get_by_role("link", name="Modifier").click()
    expect(words(page)).to_have_value(BENCH)
    words(page).fill("On veut deux bancs.")
    save(page, "Enregistrer la parole", "Parole enregistrée")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que j'ai écrit ici")
    expect(page.get_by_text("On veut deux bancs.")).to_be_visible()
    send(page)

    (voice,) = lines(Voice, team)
    assert (voice.text, list(voice.clocks)) == ("On veut deux bancs.", ["text"])


def test_a_line_opened_and_left_as_it_was_sends_nothing(phone: OpenPhone) -> None:
    page = phone("observation")
    page.get_by_label("Ce que vous voyez du lieu").fill("Le banc est cassé.")
    save(page, "Enregistrer l'observation", "Observation enregistrée")
    page.locator("#fait").get_by_role("link", name="Modifier").click()

    save(page, "Enregistrer l'observation", "Rien n'a changé.")

    expect(page.locator("#etat")).to_contain_text("Enregistré sur ce téléphone : 1 saisie")


def test_a_line_taken_back_leaves_this_phone(phone: OpenPhone, team: Team) -> None:
    page = phone("observation")
    page.get_by_label("Ce que vous voyez du lieu").fill("Le banc est cassé.")
    save(page, "Enregistrer l'observation", "Observation enregistrée")
    send(page)
    go(page, team, "lignes")

    page.get_by_role("button", name="Retirer").click()
    page.get_by_role("button", name="Oui, retirer").click()
    expect(page.get_by_text("C'est retiré.")).to_be_visible()
    send(page)
    expect(page.locator("#etat")).to_have_attribute("data-held", "0")

    (seen,) = lines(Observation, team)
    assert seen.withdrawn_at is not None
    assert "banc" not in page.evaluate(DUMP)


def test_a_line_that_this_phone_let_go_says_where_it_is_mended(phone: OpenPhone) -> None:
    page = phone("parole/0190b7a2-0000-7000-8000-00000000f00d")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cette ligne a quitté ce téléphone")


def test_words_by_keyboard_alone(phone: OpenPhone, team: Team) -> None:
    page = phone("parole")

    tab_to(page, words(page))
    page.keyboard.type(BENCH)
    tab_to(page, page.locator("input[name='consent'][value='interne']"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("input[name='themes']").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Enregistrer la parole"))
    page.keyboard.press("Enter")
    expect(page.locator("#fait")).to_contain_text("Parole enregistrée")
    send(page)

    (voice,) = lines(Voice, team)
    assert (voice.text, voice.consent, voice.themes) == (BENCH, "citable", ["cadre_de_vie"])


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark")])
def test_the_screens_are_clear_for_everybody(
    phone: OpenPhone, team: Team, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = phone(width=width, scheme=scheme)

    for screen in SCREENS:
        go(page, team, screen)
        expect(page.get_by_role("button", name="Enregistrer")).to_be_visible()
        for more in page.locator("details.more summary").all():
            more.click()
        if screen in {"parole", "observation"}:
            page.locator("textarea").fill("Awa Diallo au 06 39 98 12 34")
            expect(page.locator("[data-part='warning']")).to_be_visible()
        axe(page)
        assert overflow(page) == 0, screen
