"""Needs formed out of words, one decision of a person at a time, each with its history and its line of audit."""

from datetime import timedelta
from typing import Any

import pytest

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.structures.models import Membership, Structure
from palier.voices.actions.answers import note_reply
from palier.voices.actions.need_trail import NeedMerged, NeedRefused
from palier.voices.actions.needs import (
    NeedCard,
    attach_words,
    change_need,
    close_need,
    create_need,
    detach_words,
    refuse_for_need,
    refuse_group,
    reopen_need,
    set_threshold,
)
from palier.voices.actions.regrouping import merge_needs, split_need
from palier.voices.enums import NeedEventKind, NeedState, ReplyChannel, VoiceState
from palier.voices.models import Attachment, NeedEvent, RefusedProposal, Relay, Restitution, SharedNeed, Voice
from tests.factories.outings import make_outing
from tests.factories.people import actor_for
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=2)
Acts = dict[str, Any]


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def acts(lead: Membership) -> Acts:
    """Return who acts, and when."""
    return {"made_by": lead, "by": actor_for(lead), "now": NOW}


def words_of(need: SharedNeed) -> set[Voice]:
    return {row.voice for row in Attachment.objects.filter(need=need).select_related("voice")}


def history(need: SharedNeed) -> list[tuple[str, str]]:
    return list(NeedEvent.objects.filter(need=need).order_by("pk").values_list("kind", "detail"))


def audited() -> list[str]:
    entries = AuditEntry.objects.filter(kind=AuditKind.NEEDS_CHANGED).order_by("pk")
    return list(entries.values_list("detail", flat=True))


def test_need_is_made_out_of_words(centre: Structure, lead: Membership, acts: Acts) -> None:
    one, two, out = make_words(centre), make_words(centre), make_words(centre)
    zone = make_zone(centre)
    card = NeedCard("Un ascenseur qui marche", "Celui du 12", "logement", zone)

    need = create_need(structure=centre, card=card, words=[one, two], refused=[out], was_proposed=True, **acts)

    kept = SharedNeed.objects.get()
    assert (kept.pk, kept.title, kept.description, kept.theme, kept.zone) == (
        need.pk,
        "Un ascenseur qui marche",
        "Celui du 12",
        "logement",
        zone,
    )
    assert (kept.state, kept.made_by, kept.settled_at) == (NeedState.OUVERT, lead, NOW)
    assert words_of(need) == {one, two}
    assert set(Attachment.objects.values_list("was_proposed", "made_by", "at")) == {(True, lead.pk, NOW)}
    assert [row.voice_id for row in RefusedProposal.objects.filter(need=need)] == [out.pk]
    assert history(need) == [("cree", "Un ascenseur qui marche"), ("rattachee", ""), ("rattachee", "")]
    assert audited() == ["créé, 2 paroles"]


def test_words_of_a_need_wait_in_no_inbox(centre: Structure, lead: Membership, acts: Acts) -> None:
    waiting = make_words(centre)
    left = make_words(centre, state=VoiceState.RIEN_A_FAIRE, nothing_reason="Déjà fait")
    sorted_out = make_words(centre, state=VoiceState.TRIEE, triaged_at=HEARD)

    attach_words(need=make_need(centre), words=[waiting, left, sorted_out], **acts)

    found = {(word.state, word.nothing_reason, word.triaged_at) for word in Voice.objects.all()}
    assert found == {(VoiceState.TRIEE, "", NOW), (VoiceState.TRIEE, "", HEARD)}
    assert set(Voice.objects.filter(triaged_at=NOW).values_list("triaged_by", flat=True)) == {lead.pk}


def test_words_are_attached_once(centre: Structure, acts: Acts) -> None:
    word, need = make_words(centre), make_need(centre)

    attach_words(need=need, words=[word], **acts)
    attach_words(need=need, words=[word], **acts)

    assert (Attachment.objects.count(), history(need), audited()) == (
        1,
        [("rattachee", "")],
        ["rattachées : 1 parole"],
    )


def test_one_word_may_ask_for_two_things(centre: Structure, acts: Acts) -> None:
    word = make_words(centre)
    lift, bench = make_need(centre, word), make_need(centre)

    attach_words(need=bench, words=[word], **acts)

    assert (words_of(lift), words_of(bench)) == ({word}, {word})


def test_words_taken_back_are_not_attached(centre: Structure, acts: Acts) -> None:
    gone = make_words(centre, withdrawn_at=HEARD)

    with pytest.raises(NeedRefused, match="retirées"):
        attach_words(need=make_need(centre), words=[gone], **acts)
    with pytest.raises(NeedRefused, match="retirées"):
        create_need(structure=centre, card=NeedCard("Un banc"), words=[gone], **acts)

    assert (Attachment.objects.count(), SharedNeed.objects.count()) == (0, 1)


