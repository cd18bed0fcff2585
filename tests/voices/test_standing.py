"""Where a need stands follows from its relays, their last answers, and what was told of them."""

from datetime import timedelta

import pytest

from palier.structures.models import Membership, Structure
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedState, RelayActor, RestitutionState, VoiceConsent
from palier.voices.models import Restitution, SharedNeed
from tests.factories.outings import make_outing
from tests.factories.residents import make_resident
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_citable, make_need, make_relay, make_reply, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
LATER = HEARD + timedelta(days=40)


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def settled(need: SharedNeed) -> tuple[str, str]:
    settle_need(need=need, now=LATER)
    kept = SharedNeed.objects.get(pk=need.pk)
    return kept.state, kept.outcome


def told(**which: object) -> None:
    Restitution.objects.filter(state=RestitutionState.A_RAPPORTER, **which).update(state=RestitutionState.RAPPORTEE)


def test_need_without_relay_is_open(centre: Structure) -> None:
    assert settled(make_need(centre)) == (NeedState.OUVERT, "")


def test_need_waits_while_nobody_answers(centre: Structure) -> None:
    need = make_need(centre)
    make_relay(need)

    assert settled(need) == (NeedState.RELAYE, "")


def test_well_received_is_no_answer(centre: Structure) -> None:
    need = make_need(centre, make_words(centre, place=make_place(centre)))
    make_reply(make_relay(need), "recu")

    assert settled(need) == (NeedState.RELAYE, "")
    assert Restitution.objects.count() == 0


def test_an_answer_is_owed_to_each_place_and_person_once(centre: Structure) -> None:
    hall, outing = make_place(centre), make_outing(centre)
    resident = make_resident(outing)
    words = [make_words(centre, place=hall), make_words(centre, place=hall), make_words(centre)]
    words += [make_words(centre, outing=outing, consent=VoiceConsent.RECONTACT, resident_id=resident.pk)]
    need = make_need(centre, *words)
    make_reply(make_relay(need), "programme")

    assert settled(need) == settled(need) == (NeedState.REPONDU, "programme")
    owed = set(Restitution.objects.values_list("place", "resident_id"))
    assert owed == {(hall.pk, None), (outing.place_id, None), (None, resident.pk)}
    assert Restitution.objects.count() == 3


def test_words_taken_back_and_names_erased_are_owed_nothing(centre: Structure) -> None:
    outing = make_outing(centre)
    gone = make_resident(outing)
    type(gone).objects.filter(pk=gone.pk).update(sealed={})
    words = [make_words(centre, place=make_place(centre), withdrawn_at=HEARD)]
    words += [make_words(centre, consent=VoiceConsent.RECONTACT, resident_id=gone.pk)]
    need = make_need(centre, *words)
    make_reply(make_relay(need), "realise")

    assert settled(need) == (NeedState.RAPPORTE, "realise")
    assert Restitution.objects.count() == 0


def test_who_only_agreed_to_be_quoted_is_not_called(centre: Structure) -> None:
    resident = make_resident(make_outing(centre))
    need = make_need(centre, make_citable(centre, resident_id=resident.pk))
    make_reply(make_relay(need), "realise")

    assert settled(need) == (NeedState.RAPPORTE, "realise")


def test_told_or_impossible_everywhere_is_told(centre: Structure) -> None:
    here, there = make_place(centre), make_place(centre)
    need = make_need(centre, make_words(centre, place=here), make_words(centre, place=there))
    make_reply(make_relay(need), "refuse", reason="Pas de budget")
    assert settled(need) == (NeedState.REPONDU, "refuse")

    told(place=here)
    assert settled(need) == (NeedState.REPONDU, "refuse")

    Restitution.objects.filter(place=there).update(state=RestitutionState.IMPOSSIBLE, reason="L'immeuble est vide")
    assert settled(need) == (NeedState.RAPPORTE, "refuse")


def test_words_attached_later_are_owed_the_answer(centre: Structure) -> None:
    need = make_need(centre, make_words(centre, place=make_place(centre)))
    make_reply(make_relay(need), "en_cours")
    settled(need)
    told()
    assert settled(need) == (NeedState.RAPPORTE, "en_cours")

    late = make_words(centre, place=make_place(centre))
    late.attachments.create(structure=centre, need=need, at=LATER)

    assert settled(need) == (NeedState.REPONDU, "en_cours")


def test_what_is_to_tell_comes_before_who_has_not_answered(centre: Structure) -> None:
    need = make_need(centre, make_words(centre, place=make_place(centre)))
    make_relay(need)
    make_reply(make_relay(need, actor=RelayActor.CENTRE), "realise")
    assert settled(need) == (NeedState.REPONDU, "realise")

    told()
    assert settled(need) == (NeedState.RELAYE, "realise")


def test_a_forwarded_relay_is_one_thread(centre: Structure) -> None:
    need = make_need(centre)
    first = make_relay(need)
    second = make_relay(need, first.partner, forwarded_from=first, at=HEARD + timedelta(days=1))
    assert settled(need) == (NeedState.RELAYE, "")

    make_reply(second, "programme")

    assert settled(need) == (NeedState.RAPPORTE, "programme")


def test_a_contested_answer_opens_the_need_until_another_one(centre: Structure) -> None:
    need = make_need(centre, make_words(centre, place=make_place(centre)))
    relay = make_relay(need)
    make_reply(relay, "realise")
    settled(need)
    told()
    Restitution.objects.update(contested=True)
    assert settled(need) == (NeedState.OUVERT, "")

    make_reply(relay, "programme", at=LATER)
    assert settled(need) == (NeedState.REPONDU, "programme")


def test_closed_and_merged_stay_so(centre: Structure) -> None:
    closed = make_need(centre, closed_at=HEARD, closed_reason="Réglé sur place", state=NeedState.SANS_RELAIS)
    merged = make_need(centre, merged_into=closed, state=NeedState.FUSIONNE)
    make_relay(closed)
    make_reply(make_relay(merged), "realise")

    assert settled(closed) == (NeedState.SANS_RELAIS, "")
    assert settled(merged) == (NeedState.FUSIONNE, "realise")


def test_the_day_of_the_change_is_kept_only_when_there_is_one(centre: Structure) -> None:
    need = make_need(centre)
    make_relay(need)
    settle_need(need=need, now=HEARD)
    settle_need(need=need, now=LATER)

    assert SharedNeed.objects.get(pk=need.pk).settled_at == HEARD
