"""« À rapporter »: the list, what one ticks, why it could not be, the poster; who may come."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palier.core.ids import uuid7
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedState, RestitutionState
from palier.voices.models import Relay, Restitution, SharedNeed
from tests.documents.test_letter import words_of
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_place
from tests.factories.voices import make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
LIST = "/paroles/retours/"


@pytest.fixture
def desk(lead: Membership) -> Client:
    """Return the browser of the lead."""
    return logged_in(lead.user)


def make_due(lead: Membership, place: str = "Hall A", *, days: int = 1, title: str = "Un ascenseur") -> Restitution:
    """Return an answer to tell at a new place, which came ``days`` ago."""
    came = timezone.now() - timedelta(days=days)
    with structure_scope(lead.structure_id):
        words = make_words(lead.structure, place=make_place(lead.structure, place), at=came)
        need = make_need(lead.structure, words, title=title)
        reply = make_reply(make_relay(need, at=came), "refuse", at=came, text="Pas cette année.", reason="Trop cher.")
        settle_need(need=need, now=came)
        return Restitution.objects.get(reply=reply)


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def kept(due: Restitution) -> Restitution:
    with across_structures():
        return Restitution.objects.get(pk=due.pk)


def need_state(due: Restitution) -> str:
    with across_structures():
        return SharedNeed.objects.get(pk=due.need_id).state


def act(due: Restitution, name: str) -> str:
    return reverse(f"voices:restitution-{name}", args=[due.pk])


def test_nothing_to_tell(desk: Client) -> None:
    assert "Rien à rapporter pour l'instant" in shown(desk.get(LIST))


def test_what_is_late_comes_first_by_place(lead: Membership, desk: Client) -> None:
    make_due(lead, "Hall A", title="Un banc")
    make_due(lead, "Hall Z", days=20, title="Une rampe")

    page = shown(desk.get(LIST))
    late_only = shown(desk.get(LIST, {"retard": "on"}))
    none = shown(desk.get(LIST, {"lieu": "gare"}))

    assert "2 retours à faire, dont 1 en retard" in page
    assert page.index("Hall Z") < page.index("Hall A")
    assert ("Un banc" in late_only, "Une rampe" in late_only) == (False, True)
    assert "Rien ne répond à ces choix" in none


def test_the_list_asks_as_much_with_one_and_thirty(lead: Membership, desk: Client) -> None:
    make_due(lead)
    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for number in range(29):
        make_due(lead, f"Hall {number}")
    with CaptureQueriesContext(connection) as thirty:
        desk.get(LIST)

    assert len(thirty) == len(one)


def test_told_in_a_meeting_then_taken_back(lead: Membership, desk: Client) -> None:
    due = make_due(lead)

    empty = desk.post(act(due, "tell"), {"means": "reunion"})
    told = desk.post(act(due, "tell"), {"means": "reunion", "people": "12", "note": "Bien reçue."})
    states = kept(due).state, kept(due).people, kept(due).told_by, need_state(due)
    after = shown(desk.get(LIST))
    again = desk.post(act(due, "tell"), {"means": "affiche"}, follow=True)
    panel = shown(desk.get(reverse("voices:need-detail", args=[due.need_id])))
    desk.post(act(due, "undo"))

    assert (empty.status_code, "une suffit" in shown(empty)) == (422, True)
    assert (told.status_code, told["Location"]) == (302, LIST)
    assert states == (RestitutionState.RAPPORTEE, 12, lead, NeedState.RAPPORTE)
    assert ("Annuler" in after, "est rapportée" in after) == (True, True)
    assert "déjà noté" in shown(again)
    assert "à 12 personnes" in panel
    assert (kept(due).state, need_state(due)) == (RestitutionState.A_RAPPORTER, NeedState.REPONDU)


def test_a_poster_is_not_counted_and_a_contested_answer_opens_the_need(lead: Membership, desk: Client) -> None:
    first, second = make_due(lead), make_due(lead, "Hall B")

    desk.post(act(first, "tell"), {"means": "affiche"})
    desk.post(act(second, "tell"), {"means": "terrain", "people": "2", "contested": "on"})

    assert (kept(first).state, kept(first).people) == (RestitutionState.RAPPORTEE, None)
    assert (need_state(first), need_state(second)) == (NeedState.RAPPORTE, NeedState.OUVERT)


def test_what_could_not_be_told_says_why(lead: Membership, desk: Client) -> None:
    due = make_due(lead)

    empty = desk.post(act(due, "cannot"), {"reason": " "})
    desk.post(act(due, "cannot"), {"reason": "L'immeuble est vide."})

    assert (empty.status_code, kept(due).reason) == (422, "L'immeuble est vide.")
    assert kept(due).state == RestitutionState.IMPOSSIBLE
    assert "L'immeuble est vide." in shown(desk.get(act(due, "tell")))


def test_the_poster_says_the_answer_on_one_page(lead: Membership, desk: Client) -> None:
    due = make_due(lead)
    with structure_scope(lead.structure_id):
        # In Paris, Thursday has begun.
        Relay.objects.update(sent_at=datetime(2026, 11, 18, 23, 30, tzinfo=UTC))

    answer = desk.get(act(due, "poster"))

    words = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for said in ("Un ascenseur", "Refusé", "Pas cette année.", "Trop cher.", "19 novembre", "Centre du Belvédère"):
        assert said in words


def test_who_may_come(lead: Membership, awa: Membership, desk: Client) -> None:
    due, member = make_due(lead), logged_in(awa.user)
    stranger = logged_in(make_membership(Role.REFERENT).user)
    reader = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)

    assert [member.get(url).status_code for url in (LIST, act(due, "poster"), act(due, "tell"))] == [200, 200, 403]
    assert [stranger.get(act(due, name)).status_code for name in ("tell", "poster")] == [404, 404]
    assert [stranger.post(act(due, name)).status_code for name in ("cannot", "undo")] == [404, 404]
    assert (reader.get(LIST).status_code, Client().get(LIST).status_code) == (403, 302)
    assert desk.get(reverse("voices:restitution-tell", args=[uuid7()])).status_code == 404
    assert desk.get(act(due, "undo")).status_code == 405
