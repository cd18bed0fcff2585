"""The pages of safety: who may touch what, what each page shows, the alerts on every page, the centre's screen."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.actions.help import ask_help
from palier.agenda.actions.letters import send_letters
from palier.agenda.actions.safety import start_outing
from palier.agenda.enums import OutingState
from palier.agenda.models import Alert, AlertLetter, Outing, Participation
from palier.agenda.queries.safety_watch import outings_to_close
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.safety_teams import END, MINUTE, START, Team, alerts_of, fresh, letters_waiting, make_team
from tests.factories.outings import THURSDAY, make_outing, make_participation, paris
from tests.factories.people import actor_for, logged_in, make_membership, make_structure
from tests.structures.phone_browsers import phone_in

pytestmark = pytest.mark.django_db
LATE = END + 30 * MINUTE
POSTED = ["outing-start", "outing-end", "outing-undo", "outing-extend", "outing-held", "outing-help", "outing-all-well"]
WATCH, BANNER = "/agenda/veille/", "/agenda/alertes/"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def at_nine() -> Iterator[Any]:
    """Nine o'clock in Paris, that Thursday; ``move_to`` goes on."""
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def address(name: str, team: Team) -> str:
    return reverse(f"agenda:{name}", args=[team.outing.pk])


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def start(team: Team, mine: Participation | None = None) -> None:
    with structure_scope(team.structure.pk):
        start_outing(participation=mine or team.of_awa, by=actor_for(team.awa), now=START)


def call_help(team: Team) -> None:
    with structure_scope(team.structure.pk):
        ask_help(outing=team.outing, asked_by=team.awa, by=actor_for(team.awa), now=START)


def team_lines(team: Team) -> list[tuple[bool, bool]]:
    with structure_scope(team.structure.pk):
        found = Participation.objects.filter(outing=team.outing).order_by("joined_at", "pk")
        return [(mine.checked_in_at is not None, mine.checked_out_at is not None) for mine in found]


def test_member_leaves_and_comes_back_from_a_phone(team: Team, at_nine: Any) -> None:
    phone = phone_in(team.lead, for_member=team.awa)
    at_nine.move_to(START)
    left = phone.post(address("outing-start", team), follow=True)
    assert left.redirect_chain == [(address("outing-safety", team), 302)]
    assert "Le départ est noté." in words(left)

    back = phone.post(address("outing-end", team), follow=True)

    assert "Le retour est noté." in words(back)
    assert team_lines(team) == [(True, True), (False, False)]
    assert fresh(team.outing).state == OutingState.TERMINEE


def test_colleague_tells_the_departure_and_the_return_of_somebody(team: Team, at_nine: Any) -> None:
    browser = logged_in(team.ines.user)
    told = {"participation": team.of_karim.pk}

    browser.post(address("outing-start", team), told)
    answer = browser.post(address("outing-end", team), told, follow=True)

    assert team_lines(team) == [(False, False), (True, True)]
    assert "rentré·e à 9:00, noté par Inès" in words(answer)


def test_wrong_touch_is_taken_back_from_the_page(team: Team, at_nine: Any) -> None:
    browser = logged_in(team.awa.user)
    browser.post(address("outing-start", team))
    assert "Annuler pour Awa" in words(browser.get(address("outing-safety", team)))

    answer = browser.post(address("outing-undo", team), {"participation": team.of_awa.pk}, follow=True)

    assert team_lines(team) == [(False, False), (False, False)]
    assert "Annuler pour Awa" not in words(answer)


def test_wrong_touch_is_not_proposed_after_ten_minutes(team: Team, at_nine: Any) -> None:
    start(team)
    at_nine.move_to(START + 11 * MINUTE)

    assert "Annuler pour Awa" not in words(logged_in(team.awa.user).get(address("outing-safety", team)))


