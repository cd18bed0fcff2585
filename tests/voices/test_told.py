"""Answers told, or not, and why: by the first who notes it, taken back, contested."""

from datetime import timedelta

import pytest

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.structures.models import Membership
from palier.voices.actions.answers import note_reply
from palier.voices.actions.told import (
    Telling,
    ToldRefused,
    cannot_tell,
    report_failure,
    report_telling,
    tell_restitution,
    undo_telling,
)
from palier.voices.enums import NeedEventKind, NeedState, ReplyChannel, RestitutionMeans, RestitutionState
from palier.voices.models import NeedEvent, Relay, Restitution, SharedNeed
from palier.voices.queries.due import due_answers, few_words, is_late, restitutions_due
from tests.factories.people import actor_for
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=5)
ALOUD = Telling(RestitutionMeans.TERRAIN, people=4)


@pytest.fixture
def relay(lead: Membership) -> Relay:
    """Return a relay of a need heard at two places, answered and to be told at both."""
    words = [make_words(lead.structure, place=make_place(lead.structure, name)) for name in ("Hall A", "Hall B")]
    relay = make_relay(make_need(lead.structure, *words))
    answer(relay, lead, "programme")
    return relay


def answer(relay: Relay, lead: Membership, state: str, *, days: int = 1) -> None:
    note_reply(
        relay=relay,
        state=state,
        channel=ReplyChannel.TELEPHONE,
        text="Les travaux sont votés.",
        made_by=lead,
        by=actor_for(lead),
        now=HEARD + timedelta(days=days),
    )


def due(name: str) -> Restitution:
    return Restitution.objects.get(place__name=name, state=RestitutionState.A_RAPPORTER)


def at(name: str) -> Restitution:
    return Restitution.objects.get(place__name=name)


def told(name: str, lead: Membership, telling: Telling = ALOUD) -> Restitution:
    return tell_restitution(restitution=at(name), telling=telling, told_by=lead, by=actor_for(lead), now=NOW)


def state_of_need() -> str:
    return SharedNeed.objects.get().state


def test_a_need_is_finished_once_told_everywhere(relay: Relay, lead: Membership, awa: Membership) -> None:
    told("Hall A", awa)
    assert state_of_need() == NeedState.REPONDU

    told("Hall B", awa, Telling(RestitutionMeans.AFFICHE, note=" Affichée au hall. "))

    first, second = at("Hall A"), at("Hall B")
    assert (first.state, first.people, first.told_by, first.told_at) == (RestitutionState.RAPPORTEE, 4, awa, NOW)
    assert (second.means, second.people, second.note) == (RestitutionMeans.AFFICHE, None, "Affichée au hall.")
    assert state_of_need() == NeedState.RAPPORTE
    lines = NeedEvent.objects.filter(kind=NeedEventKind.RAPPORTE).order_by("pk").values_list("detail", flat=True)
    assert list(lines) == ["Hall A : de vive voix, sur place, à 4 personnes", "Hall B : par une affiche"]
    assert AuditEntry.objects.filter(kind=AuditKind.ANSWERS_TOLD).count() == 2


def test_what_could_not_be_told_says_why_and_may_be_told_later(relay: Relay, lead: Membership) -> None:
    told("Hall A", lead)
    act = {"told_by": lead, "by": actor_for(lead), "now": NOW}
    with pytest.raises(ToldRefused):
        cannot_tell(restitution=at("Hall B"), reason=" ", **act)

    cannot_tell(restitution=at("Hall B"), reason="L'immeuble est vide.", **act)
    assert (at("Hall B").reason, state_of_need()) == ("L'immeuble est vide.", NeedState.RAPPORTE)
    with pytest.raises(ToldRefused):
        cannot_tell(restitution=at("Hall B"), reason="Encore", **act)

    told("Hall B", lead)
    assert (at("Hall B").state, at("Hall B").reason) == (RestitutionState.RAPPORTEE, "")


def test_at_the_desk_the_second_is_told_that_it_was_noted(relay: Relay, lead: Membership) -> None:
    told("Hall A", lead)

    with pytest.raises(ToldRefused, match="déjà noté"):
        told("Hall A", lead, Telling(RestitutionMeans.AFFICHE))

    assert at("Hall A").means == RestitutionMeans.TERRAIN


