"""Whatever one attaches, detaches, splits and merges, and in what order: no word is lost, no history lies."""

from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.voices.actions.need_trail import NeedMerged, NeedRefused
from palier.voices.actions.needs import NeedCard, attach_words, create_need, detach_words, refuse_for_need
from palier.voices.actions.regrouping import merge_needs, split_need
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedEventKind, NeedState
from palier.voices.models import Attachment, NeedEvent, RefusedProposal, Relay, SharedNeed, Voice
from tests.factories.people import actor_for, make_membership, make_structure
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = pytest.mark.django_db
WORDS, NEEDS = 6, 3
some_words = st.lists(st.integers(0, WORDS - 1), max_size=3, unique=True)
a_need = st.integers(0, 7)
steps = st.lists(
    st.tuples(st.sampled_from(["create", "attach", "detach", "refuse", "split", "merge"]), a_need, a_need, some_words),
    max_size=10,
)


class Story:
    """A structure, its words and needs, and what one expects of them: the words of each need, by key."""

    def __init__(self) -> None:
        self.lead = make_membership(Role.REFERENT, structure=make_structure())
        self.structure = self.lead.structure
        places = [make_place(self.structure), make_place(self.structure)]
        self.words = [make_words(self.structure, place=places[number % 2]) for number in range(WORDS)]
        self.needs = [make_need(self.structure) for _ in range(NEEDS)]
        self.relays = [make_relay(need).pk for need in self.needs]
        self.expected: dict[UUID, set[UUID]] = {need.pk: set() for need in self.needs}
        self.merged: dict[UUID, UUID] = {}
        self.clock = HEARD

    def acts(self) -> dict[str, Any]:
        self.clock += timedelta(minutes=1)
        return {"made_by": self.lead, "by": actor_for(self.lead), "now": self.clock}

    def play(self, what: str, first: int, second: int, numbers: list[int]) -> None:
        need, other = self.needs[first % len(self.needs)], self.needs[second % len(self.needs)]
        words = [self.words[number] for number in numbers]
        # A refusal is said to who asked, and nothing changes: what is expected has not moved either.
        with suppress(NeedRefused, NeedMerged):
            getattr(self, what)(need, other, words, {word.pk for word in words})

    def create(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        new = create_need(structure=self.structure, card=NeedCard("Un banc"), words=words, **self.acts())
        self.needs.append(new)
        self.expected[new.pk] = keys

    def attach(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        attach_words(need=need, words=words, **self.acts())
        self.expected[self.merged.get(need.pk, need.pk)] |= keys

    def detach(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        detach_words(need=need, words=words, **self.acts())
        self.expected[need.pk] -= keys

    def refuse(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        refuse_for_need(need=need, words=words, **self.acts())

    def split(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        new = split_need(need=need, words=words, card=NeedCard("Un autre banc"), **self.acts())
        self.needs.append(new)
        self.expected[new.pk] = self.expected[need.pk] & keys
        self.expected[need.pk] -= keys

    def merge(self, need: SharedNeed, other: SharedNeed, words: list[Voice], keys: set[UUID]) -> None:
        merge_needs(into=need, others=[other], **self.acts())
        self.expected[need.pk] |= self.expected[other.pk]
        self.expected[other.pk] = set()
        moved = {key for key, into in self.merged.items() if into == other.pk} | {other.pk}
        self.merged.update(dict.fromkeys(moved, need.pk))


def check(story: Story) -> None:
    """Compare what is stored with what is expected, and with what the history tells."""
    held: dict[UUID, set[UUID]] = defaultdict(set)
    for need, voice in Attachment.objects.values_list("need", "voice"):
        held[need].add(voice)
    assert {need.pk: held[need.pk] for need in story.needs} == story.expected
    assert told_by_history(story) == story.expected
    assert dict(SharedNeed.objects.exclude(merged_into=None).values_list("pk", "merged_into")) == story.merged
    assert {relay.pk for relay in Relay.objects.all() if relay.need_id not in story.merged} == set(story.relays)
    refused = set(RefusedProposal.objects.values_list("need", "voice"))
    assert refused & {(need, voice) for need, voices in held.items() for voice in voices} == set()
    assert {need for need, _ in refused} & set(story.merged) == set()
    for need in SharedNeed.objects.all():
        before = need.state
        assert settle_need(need=need, now=story.clock).state == before
        assert (before == NeedState.FUSIONNE) == (need.pk in story.merged)


def told_by_history(story: Story) -> dict[UUID, set[UUID]]:
    """Return the words of each need as its events, read in their order, tell them."""
    told: dict[UUID, set[UUID]] = {need.pk: set() for need in story.needs}
    for event in NeedEvent.objects.exclude(voice_id=None).order_by("pk"):
        assert event.voice_id is not None
        if event.kind == NeedEventKind.RATTACHEE:
            assert event.voice_id not in told[event.need_id]
            told[event.need_id].add(event.voice_id)
        else:
            assert event.kind == NeedEventKind.DETACHEE
            told[event.need_id].remove(event.voice_id)
    return told


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_sequence_keeps_words_and_history(steps: list[tuple[str, int, int, list[int]]]) -> None:
    with transaction.atomic():
        story = Story()
        with structure_scope(story.structure.pk):
            for need in story.needs:
                settle_need(need=need, now=story.clock)
            for step in steps:
                story.play(*step)
            check(story)
        transaction.set_rollback(True)
