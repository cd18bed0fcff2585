"""The team digest: since when, what it says, what it keeps back, how long it is to read."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.core.tenancy import structure_scope
from palier.structures.enums import Theme
from palier.structures.models import Membership
from palier.voices.actions.standing import settle_need
from palier.voices.queries.digest import digest_since, last_meeting
from tests.documents.test_letter import words_of
from tests.factories.fieldlog import make_debrief
from tests.factories.meetings import make_meeting
from tests.factories.outings import THURSDAY, make_outing
from tests.factories.people import logged_in
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_citable, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
PAGE = "/paroles/synthese/"
NOW = HEARD + timedelta(days=40)
MINUTES, WORDS_A_MINUTE = 5, 200


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def furnish(lead: Membership, rows: int = 1) -> None:
    """Write ``rows`` of all that the digest tells, after the meeting of the fourth of April; and one before it."""
    centre = lead.structure
    with structure_scope(centre.pk):
        make_meeting(centre, day=THURSDAY + timedelta(days=24))
        make_words(centre, text="Avant la réunion")
        for number in range(rows):
            at = NOW - timedelta(days=2)
            place = make_place(centre, f"Hall {rows}-{number}")
            said = make_citable(
                centre, f"Le hall {number} reste dans le noir le soir.", place=place, at=at, themes=[Theme.LOGEMENT]
            )
            kept = make_words(centre, text="Secret de l'équipe", place=place, at=at)
            need = make_need(centre, said, kept, title=f"De la lumière {number}", created_at=at)
            relay = make_relay(need, at=HEARD)
            make_reply(relay, "programme", at=at, text="Ce sera fait.", planned_on=(NOW - timedelta(days=1)).date())
            make_relay(need, at=HEARD)
            settle_need(need=need, now=NOW - timedelta(days=20))
            fields = {"incident": "verbal", "incident_text": "Récit gardé", "for_supervision": True}
            make_debrief(make_outing(centre), at=at, **fields)


def test_it_begins_at_the_last_team_meeting(lead: Membership) -> None:
    with structure_scope(lead.structure_id):
        assert last_meeting(NOW) is None
        meeting = make_meeting(lead.structure)
        make_meeting(lead.structure, day=NOW.date() + timedelta(days=1))
        make_meeting(lead.structure, day=NOW.date() - timedelta(days=1), cancelled_at=NOW)
        make_meeting(lead.structure, day=NOW.date() - timedelta(days=1), kind="supervision")

        found = digest_since(now=NOW, today=NOW.date())

    assert (found.meeting, found.since, found.is_empty) == (meeting, meeting.ends_at, True)


def test_it_says_all_and_keeps_back_what_stays_in_the_team(lead: Membership) -> None:
    furnish(lead)
    with time_machine.travel(NOW, tick=False):
        page = shown(logged_in(lead.user).get(PAGE))

    for said in (
        "2 paroles notées",
        "Logement",
        "De la lumière 0",
        "Le hall 0 reste dans le noir",
        "Programmé",
        "l'annonçait pour",
    ):
        assert said in page
    for said in ("sans réponse de", "1 retour en retard", "Agression verbale", "Depuis la réunion du 4 avril 2027"):
        assert said in page
    for unsaid in ("Secret de l'équipe", "Récit gardé", "Avant la réunion"):
        assert unsaid not in page


def test_the_kind_of_incidents_is_for_the_leads(lead: Membership, awa: Membership) -> None:
    furnish(lead)
    with time_machine.travel(NOW, tick=False):
        page = shown(logged_in(awa.user).get(PAGE))

    assert ("1 moment" in page, "Agression verbale" in page) == (True, False)


def test_it_is_read_in_five_minutes_and_asks_as_much(lead: Membership) -> None:
    furnish(lead)
    with time_machine.travel(NOW, tick=False):
        browser = logged_in(lead.user)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as one:
            browser.get(PAGE)
        furnish(lead, 12)
        with CaptureQueriesContext(connection) as many:
            browser.get(PAGE)
        pdf = browser.get(f"{PAGE}point-equipe.pdf")

    assert len(many) == len(one)
    assert len(words_of(pdf.content).split()) < MINUTES * WORDS_A_MINUTE


def test_projected_a_screen_a_section_and_from_another_day(lead: Membership) -> None:
    furnish(lead)
    with time_machine.travel(NOW, tick=False):
        browser = logged_in(lead.user)
        screen = shown(browser.get(f"{PAGE}projection/"))
        later = shown(browser.get(PAGE, {"depuis": NOW.date().isoformat()}))
        odd = browser.get(PAGE, {"depuis": "hier"})

    assert screen.count("data-screen") == 7
    assert "De la lumière 0" not in later.split("Ce qu'on nous a promis")[0]
    assert odd.status_code == 200


def test_who_may_come(lead: Membership) -> None:
    assert Client().get(PAGE).status_code == 302
    empty = shown(logged_in(lead.user).get(PAGE))
    assert "Rien de nouveau depuis" in empty