def test_an_answer_replaced_meanwhile_is_not_told_at_the_desk(relay: Relay, lead: Membership) -> None:
    old = at("Hall A")
    answer(relay, lead, "realise", days=2)

    with pytest.raises(ToldRefused, match="plus récente"):
        tell_restitution(restitution=old, telling=ALOUD, told_by=lead, by=actor_for(lead), now=NOW)


def test_of_two_phones_the_first_wins_and_the_second_is_a_note(relay: Relay, lead: Membership, awa: Membership) -> None:
    act = {"by": actor_for(awa), "now": NOW, "at": HEARD + timedelta(days=3)}
    report_telling(restitution=at("Hall A"), telling=ALOUD, told_by=awa, **act)
    second = Telling(RestitutionMeans.TERRAIN, people=1, note="Enfin !")
    report_telling(restitution=at("Hall A"), telling=second, told_by=lead, **act)
    report_failure(restitution=at("Hall A"), reason="Personne", told_by=lead, **act)

    kept = at("Hall A")
    assert (kept.state, kept.people, kept.told_by) == (RestitutionState.RAPPORTEE, 4, awa)
    assert kept.note == (
        "Rapportée aussi par Nadia Roche, à 1 personne, le 14 mars : Enfin !\n"
        "Pas pu être rapportée par Nadia Roche, le 14 mars : Personne"
    )


def test_who_contests_after_the_first_is_heard(relay: Relay, lead: Membership, awa: Membership) -> None:
    act = {"by": actor_for(awa), "now": NOW, "at": NOW}
    report_telling(restitution=at("Hall A"), telling=ALOUD, told_by=awa, **act)
    against = Telling(RestitutionMeans.TERRAIN, people=9, contested=True)
    report_telling(restitution=at("Hall A"), telling=against, told_by=lead, **act)

    assert (at("Hall A").contested, at("Hall B").state) == (True, RestitutionState.REMPLACEE)
    assert state_of_need() == NeedState.OUVERT


def test_a_contested_answer_opens_the_need_until_it_is_taken_back(relay: Relay, lead: Membership) -> None:
    told("Hall A", lead, Telling(RestitutionMeans.TERRAIN, people=9, contested=True, note="Rien n'a changé"))
    assert (state_of_need(), at("Hall B").state) == (NeedState.OUVERT, RestitutionState.REMPLACEE)

    undo_telling(restitution=at("Hall A"), told_by=lead, by=actor_for(lead), now=NOW)

    kept = at("Hall A")
    assert (kept.state, kept.contested, kept.note, kept.people, kept.told_at) == ("a_rapporter", False, "", None, None)
    assert (at("Hall B").state, state_of_need()) == (RestitutionState.A_RAPPORTER, NeedState.REPONDU)


def test_what_was_told_before_a_newer_answer_stays(relay: Relay, lead: Membership) -> None:
    first = told("Hall A", lead)
    answer(relay, lead, "realise", days=6)

    with pytest.raises(ToldRefused):
        undo_telling(restitution=first, told_by=lead, by=actor_for(lead), now=NOW)

    assert due("Hall A").pk != first.pk


def test_what_is_due_is_read_by_place(relay: Relay, lead: Membership) -> None:
    place = at("Hall A").place
    assert place is not None

    (found,) = due_answers([place.pk])[place.pk]
    assert (found.restitution, found.need, found.label) == (at("Hall A").pk, relay.need.title, "Programmé")
    assert (found.text, found.since) == ("Les travaux sont votés.", HEARD + timedelta(days=1))
    assert [str(row.place) for row in restitutions_due()] == ["Hall A", "Hall B"]
    told("Hall A", lead)
    assert (due_answers([place.pk]), due_answers([])) == ({}, {})


def test_late_is_counted_in_days_of_paris(relay: Relay) -> None:
    came = HEARD + timedelta(days=1)

    assert restitutions_due().filter(is_late((came + timedelta(days=14)).date())).count() == 0
    assert restitutions_due().filter(is_late((came + timedelta(days=15)).date())).count() == 2


def test_few_words_are_cut_between_two_words() -> None:
    assert few_words(" Non. ", "Pas de budget ") == "Non. Pas de budget"
    assert few_words("mot " * 200, "").endswith("mot…")