def test_whole_team_more_time_and_help_by_their_buttons(team: Team, at_nine: Any) -> None:
    start(team)
    browser = logged_in(team.awa.user)

    browser.post(address("outing-extend", team))
    assert fresh(team.outing).ends_at == END + 30 * MINUTE
    asked = browser.post(address("outing-help", team), follow=True)
    assert "Aide demandée" in words(asked)
    browser.post(address("outing-all-well", team))
    browser.post(address("outing-end", team), {"everyone": "1"})

    assert alerts_of(team.outing) == [("aide", 1, False)]
    assert fresh(team.outing).state == OutingState.TERMINEE


def test_lead_says_that_a_silent_outing_took_place(team: Team, at_nine: Any) -> None:
    at_nine.move_to(LATE)
    browser = logged_in(team.lead.user)
    assert "A-t-elle eu lieu ?" in words(browser.get(address("outing-safety", team)))

    browser.post(address("outing-held", team))

    assert fresh(team.outing).state == OutingState.TERMINEE


def test_refusal_is_said_and_changes_nothing(team: Team, at_nine: Any) -> None:
    at_nine.move_to(START - timedelta(hours=3))

    answer = logged_in(team.awa.user).post(address("outing-start", team), follow=True)

    assert "C'est trop tôt" in words(answer)
    assert team_lines(team) == [(False, False), (False, False)]


def test_colleague_may_not_say_that_all_is_well(team: Team, at_nine: Any) -> None:
    start(team)
    call_help(team)

    answer = logged_in(team.ines.user).post(address("outing-all-well", team), follow=True)

    assert "Seules la personne qui a appelé" in words(answer)
    assert alerts_of(team.outing) == [("aide", 1, True)]
    assert "Tout va bien" not in words(answer)


def test_all_is_well_when_nobody_had_called(team: Team) -> None:
    answer = logged_in(team.lead.user).post(address("outing-all-well", team), follow=True)

    assert "Personne n'avait demandé d'aide." in words(answer)


def test_buttons_come_back_to_the_page_of_the_outing_and_nowhere_else(team: Team, at_nine: Any) -> None:
    browser, own = logged_in(team.awa.user), team.outing.get_absolute_url()

    answers = [
        browser.post(address("outing-start", team), {"next": wanted}).headers["Location"]
        for wanted in (own, "https://ailleurs.example/", "/reglages/")
    ]

    assert answers == [f"{own}#securite", *[address("outing-safety", team)] * 2]


