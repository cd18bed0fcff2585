"""The words of the demonstration: every state of every step is there, whatever the season, and nobody real."""

from collections import Counter
from datetime import date

import pytest
from django.core import mail

from palier.core.tenancy import structure_scope
from palier.dashboard.demo import load_demo
from palier.dashboard.demo_board import IDEAS, SLUG
from palier.dashboard.demo_needs import NEEDS
from palier.dashboard.demo_people import PEOPLE
from palier.dashboard.demo_places import SPOTS
from palier.dashboard.demo_residents import RESIDENTS
from palier.dashboard.demo_voices import SAID
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.models import Board, Idea, Joining, Report, ShownNeed, Support
from palier.structures.models import Structure
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedState, RelayActor, RestitutionState, VoiceConsent, VoiceSource, VoiceState
from palier.voices.models import Relay, Reply, Restitution, SharedNeed, Voice
from palier.voices.queries.digest import digest_since
from tests.factories.outings import paris

TODAY = date(2026, 11, 21)
NAME = "Centre social des Trois-Paliers"


@pytest.mark.django_db
def test_every_state_of_every_step_is_there_and_no_letter_left() -> None:
    load_demo(today=TODAY)
    structure = Structure.objects.get(name=NAME)

    with structure_scope(structure.pk):
        voices, needs = list(Voice.objects.all()), list(SharedNeed.objects.all())
        relays, told = list(Relay.objects.all()), list(Restitution.objects.select_related("place"))
        kinds = {reply.kind for reply in Reply.objects.all()}
        digest = digest_since(now=paris(TODAY, 12), today=TODAY)
        ideas = Counter(idea.state for idea in Idea.objects.all())
        public = [model.objects.count() for model in (Board, ShownNeed, Report, Joining)]
        before = {need.pk: (need.state, need.outcome) for need in needs}
        for need in needs:
            settle_need(need=need, now=paris(TODAY, 12))
        after = {need.pk: (need.state, need.outcome) for need in SharedNeed.objects.all()}
        supports = Support.objects.count()

    assert len(voices) >= 60
    assert {voice.state for voice in voices} == set(VoiceState)
    assert {voice.source for voice in voices} == set(VoiceSource)
    assert {voice.consent for voice in voices} == set(VoiceConsent)
    assert {voice.language for voice in voices} == {"fr", "ar", "tr"}
    assert {need.state for need in needs} == set(NeedState)
    assert [need.title for need in needs if need.state == NeedState.OUVERT and need.alerted_at] != []
    assert {relay.actor for relay in relays} == set(RelayActor)
    assert sum(relay.due_on < TODAY and relay.is_waiting for relay in relays) == 1
    assert sum(relay.forwarded_from_id is not None for relay in relays) == 1
    assert kinds == {"reponse", "question"}
    assert {row.state for row in told} == set(RestitutionState)
    assert sum(row.contested for row in told) == 1
    due = {str(row.place) for row in told if row.state == RestitutionState.A_RAPPORTER}
    assert due >= {"École élémentaire Simone-Aubier", "Place des Cigognes", "None"}
    assert (after, mail.outbox) == (before, [])
    assert ideas == {IdeaState.PUBLIEE: 4, IdeaState.A_LIRE: 3, IdeaState.REFUSEE: 1}
    assert (public, supports) == ([1, 6, 1, 1], 32)
    assert (digest.meeting is not None, (TODAY - digest.since_day).days) == (True, 10)
    assert min(digest.words, digest.answered, digest.silent_count) >= 1


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2027, 2, 28), date(2027, 7, 5)])
def test_story_holds_in_another_season(today: date) -> None:
    load_demo(today=today)
    structure = Structure.objects.get(name=NAME)

    with structure_scope(structure.pk):
        states = {need.state for need in SharedNeed.objects.all()}
        late = [voice.text for voice in Voice.objects.all() if voice.made_at.date() >= today]

    assert states == set(NeedState)
    assert late == []


def test_story_names_its_own_words_places_and_needs_and_nobody_of_the_team() -> None:
    keys, titles = {said.key for said in SAID}, {need.title for need in NEEDS}
    places = {spot.name for spot in SPOTS}
    named = [relay.quoted for need in NEEDS for relay in need.relays] + [need.words for need in NEEDS]
    used = [key for group in named for key in group]
    members = {part for person in PEOPLE for part in person.name.split() if len(part) > 3}
    texts = [said.text for said in SAID] + [idea.text for idea in IDEAS] + [need.title for need in NEEDS]

    assert len(keys) == len(SAID)
    assert set(used) <= keys
    assert {said.place for said in SAID} - {""} <= places
    assert len({said.place for said in SAID}) >= 6
    assert {said.resident for said in SAID} - {""} <= {demo.named.first_name for demo in RESIDENTS}
    assert {need.merged[1] for need in NEEDS if need.merged} | {idea.need for idea in IDEAS} - {""} <= titles
    assert [text for text in texts if any(name in text for name in members)] == []
    assert SLUG == "trois-paliers"
