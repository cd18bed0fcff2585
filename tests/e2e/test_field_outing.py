"""An outing on the phone, without network: find it, leave, call for help, close, improvise, put right; received."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.models import Outing, Participation
from palier.core.tenancy import across_structures, structure_scope
from palier.fieldlog.models import Debrief, Tally
from palier.territory.models import Place
from tests.agenda.safety_teams import Team, alerts_of, fresh, make_team
from tests.e2e.conftest import Guard, OpenPage, overflow
from tests.e2e.field_phone import OpenPhone, draft_kept, go, phone_of, received
from tests.factories.outings import make_outing, make_participation, make_place

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)
# Opens a screen while another writing holds the drafts for 700 ms: this phone's memory is slow.
OPEN_SLOWLY = """hash => new Promise((opened) => {
    indexedDB.open("palier-terrain").onsuccess = ({ target: { result: database } }) => {
        const drafts = database.transaction("drafts", "readwrite").objectStore("drafts");
        const until = performance.now() + 700;
        const hold = () => { if (performance.now() < until) drafts.get(["", "", ""]).onsuccess = hold; };
        hold();
        location.hash = hash;
        opened();
        // A writing waits for the readings asked before it: then the screen has what it wanted.
        window.screenHasRead = new Promise((read) => setTimeout(() => {
            const after = database.transaction("drafts", "readwrite");
            after.oncomplete = () => setTimeout(read);
            after.objectStore("drafts").get(["", "", ""]);
        }, 600));
    };
})"""

TYPE_LEAVE_AND_COME_BACK = """async ([away, back]) => {
    const sentence = document.querySelector("terrain-close [name=sentence]");
    for (const letters of [" fo", "rt"]) {
        sentence.value += letters;
        sentence.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    for (const hash of [away, back]) {
        const gone = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        location.hash = hash;
        await gone;
    }
}"""


@pytest.fixture
def team() -> Team:
    """Return a team whose outing began ten minutes ago, for two hours; nobody said yet that they left."""
    now = timezone.now()
    return make_team(starts_at=now - timedelta(minutes=10), ends_at=now + 2 * HOUR, material=["Thermos", "Gobelets"])


@pytest.fixture
def phone(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``phone(screen, member)``: Awa's phone unless told, on a screen of this outing; "" for the first screen."""
    guard.may_fail.update(f"{live_server.url}{path}" for path in ("/api/sync", "/api/help"))

    def open_one(screen: str = "", member: Any = None) -> Page:
        page = phone_of(open_page, live_server.url, member or team.awa)
        if screen:
            go(page, team.outing, "" if screen == "sortie" else screen)
        return page

    return open_one


def other_outing(team: Team, name: str, start: Any, **fields: Any) -> Outing:
    """Return another outing of Awa's."""
    with across_structures():
        place = make_place(team.structure, name)
        outing = make_outing(team.structure, place=place, starts_at=start, ends_at=start + 2 * HOUR, **fields)
        make_participation(outing, team.awa)
    return outing


def debriefs(outing: Outing) -> list[Debrief]:
    with structure_scope(outing.structure_id):
        return list(Debrief.objects.filter(outing=outing, withdrawn_at=None).order_by("pk"))


def people(outing: Outing) -> int:
    with structure_scope(outing.structure_id):
        return sum(Tally.objects.filter(outing=outing).values_list("step", flat=True))


def test_first_screen_says_where_when_with_whom_and_what_to_bring(phone: OpenPhone, team: Team) -> None:
    with across_structures():
        Place.objects.filter(pk=team.outing.place_id).update(latitude=48.1173, longitude=-1.6778)
    other_outing(team, "Marché de la Chapelle", timezone.now() + timedelta(days=2))

    page = phone()

    name = fresh(team.outing).place.name
    card = page.get_by_role("article")
    expect(card.get_by_role("heading", name=name)).to_be_visible()
    for words in ("Aujourd'hui", "Karim", "Thermos, Gobelets", "48.11730, -1.67780"):
        expect(card).to_contain_text(words)
    link = card.get_by_role("link", name="Ouvrir dans mon plan")
    expect(link).to_have_attribute("href", f"geo:48.11730,-1.67780?q=48.11730,-1.67780({quote(name)})")
    expect(page.get_by_role("link", name="Marché de la Chapelle")).to_be_visible()
    page.get_by_role("link", name="Ouvrir la sortie").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()


def test_who_has_no_outing_is_told_what_to_do(phone: OpenPhone, team: Team) -> None:
    page = phone(member=team.ines)

    expect(page.get_by_role("heading", name="Votre prochaine sortie sera ici")).to_be_visible()
    expect(page.get_by_role("link", name="Ouvrir l'agenda")).to_have_attribute("href", "/agenda/")
    page.get_by_role("link", name="Improviser une sortie").click()
    expect(page.get_by_role("heading", level=1, name="Improviser une sortie")).to_be_visible()


def test_forgotten_closing_is_proposed_the_day_after(phone: OpenPhone, team: Team) -> None:
    forgotten = other_outing(team, "Parc des Sources", timezone.now() - timedelta(days=1))
    page = phone()

    page.get_by_role("link", name="Parc des Sources").click()
    expect(page.get_by_role("heading", level=1, name="Clore")).to_be_visible()
    page.get_by_role("button", name="Clore la sortie").click()

    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    expect(page.get_by_text("À clore")).to_be_hidden()
    received(page)
    assert len(debriefs(forgotten)) == 1


def test_team_leaves_with_the_reminder_under_its_eyes(phone: OpenPhone, team: Team) -> None:
    page = phone("sortie")
    page.context.set_offline(True)

    page.get_by_role("link", name="Nous partons").click()
    expect(page.get_by_text("Palier ne remplace ni le binôme, ni les secours.")).to_be_visible()
    numbers = page.get_by_role("list", name="Numéros d'urgence").get_by_role("link")
    assert numbers.evaluate_all("all => all.map(link => link.getAttribute('href'))") == [
        *("tel:15", "tel:17", "tel:18", "tel:112", "sms:114")
    ]
    page.get_by_role("checkbox", name="Karim").uncheck()
    expect(page.get_by_text("On sort à deux.")).to_be_visible()
    page.get_by_role("checkbox", name="Karim").check()
    expect(page.get_by_text("On sort à deux.")).to_be_hidden()
    page.get_by_role("button", name="Nous sommes dehors").click()
    expect(page.locator("#fait")).to_contain_text("Départ enregistré sur ce téléphone.")
    expect(page.get_by_text("Dehors depuis")).to_contain_text("Awa et Karim")
    expect(page.get_by_role("link", name="Nous partons")).to_be_hidden()
    page.context.set_offline(False)
    received(page)

    with structure_scope(team.structure.pk):
        assert Participation.objects.filter(outing=team.outing, checked_in_at=None).count() == 0
    assert fresh(team.outing).state == "en_cours"


def test_call_for_help_that_could_not_leave_says_so_then_leaves(phone: OpenPhone, team: Team) -> None:
    page = phone("sortie")
    page.context.set_offline(True)

    page.get_by_role("link", name="Besoin d'aide").click()
    expect(page.get_by_role("link", name="Appeler le 112")).to_have_attribute("href", "tel:112")
    page.get_by_role("button", name="Prévenir maintenant").click()
    expect(page.get_by_role("alert")).to_contain_text("L'alerte n'est pas partie.")
    expect(page.get_by_role("alert")).to_contain_text("N'attendez pas : appelez.")
    assert alerts_of(team.outing) == []
    page.context.set_offline(False)
    page.get_by_role("button", name="Réessayer maintenant").click()

    expect(page.get_by_text("Alerte partie à")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert alerts_of(team.outing) == [("aide", 1, True)]


def test_nobody_today_closes_in_two_touches(phone: OpenPhone, team: Team) -> None:
    page = phone("sortie")
    page.context.set_offline(True)

    page.get_by_role("button", name="Personne aujourd'hui").click()
    page.get_by_role("button", name="Oui, clore la sortie").click()
    expect(page.locator("#fait")).to_contain_text("Sortie close. Enregistré sur ce téléphone.")
    expect(page.get_by_role("heading", name="Les sept derniers jours")).to_be_visible()
    page.context.set_offline(False)
    received(page)

    assert [(each.nobody, each.incident) for each in debriefs(team.outing)] == [(True, "aucun")]


def test_closing_is_kept_at_each_letter_then_received_whole(phone: OpenPhone, team: Team) -> None:
    page = phone("clore")
    page.context.set_offline(True)

    page.get_by_role("group", name="Awa").get_by_text("Bien").click()
    page.get_by_role("group", name="Un incident ?").get_by_text("Oui").click()
    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_text("Choisissez ce qui s'est passé")).to_be_visible()
    expect(page.get_by_label("Lequel")).to_be_focused()
    page.get_by_label("Lequel").select_option("tension")
    page.get_by_label("Ce que vous avez vécu").fill("On nous a suivis.")
    page.get_by_text("À porter en analyse de pratiques").click()
    page.get_by_text("Nous aimerions en parler").click()
    page.get_by_label("La phrase du jour").press_sequentially("Il pleuvait")
    draft_kept(page, "Il pleuvait")
    page.reload()
    expect(page.get_by_label("La phrase du jour")).to_have_value("Il pleuvait")
    expect(page.get_by_label("Ce que vous avez vécu")).to_have_value("On nous a suivis.")
    expect(page.get_by_role("group", name="Awa").get_by_label("Bien")).to_be_checked()
    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    page.context.set_offline(False)
    received(page)

    (debrief,) = debriefs(team.outing)
    assert (debrief.moods, debrief.incident, debrief.incident_text) == (
        {str(team.awa.pk): "bien"},
        "tension",
        "On nous a suivis.",
    )
    assert (debrief.for_supervision, debrief.support_wanted, debrief.sentence) == (True, True, "Il pleuvait")


def test_closing_again_adds_to_what_was_told(phone: OpenPhone, team: Team) -> None:
    page = phone("clore")
    page.get_by_label("La phrase du jour").fill("Il pleuvait")
    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()

    go(page, team.outing, "clore")
    expect(page.get_by_text("Déjà close")).to_be_visible()
    page.get_by_role("group", name="Karim").get_by_text("Fatigué·e").click()
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    received(page)

    assert [(each.sentence, each.moods) for each in debriefs(team.outing)] == [
        ("Il pleuvait", {str(team.karim.pk): "fatigue"})
    ]


def test_slow_memory_writes_over_nothing_typed_when_closing(phone: OpenPhone, team: Team) -> None:
    page = phone()
    page.evaluate(OPEN_SLOWLY, f"#/sortie/{team.outing.pk}/clore")
    sentence = page.get_by_label("La phrase du jour")
    sentence.fill("Il pleuvait")
    page.evaluate("window.screenHasRead")
    assert sentence.input_value() == "Il pleuvait"

    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    received(page)
    assert [each.sentence for each in debriefs(team.outing)] == ["Il pleuvait"]


def test_slow_memory_loses_no_letter_of_who_leaves_and_comes_back(phone: OpenPhone, team: Team) -> None:
    page = phone("clore")
    sentence = page.get_by_label("La phrase du jour")
    sentence.fill("Il pleuvait")
    draft_kept(page, "Il pleuvait")
    # Two letters are on their way when the screen is left, and opened again.
    page.evaluate(OPEN_SLOWLY, f"#/sortie/{team.outing.pk}/clore")
    page.evaluate(TYPE_LEAVE_AND_COME_BACK, [f"#/sortie/{team.outing.pk}/{screen}" for screen in ("compter", "clore")])

    expect(sentence).to_have_value("Il pleuvait fort")


def test_slow_memory_writes_over_nothing_chosen_when_improvising(phone: OpenPhone) -> None:
    page = phone()
    page.evaluate(OPEN_SLOWLY, "#/improviser")
    return_hour = page.get_by_label("De retour vers")
    return_hour.fill("23:45")
    page.evaluate("window.screenHasRead")

    assert return_hour.input_value() == "23:45"


def test_outing_improvised_without_network_is_counted_in_and_received(phone: OpenPhone, team: Team) -> None:
    page = phone(member=team.ines)
    page.context.set_offline(True)

    page.get_by_role("link", name="Improviser une sortie").click()
    page.get_by_label("Où").select_option(label="Un nouveau lieu")
    page.get_by_role("button", name="C'est parti").click()
    expect(page.get_by_text("Dites où vous êtes")).to_be_visible()
    expect(page.get_by_text("On sort à deux. Si vous êtes seul·e, dites pourquoi.")).to_be_visible()
    page.get_by_label("Le nom du nouveau lieu").fill("La dalle des Merisiers")
    page.get_by_role("checkbox", name="Karim Vidal").check()
    expect(page.get_by_label("Si vous êtes seul·e : pourquoi")).to_be_hidden()
    page.get_by_role("button", name="C'est parti").click()
    expect(page.get_by_role("heading", level=1, name="La dalle des Merisiers")).to_be_visible()
    expect(page.get_by_text("Dehors depuis")).to_contain_text("Inès et Karim")
    page.get_by_role("link", name="Compter").click()
    page.get_by_role("button", name="25 à 39 ans, femme : 0 personne").click()
    expect(page.locator(".count-foot")).to_contain_text("Enregistré")
    page.context.set_offline(False)
    received(page)

    with structure_scope(team.structure.pk):
        made = Outing.objects.get(is_improvised=True)
        assert (made.place.name, made.state) == ("La dalle des Merisiers", "en_cours")
        team_of = Participation.objects.filter(outing=made).order_by("membership__name")
        assert list(team_of.values_list("membership__name", flat=True)) == ["Inès Colas", "Karim Vidal"]
    assert people(made) == 1


def test_what_was_written_in_the_wrong_outing_moves_to_the_right_one(phone: OpenPhone, team: Team) -> None:
    right = other_outing(team, "Parc des Sources", timezone.now() + HOUR)
    page = phone("compter")
    page.context.set_offline(True)
    for count in ("0 personne", "1 personne"):
        page.get_by_role("button", name=f"25 à 39 ans, femme : {count}", exact=True).click()
    expect(page.locator(".count-foot")).to_contain_text("Enregistré")

    go(page, team.outing, "lignes")
    expect(page.get_by_text("2 personnes comptées")).to_be_visible()
    page.get_by_role("button", name="Déplacer ce que j'ai écrit").click()
    expect(page.get_by_text("Choisissez la bonne sortie.")).to_be_visible()
    page.get_by_label("Tout déplacer vers").select_option(value=str(right.pk))
    page.get_by_role("button", name="Déplacer ce que j'ai écrit").click()
    expect(page.get_by_role("link", name="Compter")).to_contain_text("2 personnes")
    go(page, team.outing)
    expect(page.get_by_role("link", name="Compter")).to_contain_text("0 personne")
    page.context.set_offline(False)
    received(page)

    expect(page.get_by_role("link", name="Compter")).to_contain_text("0 personne")
    assert (people(team.outing), people(right)) == (0, 2)


def test_line_is_taken_back_in_two_touches(phone: OpenPhone, team: Team) -> None:
    page = phone("clore")
    page.get_by_role("button", name="Clore la sortie").click()
    expect(page.get_by_role("heading", name="Mes sorties")).to_be_visible()
    received(page)
    assert len(debriefs(team.outing)) == 1

    go(page, team.outing, "lignes")
    page.get_by_role("button", name="Retirer : Comment la sortie s'est passée").click()
    expect(page.get_by_role("button", name="Oui, retirer : Comment la sortie s'est passée")).to_be_focused()
    page.get_by_role("button", name="Oui, retirer : Comment la sortie s'est passée").click()

    expect(page.get_by_text("C'est retiré.")).to_be_visible()
    expect(page.get_by_text("Comment la sortie s'est passée")).to_be_hidden()
    received(page)
    assert debriefs(team.outing) == []


def test_screens_look_right(phone: OpenPhone, team: Team, axe: Callable[[Page], None]) -> None:
    other_outing(team, "Parc des Sources", timezone.now() - timedelta(days=1))
    page = phone()
    for screen in ("", "sortie", "depart", "aide", "lignes", "clore", "improviser"):
        if screen == "improviser":
            go(page, None, screen)
        elif screen:
            go(page, team.outing, "" if screen == "sortie" else screen)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width, height in ((320, 640), (360, 740), (412, 915)):
                page.set_viewport_size({"width": width, "height": height})
                axe(page)
                assert overflow(page) == 0, screen
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) == 0, screen
        page.evaluate("document.documentElement.style.fontSize = ''")