@pytest.mark.parametrize("name", POSTED)
def test_buttons_are_for_the_team_of_the_structure(team: Team, name: str) -> None:
    foreign = make_membership(Role.DIRECTION, structure=make_structure())
    reader = make_membership(Role.LECTURE, structure=team.structure)

    assert Client().post(address(name, team)).headers["Location"].startswith("/compte/connexion/")
    assert logged_in(foreign.user).post(address(name, team)).status_code == 404
    assert logged_in(reader.user).post(address(name, team)).status_code == 403
    assert logged_in(team.lead.user).get(address(name, team)).status_code == 405
    assert logged_in(team.lead.user).post(reverse(f"agenda:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("path", [WATCH, BANNER, "safety"])
def test_pages_are_for_the_team_of_the_structure(team: Team, path: str) -> None:
    path = address("outing-safety", team) if path == "safety" else path
    reader = make_membership(Role.LECTURE, structure=team.structure)

    assert Client().get(path).headers["Location"].startswith("/compte/connexion/")
    assert logged_in(reader.user).get(path).status_code == 403
    assert logged_in(team.ines.user).post(path).status_code == 405


def test_page_of_another_structure_is_not_found(team: Team) -> None:
    foreign = logged_in(make_membership(Role.EQUIPIER, structure=make_structure()).user)

    assert foreign.get(address("outing-safety", team)).status_code == 404
    assert str(team.outing.place) not in words(foreign.get(WATCH))


def test_held_needs_who_plans(team: Team) -> None:
    assert logged_in(team.ines.user).post(address("outing-held", team)).status_code == 403


@pytest.mark.parametrize("named", ["garbage", "other outing"])
def test_somebody_of_another_outing_is_not_found(team: Team, named: str, at_nine: Any) -> None:
    with structure_scope(team.structure.pk):
        other = make_participation(make_outing(team.structure), team.ines)
    told = {"participation": other.pk if named == "other outing" else "garbage"}

    assert logged_in(team.awa.user).post(address("outing-start", team), told).status_code == 404
    assert logged_in(team.ines.user).post(address("outing-start", team)).status_code == 404


def test_page_shows_the_numbers_and_what_palier_is_not(team: Team, at_nine: Any) -> None:
    page = words(logged_in(team.awa.user).get(address("outing-safety", team)))

    dialled = [link for link in ("tel:15", "tel:17", "tel:18", "tel:112", "sms:114") if f'href="{link}"' in page]
    assert dialled == ["tel:15", "tel:17", "tel:18", "tel:112", "sms:114"]
    assert "Palier ne remplace ni le binôme, ni les secours." in page


def test_page_of_a_late_team_says_who_was_warned(team: Team, at_nine: Any) -> None:
    start(team)
    raise_due_alerts(LATE)
    at_nine.move_to(LATE)

    page = words(logged_in(team.ines.user).get(address("outing-safety", team)))

    assert "Retour attendu à 11:00" in page
    assert "Prévenu·es : l'équipe à 11:30." in page
    assert "Signaler le retour de Awa" in page


def banner(member: Membership) -> str:
    return words(logged_in(member.user).get("/aide/"))


def test_call_for_help_is_on_every_page_of_the_structure_alone(team: Team, at_nine: Any) -> None:
    call_help(team)

    for member in (team.awa, team.karim, team.ines, team.lead, team.direction):
        assert "Awa a besoin d'aide" in banner(member)
    for role in (Role.EQUIPIER, Role.DIRECTION):
        assert "a besoin d'aide" not in banner(make_membership(role, structure=make_structure()))
    assert "a besoin d'aide" not in banner(make_membership(Role.LECTURE, structure=team.structure))
    assert "a besoin d'aide" not in words(Client().get("/aide/"))


def test_lateness_is_shown_to_the_team_and_the_leads(team: Team, at_nine: Any) -> None:
    start(team)
    raise_due_alerts(LATE + 60 * MINUTE)

    for member in (team.awa, team.karim, team.lead, team.direction):
        assert banner(member).count("Une équipe n'a pas dit qu'elle était rentrée</strong>") == 1
    assert "pas dit qu'elle était rentrée" not in banner(team.ines)


def test_silent_outing_is_shown_to_the_leads(team: Team, at_nine: Any) -> None:
    raise_due_alerts(LATE)

    assert "Une sortie a-t-elle eu lieu ?" in banner(team.lead)
    assert "Une sortie a-t-elle eu lieu ?" not in banner(team.awa)


def test_silent_outings_are_said_together_in_few_lines(team: Team, at_nine: Any) -> None:
    make_outing(team.structure, state=OutingState.CONFIRMEE)
    make_outing(team.structure, state=OutingState.CONFIRMEE)
    start(team)
    raise_due_alerts(LATE + 60 * MINUTE)

    shown = banner(team.lead)

    assert shown.count('<div class="message') == 2
    assert "Ces 2 sorties ont-elles eu lieu ?" in shown
    assert shown.index("pas dit qu'elle était rentrée") < shown.index("ont-elles eu lieu")


def test_open_pages_ask_each_minute_and_a_phone_does_not(team: Team) -> None:
    phone = phone_in(team.lead, for_member=team.awa)

    assert 'hx-trigger="every 60s"' in banner(team.awa)
    assert "hx-trigger" not in words(phone.get("/aide/"))
    assert words(logged_in(team.awa.user).get(WATCH)).count("htmx.min.js") == 1
    assert words(phone.get(WATCH)).count("htmx.min.js") == 1
    assert "htmx.min.js" not in words(phone.get("/aide/"))


def test_banner_answers_nothing_new_by_nothing(team: Team, at_nine: Any) -> None:
    call_help(team)
    browser = logged_in(team.ines.user)
    first = browser.get(BANNER)
    with structure_scope(team.structure.pk):
        key = Alert.objects.get().pk.hex

    assert f'hx-get="{BANNER}?vu={key}"' in first.content.decode()
    assert "<html" not in first.content.decode()
    assert browser.get(BANNER, {"vu": key}).status_code == 204
    assert browser.get(BANNER, {"vu": ""}).status_code == 200


def test_screen_of_the_centre_shows_who_is_out_late_and_calling(team: Team, at_nine: Any) -> None:
    start(team)
    browser = logged_in(team.ines.user)
    calm = words(browser.get(WATCH))
    assert "Tout va bien" in calm
    assert 'data-alarms="0"' in calm
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in calm

    at_nine.move_to(END + 12 * MINUTE)
    late = words(browser.get(WATCH, headers={"hx-request": "true"}))
    call_help(team)
    called = words(browser.get(WATCH, headers={"hx-request": "true"}))

    assert "<html" not in late
    assert "En retard de 12 min" in late
    assert "1 équipe à appeler" in late
    assert "Awa a besoin d'aide" in called
    assert 'data-alarms="1"' in called


def test_team_due_before_midnight_is_still_looked_for_after_it(at_nine: Any) -> None:
    team, due = make_team(), paris(THURSDAY, 23, 40)
    start(team)
    with structure_scope(team.structure.pk):
        Outing.objects.update(ends_at=due)
    browser = logged_in(team.ines.user)

    at_nine.move_to(due + 45 * MINUTE)
    night = words(browser.get(WATCH))
    at_nine.move_to(due + timedelta(hours=6))
    morning = words(browser.get(WATCH))

    assert "En retard de 45 min" in night
    assert "À clore" not in night
    assert "À clore" in morning


def test_screen_shows_departures_to_come_and_what_was_forgotten(team: Team, at_nine: Any) -> None:
    browser = logged_in(team.ines.user)
    assert "Départs attendus" in words(browser.get(WATCH))
    start(team)

    at_nine.move_to(END + timedelta(hours=20))

    page = words(browser.get(WATCH))
    assert "À clore" in page
    assert "Départs attendus" not in page
    assert "Cette sortie est restée ouverte" in words(browser.get(address("outing-safety", team)))
    with structure_scope(team.structure.pk):
        assert outings_to_close(team.lead, END + timedelta(hours=20)) == [team.outing]
        assert outings_to_close(team.lead, END + timedelta(hours=2)) == []


def test_screen_says_that_nobody_watches(team: Team, at_nine: Any) -> None:
    start(team)
    browser, said = logged_in(team.ines.user), "Les alertes ne partent plus par courriel"
    at_nine.move_to(LATE + 2 * MINUTE)
    assert said not in words(browser.get(WATCH))
    at_nine.move_to(LATE + 4 * MINUTE)
    assert said in words(browser.get(WATCH))

    raise_due_alerts(LATE + 4 * MINUTE)
    assert said not in words(browser.get(WATCH))
    at_nine.move_to(LATE + 8 * MINUTE)
    assert said in words(browser.get(WATCH))
    send_letters(lambda: LATE + 8 * MINUTE)

    assert said not in words(browser.get(WATCH))
    assert (letters_waiting(), len(mail.outbox)) == (0, 2)
    with structure_scope(team.structure.pk):
        assert AlertLetter.objects.count() == 2


def test_screen_asks_as_much_for_one_team_as_for_thirty(
    team: Team, at_nine: Any, django_assert_max_num_queries: Any
) -> None:
    start(team)
    browser = logged_in(team.ines.user)
    browser.get(WATCH)
    with django_assert_max_num_queries(12) as one:
        browser.get(WATCH)
    with structure_scope(team.structure.pk):
        for _ in range(29):
            outing = make_outing(team.structure, starts_at=START, state=OutingState.EN_COURS)
            make_participation(outing, team.awa, checked_in_at=START)

    with django_assert_max_num_queries(12) as thirty:
        page = browser.get(WATCH)

    assert len(page.context["watch"].out) == 30
    assert len(thirty.captured_queries) == len(one.captured_queries)
