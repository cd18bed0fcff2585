"""Two people who attach, detach, split, merge and answer at the same moment: nothing is lost, nobody is stuck."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from palier.core.tenancy import structure_scope
from palier.structures.models import Membership, Structure
from palier.voices.actions.answers import note_reply
from palier.voices.actions.need_trail import NeedMerged, NeedRefused
from palier.voices.actions.needs import NeedCard, attach_words, detach_words
from palier.voices.actions.regrouping import merge_needs, split_need
from palier.voices.actions.standing import settle_need
from palier.voices.actions.triage import triage_words
from palier.voices.enums import NeedEventKind, NeedState, ReplyChannel
from palier.voices.models import Attachment, NeedEvent, Relay, Restitution, SharedNeed
from tests.factories.people import actor_for
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds
ROUNDS = 3


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def acts(lead: Membership) -> dict[str, Any]:
    return {"made_by": lead, "by": actor_for(lead), "now": HEARD}


def all_at_once(structure: Structure, jobs: Sequence[Callable[[], Any]]) -> list[BaseException]:
    """Play ``jobs`` at the same moment, each in a thread of its own; return what they raised, refusals left out."""
    start, raised = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            with structure_scope(structure.pk), suppress(NeedRefused, NeedMerged):
                job()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def assert_history_tells_what_is_held(structure: Structure) -> None:
    with structure_scope(structure.pk):
        told: set[Any] = set()
        for event in NeedEvent.objects.exclude(voice_id=None).order_by("pk"):
            pair = (event.need_id, event.voice_id)
            assert (pair in told) == (event.kind == NeedEventKind.DETACHEE)
            told ^= {pair}
        held = set(Attachment.objects.values_list("need", "voice"))
        assert held == told


def test_words_attached_during_a_merge_arrive_in_the_need_that_remains(centre: Structure, lead: Membership) -> None:
    """The merge holds both needs when the second person comes: she waits, and her words follow."""
    into, other, word = make_need(centre), make_need(centre), make_words(centre)

    def attach() -> None:
        try:
            with structure_scope(centre.pk):
                attach_words(need=other, words=[word], **acts(lead))
        finally:
            connection.close()

    second = threading.Thread(target=attach)
    with structure_scope(centre.pk), transaction.atomic():
        merge_needs(into=into, others=[other], **acts(lead))
        second.start()
        second.join(0.5)
        has_waited = second.is_alive()
    second.join(PATIENCE)

    with structure_scope(centre.pk):
        found = list(Attachment.objects.values_list("need", "voice"))
    assert (has_waited, found) == (True, [(into.pk, word.pk)])


def test_answer_that_comes_during_a_merge_is_owed_by_the_need_that_remains(centre: Structure, lead: Membership) -> None:
    hall = make_place(centre)
    into, other = make_need(centre), make_need(centre, make_words(centre, place=hall))
    relay = make_relay(other)

    with structure_scope(centre.pk):
        read_before = Relay.objects.select_related("need").get(pk=relay.pk)

    def answer() -> None:
        try:
            with structure_scope(centre.pk):
                note_reply(relay=read_before, state="realise", channel=ReplyChannel.LIEN, by=actor_for(lead), now=HEARD)
        finally:
            connection.close()

    second = threading.Thread(target=answer)
    with structure_scope(centre.pk), transaction.atomic():
        merge_needs(into=into, others=[other], **acts(lead))
        second.start()
        second.join(0.5)  # it comes while the needs are merged, and waits
    second.join(PATIENCE)

    with structure_scope(centre.pk):
        kept = SharedNeed.objects.get(pk=into.pk)
        assert (kept.state, kept.outcome) == (NeedState.REPONDU, "realise")
        assert list(Restitution.objects.values_list("need", "place")) == [(into.pk, hall.pk)]


def test_everybody_regroups_at_once_and_nothing_is_lost(centre: Structure, lead: Membership) -> None:
    words = [make_words(centre, place=make_place(centre)) for _ in range(4)]
    needs = [make_need(centre) for _ in range(3)]
    make_relay(needs[0])

    def person(number: int) -> Callable[[], None]:
        order = needs[number % 3 :] + needs[: number % 3]

        def act() -> None:
            for turn in range(ROUNDS):
                word = words[(number + turn) % 4]
                with suppress(NeedRefused, NeedMerged):
                    attach_words(need=order[turn % 3], words=[word, words[turn % 4]], **acts(lead))
                with suppress(NeedRefused, NeedMerged):
                    triage_words(keys=[word.pk], added=["logement"], editor=lead, by=actor_for(lead), now=HEARD)
                with suppress(NeedRefused, NeedMerged):
                    detach_words(need=order[(turn + 1) % 3], words=[word], **acts(lead))
                with suppress(NeedRefused, NeedMerged):
                    split_need(need=order[turn % 3], words=[word], card=NeedCard("Autre"), **acts(lead))
            with suppress(NeedRefused, NeedMerged):
                merge_needs(into=order[0], others=[order[1]], **acts(lead))

        return act

    assert all_at_once(centre, [person(number) for number in range(3)]) == []

    assert_history_tells_what_is_held(centre)
    with structure_scope(centre.pk):
        assert all(relay.need.merged_into_id is None for relay in Relay.objects.select_related("need"))
        for need in SharedNeed.objects.all():
            before = need.state
            assert settle_need(need=need, now=HEARD).state == before or need.settled_at is None