def test_words_follow_a_need_that_was_merged_meanwhile(centre: Structure, acts: Acts) -> None:
    stale, into, word = make_need(centre), make_need(centre), make_words(centre)
    merge_needs(into=into, others=[stale], **acts)

    found = attach_words(need=stale, words=[word], **acts)

    assert (found, words_of(into), words_of(stale)) == (into, {word}, set())


def test_detached_words_are_not_proposed_again_until_attached_by_hand(centre: Structure, acts: Acts) -> None:
    word, other = make_words(centre), make_words(centre)
    need = make_need(centre, word, other)

    detach_words(need=need, words=[word, make_words(centre)], **acts)

    assert (words_of(need), history(need)) == ({other}, [("detachee", "")])
    assert NeedEvent.objects.get().voice_id == word.pk
    assert RefusedProposal.objects.get().voice == word
    attach_words(need=need, words=[word], **acts)
    assert (words_of(need), RefusedProposal.objects.count()) == ({word, other}, 0)


def test_refusals_are_remembered_once(centre: Structure, acts: Acts) -> None:
    word, held = make_words(centre), make_words(centre)
    need = make_need(centre, held)

    assert refuse_for_need(need=need, words=[word, held], **acts) == 1
    assert refuse_for_need(need=need, words=[word], **acts) == 0
    group = refuse_group(words=[word, held], **acts)

    assert set(RefusedProposal.objects.filter(group=group).values_list("voice", flat=True)) == {word.pk, held.pk}
    assert list(RefusedProposal.objects.filter(need=need).values_list("voice", flat=True)) == [word.pk]


def test_need_is_renamed_and_says_its_former_name(centre: Structure, acts: Acts) -> None:
    need = make_need(centre, title="Ascenseur")

    change_need(need=need, card=NeedCard("Un ascenseur qui marche", theme="logement"), **acts)
    change_need(need=need, card=NeedCard("Un ascenseur qui marche", theme="logement"), **acts)
    change_need(need=need, card=NeedCard("Un ascenseur qui marche", "Au 12", "logement"), **acts)

    assert SharedNeed.objects.get().title == "Un ascenseur qui marche"
    assert history(need) == [("renomme", "« Ascenseur »"), ("renomme", "précisions, thème ou quartier")]


def test_need_is_closed_with_its_reason_and_opened_again(centre: Structure, acts: Acts) -> None:
    need = make_need(centre)
    with pytest.raises(NeedRefused, match="Dites pourquoi"):
        close_need(need=need, reason="  ", **acts)

    closed = close_need(need=need, reason="Réparé avant", **acts)
    opened = reopen_need(need=need, **acts)

    assert (closed.state, opened.state, opened.closed_reason) == (NeedState.SANS_RELAIS, NeedState.OUVERT, "")
    assert history(need) == [("clos", "Réparé avant"), ("rouvert", "")]
    assert audited() == ["clos sans relais", "rouvert"]


def test_relayed_need_is_not_closed_without_an_answer(centre: Structure, acts: Acts) -> None:
    need = make_need(centre)
    make_relay(need)

    with pytest.raises(NeedRefused, match="relayé"):
        close_need(need=need, reason="Assez", **acts)

    assert SharedNeed.objects.get().closed_at is None


def test_split_moves_words_and_keeps_the_two_needs_apart(centre: Structure, acts: Acts) -> None:
    lift, bench, both = (make_words(centre) for _ in range(3))
    need = make_need(centre, lift, bench, both, title="Le hall")
    relay = make_relay(need)

    new = split_need(need=need, words=[bench], card=NeedCard("Un banc"), **acts)

    assert (words_of(need), words_of(new), relay.need) == ({lift, both}, {bench}, need)
    assert history(need) == [("scinde", "« Un banc »"), ("detachee", "")]
    assert history(new) == [("cree", "à partir de « Le hall »"), ("rattachee", "")]
    refused = set(RefusedProposal.objects.values_list("need", "voice"))
    assert refused == {(need.pk, bench.pk), (new.pk, lift.pk), (new.pk, both.pk)}
    assert SharedNeed.objects.get(pk=need.pk).state == NeedState.RELAYE


def test_split_leaves_no_need_empty(centre: Structure, acts: Acts) -> None:
    word = make_words(centre)
    need = make_need(centre, word)

    for chosen in ([], [word]):
        with pytest.raises(NeedRefused):
            split_need(need=need, words=chosen, card=NeedCard("Un banc"), **acts)
    assert (SharedNeed.objects.count(), words_of(need)) == (1, {word})


