"""What the home page of a lead says that words wait for."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from palier.voices.enums import RestitutionState, VoiceState
from palier.voices.models import Restitution
from palier.voices.queries.needs import row_of
from palier.voices.queries.waiting import Waiting, waiting_words
from tests.factories.people import logged_in
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
NOW = HEARD + timedelta(days=40)
HOME_PART = "/besoins/signales/"


@pytest.fixture(autouse=True)
def _in_time() -> Any:
    """Let all happen forty days after the words."""
    with time_machine.travel(NOW, tick=False):
        yield


def make_waiting(lead: Membership) -> None:
    """Write two words to sort and one sorted, a late relay and its colleague's, one in time, two answers to tell."""
    centre = lead.structure
    for state in (VoiceState.A_TRIER, VoiceState.A_TRIER, VoiceState.TRIEE):
        make_words(centre, state=state)
    need = make_need(centre)
    late = make_relay(need, at=HEARD)
    make_relay(need, at=HEARD, forwarded_from=late)
    make_relay(need, at=NOW)
    make_relay(make_need(centre, closed_at=NOW), at=HEARD)
    reply = make_reply(make_relay(need, at=HEARD), author="Zoé")
    for due_at in (HEARD, NOW):
        shared = {"structure": centre, "need": need, "reply": reply, "state": RestitutionState.A_RAPPORTER}
        Restitution.objects.create(**shared, place=make_place(centre), due_at=due_at)


def test_counts_are_what_waits(lead: Membership, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_waiting(lead)

    with structure_scope(lead.structure_id), django_assert_num_queries(4):
        found = waiting_words(NOW.date())

    assert found == Waiting(to_sort=2, late_relays=1, due=2, late_due=1)


def test_home_page_links_each_count_to_its_page(lead: Membership) -> None:
    make_waiting(lead)
    browser = logged_in(lead.user)

    text = unescape(browser.get(HOME_PART).content.decode())

    for words, address in (
        ("1 relais sans réponse, en retard", "/relais/?retard=on"),
        ("2 réponses à rapporter, dont 1 depuis plus de deux semaines", "/paroles/retours/"),
        ("2 paroles à trier", "/paroles/"),
    ):
        assert f'<a href="{address}">{words}</a>' in text
        assert browser.get(address).status_code == 200


def test_nothing_to_do_is_one_quiet_link(lead: Membership) -> None:
    text = logged_in(lead.user).get(HOME_PART).content.decode()

    assert ("attendent" in text, 'href="/paroles/"' in text) == (False, True)


def test_need_whose_answer_was_contested_waits_since_then_not_since_its_first_words(lead: Membership) -> None:
    contested = make_need(lead.structure, make_words(lead.structure), settled_at=NOW - timedelta(days=5))
    make_relay(contested, at=HEARD, state="refuse")

    with structure_scope(lead.structure_id):
        row = row_of(contested, now=NOW)

    assert (row.waiting_days, row.relays != []) == (5, True)
