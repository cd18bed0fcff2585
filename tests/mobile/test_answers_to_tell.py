"""What is to be told at the place of an outing comes down to its phones; what they told goes up."""

from datetime import timedelta

import pytest

from palier.core.ids import uuid7
from palier.mobile.models import SetAside
from palier.mobile.queries.changes import changes_since
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedState, RestitutionState
from palier.voices.models import Restitution, SharedNeed
from tests.agenda.safety_teams import START, Team
from tests.factories.voices import make_need, make_relay, make_reply, make_words
from tests.mobile.conftest import Receive
from tests.mobile.phone import NOW, Phone

pytestmark = pytest.mark.django_db
CAME = START - timedelta(days=3)


@pytest.fixture
def due(team: Team) -> Restitution:
    """Return an answer to tell at the place of the outing, which came three days before."""
    need = make_need(team.structure, make_words(team.structure, place=team.outing.place, at=CAME), title="Un banc")
    make_reply(make_relay(need), "refuse", at=CAME, text="Pas de banc.", reason="La place sera refaite.")
    settle_need(need=need, now=CAME)
    return Restitution.objects.get()


def kept() -> Restitution:
    return Restitution.objects.get()


def test_what_is_due_at_the_place_comes_down(team: Team, due: Restitution) -> None:
    changes, _ = changes_since(team.awa, None, NOW)

    assert changes is not None
    assert changes["outings"][0]["answers"] == [
        {
            "id": str(due.pk),
            "need": "Un banc",
            "label": "Refusé",
            "text": "Pas de banc. La place sera refaite.",
            "since": CAME.isoformat(),
        }
    ]


def test_the_outing_comes_down_again_once_told_by_another(team: Team, due: Restitution, receive: Receive) -> None:
    _, cursor = changes_since(team.awa, None, NOW)
    assert changes_since(team.awa, cursor, NOW)[0] is None
    SharedNeed.objects.update(title="Deux bancs", updated_at=NOW)
    renamed, cursor = changes_since(team.awa, cursor, NOW)
    assert renamed is not None
    assert renamed["outings"][0]["answers"][0]["need"] == "Deux bancs"

    receive([Phone(team.karim).op("answer.tell", team.outing, restitution=str(due.pk), people=3)], by=team.karim)

    told, _ = changes_since(team.awa, cursor, NOW)
    assert told is not None
    assert told["outings"][0]["answers"] == []


def test_told_to_three_people(team: Team, due: Restitution, phone: Phone, receive: Receive) -> None:
    op = phone.op("answer.tell", team.outing, restitution=str(due.pk), people=3, note="Déçus.")

    answers = [receive([op])[0].status for _ in range(2)]

    row = kept()
    assert (answers, row.state) == (["applied", "applied"], RestitutionState.RAPPORTEE)
    assert (row.people, row.note, row.outing_id, row.told_by) == (3, "Déçus.", team.outing.pk, team.awa)
    assert (row.told_at, SharedNeed.objects.get().state) == (phone.at, NeedState.RAPPORTE)


def test_told_by_two_phones_the_first_wins(team: Team, due: Restitution, phone: Phone, receive: Receive) -> None:
    other = Phone(team.karim, at=phone.at + timedelta(minutes=5))
    receive([phone.op("answer.tell", team.outing, restitution=str(due.pk), people=3)])

    late = receive([other.op("answer.tell", team.outing, restitution=str(due.pk), people=8)], by=team.karim)

    assert [receipt.status for receipt in late] == ["applied"]
    assert (kept().people, kept().note) == (3, "Rapportée aussi par Karim Vidal, à 8 personnes, le 11 mars.")


def test_contested_on_the_spot(team: Team, due: Restitution, phone: Phone, receive: Receive) -> None:
    receive([phone.op("answer.tell", team.outing, restitution=str(due.pk), people=3, contested=True)])

    assert (kept().contested, SharedNeed.objects.get().state) == (True, NeedState.OUVERT)


def test_impossible_to_tell(team: Team, due: Restitution, phone: Phone, receive: Receive) -> None:
    receive([phone.op("answer.tell", team.outing, restitution=str(due.pk), impossible=True, reason="Personne.")])

    assert (kept().state, kept().reason) == (RestitutionState.IMPOSSIBLE, "Personne.")


def test_an_answer_that_is_owed_no_more_is_kept_for_a_lead(team: Team, phone: Phone, receive: Receive) -> None:
    tap = phone.tap(team.outing)

    receipts = receive([tap, phone.op("answer.tell", team.outing, restitution=str(uuid7()), people=3)])

    assert [receipt.status for receipt in receipts] == ["applied", "quarantined"]
    assert SetAside.objects.get().kind == "answer.tell"


def test_the_day_announced_is_said(team: Team, due: Restitution) -> None:
    for _ in range(3):
        need = make_need(team.structure, make_words(team.structure, place=team.outing.place, at=CAME))
        make_reply(make_relay(need), "programme", at=CAME, planned_on=NOW.date())
        settle_need(need=need, now=CAME)

    changes, _ = changes_since(team.awa, None, NOW)

    assert changes is not None
    texts = [answer["text"] for answer in changes["outings"][0]["answers"]]
    assert texts[1:] == ["Prévu le 11 mars 2027."] * 3