def test_merge_brings_words_relays_and_answers(centre: Structure, acts: Acts, lead: Membership) -> None:
    hall, square = make_place(centre), make_place(centre)
    both, mine, theirs = (make_words(centre, place=place) for place in (hall, hall, square))
    into, other = make_need(centre, both, mine, title="A"), make_need(centre, both, theirs, title="B")
    relay = make_relay(other)
    note_reply(relay=relay, state="realise", channel=ReplyChannel.LIEN, by=acts["by"], now=NOW)

    kept = merge_needs(into=into, others=[other], **acts)

    gone = SharedNeed.objects.get(pk=other.pk)
    assert (gone.state, gone.merged_into, words_of(gone)) == (NeedState.FUSIONNE, into, set())
    assert words_of(kept) == {both, mine, theirs}
    assert Relay.objects.get().need == into
    owed = set(Restitution.objects.values_list("need", "place", "state"))
    assert owed == {(into.pk, hall.pk, "a_rapporter"), (into.pk, square.pk, "a_rapporter")}
    assert (kept.state, kept.outcome) == (NeedState.REPONDU, "realise")
    assert history(other)[-1] == ("fusionne", "« A »")
    assert ("fusionne", "« B »") in history(into)


def test_needs_merged_twice_lead_to_the_last_in_one_step(centre: Structure, acts: Acts) -> None:
    first, second, last = (make_need(centre, make_words(centre)) for _ in range(3))

    merge_needs(into=second, others=[first], **acts)
    merge_needs(into=last, others=[second, first], **acts)

    assert set(SharedNeed.objects.values_list("pk", "merged_into")) == {
        (first.pk, last.pk),
        (second.pk, last.pk),
        (last.pk, None),
    }
    assert len(words_of(last)) == 3
    for change in (
        lambda: merge_needs(into=first, others=[last], **acts),
        lambda: change_need(need=first, card=NeedCard("?"), **acts),
        lambda: detach_words(need=first, words=[], **acts),
    ):
        with pytest.raises(NeedMerged, match="fusionné"):
            change()
    with pytest.raises(NeedRefused):
        merge_needs(into=last, others=[second], **acts)


def test_merge_opens_what_was_closed(centre: Structure, acts: Acts) -> None:
    closed, other = make_need(centre), make_need(centre)
    close_need(need=closed, reason="Réparé", **acts)

    kept = merge_needs(into=closed, others=[other], **acts)

    assert (kept.state, kept.closed_reason) == (NeedState.OUVERT, "")
    assert NeedEvent.objects.filter(need=closed, kind=NeedEventKind.ROUVERT).count() == 1


def test_refusals_follow_a_merge_except_of_words_that_are_there(centre: Structure, acts: Acts) -> None:
    stranger, mine = make_words(centre), make_words(centre)
    into, other = make_need(centre, mine), make_need(centre)
    refuse_for_need(need=other, words=[stranger, mine], **acts)

    merge_needs(into=into, others=[other], **acts)

    assert list(RefusedProposal.objects.values_list("need", "voice")) == [(into.pk, stranger.pk)]


def test_alert_is_written_once_from_three_words_of_two_places(centre: Structure, acts: Acts) -> None:
    hall, outing = make_place(centre), make_outing(centre)
    words = [make_words(centre, place=hall) for _ in range(3)]
    words += [make_words(centre, outing=outing), make_words(centre, place=make_place(centre))]
    need = create_need(structure=centre, card=NeedCard("Un banc"), words=words[:3], **acts)
    assert need.alerted_at is None

    passed = attach_words(need=need, words=words[3:4], **acts)
    later = attach_words(need=need, words=words[4:], **{**acts, "now": NOW + timedelta(days=1)})

    assert (passed.alerted_at, later.alerted_at) == (NOW, NOW)


def test_structure_chooses_its_threshold(centre: Structure, acts: Acts) -> None:
    for _ in range(2):
        set_threshold(structure=centre, words=1, places=1, by=acts["by"], now=NOW)

    need = create_need(
        structure=centre, card=NeedCard("?"), words=[make_words(centre, place=make_place(centre))], **acts
    )

    assert need.alerted_at == NOW
    assert audited()[:1] == ["paroles : 1, lieux : 1"]


def test_nobody_waits_where_no_words_come_from_any_more(centre: Structure, acts: Acts) -> None:
    hall, square = make_place(centre), make_place(centre)
    there, here = make_words(centre, place=square), make_words(centre, place=hall)
    need = make_need(centre, here, there)
    note_reply(relay=make_relay(need), state="realise", channel=ReplyChannel.LIEN, by=acts["by"], now=NOW)

    detach_words(need=need, words=[there], **acts)

    assert list(Restitution.objects.values_list("place", flat=True)) == [hall.pk]
