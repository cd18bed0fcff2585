"""Answers: what they change, what they make due, what they replace, and what happens when residents disagree."""

from datetime import date, timedelta

import pytest

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.structures.models import Membership, Structure
from palier.voices.actions.answers import AnswerRefused, contest, note_message, note_reply
from palier.voices.enums import NeedEventKind, NeedState, RelayState, ReplyChannel, ReplyKind, RestitutionState
from palier.voices.models import NeedEvent, Relay, Reply, Restitution, SharedNeed
from tests.factories.people import actor_for
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def relay(centre: Structure) -> Relay:
    """Return a relay of a need heard at two places."""
    words = [make_words(centre, place=make_place(centre, name)) for name in ("Hall A", "Hall B")]
    return make_relay(make_need(centre, *words))


def answered(relay: Relay, lead: Membership, state: str, *, day: int = 1, **fields: object) -> Reply:
    told = {"channel": ReplyChannel.TELEPHONE, "made_by": lead, "by": actor_for(lead), **fields}
    return note_reply(relay=relay, state=state, now=HEARD + timedelta(days=day), **told)


def states_of(reply: Reply) -> list[str]:
    rows = Restitution.objects.filter(reply=reply).order_by("place__name")
    return list(rows.values_list("state", flat=True))


def test_an_answer_is_noted_and_becomes_due_where_the_words_were_said(relay: Relay, lead: Membership) -> None:
    reply = answered(relay, lead, "programme", text="Les travaux sont votés. ", planned_on=date(2027, 6, 1))

    kept, need = Relay.objects.get(pk=relay.pk), SharedNeed.objects.get()
    assert (reply.text, reply.planned_on, reply.made_by) == ("Les travaux sont votés.", date(2027, 6, 1), lead)
    assert (kept.state, need.state, need.outcome) == (RelayState.PROGRAMME, NeedState.REPONDU, "programme")
    assert states_of(reply) == [RestitutionState.A_RAPPORTER] * 2
    event = NeedEvent.objects.get()
    assert (event.kind, event.detail) == (NeedEventKind.REPONDU, f"{relay.partner} : Programmé")
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.detail) == (AuditKind.RELAYS_CHANGED, "réponse : Programmé, au téléphone")


def test_a_later_answer_replaces_what_was_not_told_yet(relay: Relay, lead: Membership) -> None:
    first = answered(relay, lead, "a_etude")
    Restitution.objects.filter(place__name="Hall A").update(state=RestitutionState.RAPPORTEE)

    second = answered(relay, lead, "realise", day=9)

    assert states_of(first) == [RestitutionState.RAPPORTEE, RestitutionState.REMPLACEE]
    assert states_of(second) == [RestitutionState.A_RAPPORTER] * 2


def test_an_answer_of_another_relay_replaces_nothing(relay: Relay, lead: Membership) -> None:
    first = answered(relay, lead, "refuse", reason="Ce n'est pas notre immeuble")

    second = answered(make_relay(relay.need), lead, "programme", day=2)

    assert states_of(first) == states_of(second) == [RestitutionState.A_RAPPORTER] * 2


def test_the_answer_of_a_colleague_is_that_of_the_thread(relay: Relay, lead: Membership) -> None:
    other = make_relay(relay.need, relay.partner, forwarded_from=relay, at=HEARD + timedelta(days=1))

    answered(other, lead, "en_cours", day=2)

    assert set(Relay.objects.values_list("state", flat=True)) == {RelayState.EN_COURS}


def test_well_received_is_owed_to_nobody(relay: Relay, lead: Membership) -> None:
    answered(relay, lead, "recu")

    assert (Restitution.objects.count(), NeedEvent.objects.count()) == (0, 0)
    assert SharedNeed.objects.get().state == NeedState.RELAYE


@pytest.mark.parametrize("state", ["refuse", "sans_suite", "hors_competence"])
def test_a_closed_door_says_why(relay: Relay, lead: Membership, state: str) -> None:
    with pytest.raises(AnswerRefused, match="Dites pourquoi"):
        answered(relay, lead, state, reason="  ")

    assert Reply.objects.count() == 0


@pytest.mark.parametrize("state", ["transmis", "recu"])
def test_no_way_back_before_the_answer(relay: Relay, lead: Membership, state: str) -> None:
    answered(relay, lead, "a_etude")

    with pytest.raises(AnswerRefused, match="déjà été donnée"):
        answered(relay, lead, state, day=2)


def test_questions_and_precisions_change_no_state(relay: Relay, lead: Membership) -> None:
    for kind, text in ((ReplyKind.QUESTION, "Quel hall ?"), (ReplyKind.PRECISION, "Le hall A.")):
        told = {"channel": ReplyChannel.LIEN, "made_by": None, "by": actor_for(lead), "now": HEARD}
        note_message(relay=relay, kind=kind, text=text, **told)

    assert Relay.objects.get().state == RelayState.TRANSMIS
    assert list(Reply.objects.order_by("pk").values_list("kind", "text")) == [
        ("question", "Quel hall ?"),
        ("precision", "Le hall A."),
    ]
    with pytest.raises(AnswerRefused, match="quelques mots"):
        note_message(relay=relay, kind=ReplyKind.QUESTION, text=" ", **told)


def test_a_contested_answer_opens_the_need_again(relay: Relay, lead: Membership) -> None:
    reply = answered(relay, lead, "realise")
    here = Restitution.objects.get(place__name="Hall A")
    with pytest.raises(AnswerRefused, match="rapportée"):
        contest(restitution=here, by=actor_for(lead), now=HEARD)
    Restitution.objects.filter(pk=here.pk).update(state=RestitutionState.RAPPORTEE)

    for note in ("Toujours en panne", ""):
        need = contest(restitution=here, note=note, made_by=lead, by=actor_for(lead), now=HEARD + timedelta(days=3))

    here.refresh_from_db()
    assert (need.state, need.outcome, here.contested, here.note) == (NeedState.OUVERT, "", True, "Toujours en panne")
    assert states_of(reply) == [RestitutionState.RAPPORTEE, RestitutionState.REMPLACEE]
    assert NeedEvent.objects.filter(kind=NeedEventKind.CONTESTE).count() == 1
    assert AuditEntry.objects.filter(kind=AuditKind.ANSWERS_TOLD).count() == 1
