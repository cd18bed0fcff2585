"""Many sign-ups at the same moment: each place goes to one person."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from palier.agenda.actions.team import AlreadyElsewhere, PlaceTaken, join_outing, take_place
from palier.agenda.enums import ParticipationState
from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from tests.agenda.teams import Crew, make_crew
from tests.factories.outings import make_outing, make_participation

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20


def all_at_once(crew: Crew, members: list[Membership], act: Callable[[Membership], str]) -> Counter[str]:
    """Return how often each answer came, when every member acts at the same moment in a thread of their own."""
    start, answers = threading.Barrier(len(members)), Counter[str]()

    def run(member: Membership) -> None:
        try:
            start.wait(60)
            with structure_scope(crew.structure.pk):
                answers[act(member)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_twenty_sign_ups_on_two_places_place_two() -> None:
    crew = make_crew()
    members = [crew.member(f"Personne {number}") for number in range(CROWD)]

    def join(member: Membership) -> str:
        return join_outing(outing=crew.outing, membership=member, role="", **crew.as_actor(member)).state

    answers = all_at_once(crew, members, join)

    team = crew.team()
    assert answers == {ParticipationState.INSCRIT: 2, ParticipationState.ATTENTE: CROWD - 2}
    assert (len(team.present), len(team.waiting)) == (2, CROWD - 2)


def test_one_place_asked_goes_to_one_person() -> None:
    crew = make_crew(largest_team=3)
    make_participation(crew.outing, crew.lead)
    make_participation(crew.outing, crew.member("Awa"))
    make_participation(crew.outing, crew.member("Brahim"), state=ParticipationState.A_REMPLACER)
    members = [crew.member(f"Personne {number}") for number in range(8)]

    def take(member: Membership) -> str:
        try:
            return take_place(outing=crew.outing, membership=member, role="", **crew.as_actor(member)).state
        except PlaceTaken:
            return "trop tard"

    answers = all_at_once(crew, members, take)

    assert answers == {ParticipationState.INSCRIT: 1, "trop tard": 7}
    assert (len(crew.team().present), crew.team().to_replace) == (3, [])


def test_one_person_does_not_join_two_outings_at_the_same_hours_at_once() -> None:
    crew = make_crew()
    awa, other_outing, refused = crew.member("Awa"), make_outing(crew.structure, hour=10), []

    def join_other() -> None:
        try:
            with structure_scope(crew.structure.pk):
                join_outing(outing=other_outing, membership=awa, role="", **crew.as_actor(awa))
        except AlreadyElsewhere as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    second = threading.Thread(target=join_other)
    with structure_scope(crew.structure.pk), transaction.atomic():
        join_outing(outing=crew.outing, membership=awa, role="", **crew.as_actor(awa))
        second.start()
        second.join(0.5)  # it comes while the first is not over, and waits
        has_waited = second.is_alive()
    second.join(30)

    assert (has_waited, len(refused)) == (True, 1)
    assert (len(crew.team().present), crew.team(other_outing).present) == (1, [])
