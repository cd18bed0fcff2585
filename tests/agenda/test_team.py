"""Signing up, waiting, giving up and taking a place, what leads do, and who left the structure."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.core import mail

from palier.agenda.actions.outings import change_outing
from palier.agenda.actions.team import AlreadyElsewhere, NotInTheTeam, PlaceTaken, join_outing, leave_outing, take_place
from palier.agenda.actions.team_leads import (
    AlreadyPlaced,
    CalledAlready,
    add_member,
    call_for_team,
    place_waiting,
    remove_member,
)
from palier.agenda.actions.team_seats import OutingClosed, TeamFull
from palier.agenda.enums import OutingState, ParticipationState, TeamRole
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import busy_at, members_to_call
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.teams import NOW, ORIGIN, Crew, in_order, make_crew, names
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import make_membership

pytestmark = pytest.mark.django_db
_seconds = count()


@pytest.fixture
def crew() -> Crew:
    return make_crew()


@pytest.fixture
def people(crew: Crew) -> list[Membership]:
    return [crew.member(name) for name in ("Awa Diambour", "Brahim Sel", "Chloé Vial", "Driss Amar")]


def join(crew: Crew, member: Membership, role: str = "", outing: Outing | None = None) -> Participation:
    with structure_scope(crew.structure.pk):
        acting = {**crew.as_actor(member), "now": NOW - timedelta(hours=1) + timedelta(seconds=next(_seconds))}
        return join_outing(outing=outing or crew.outing, membership=member, role=role, **acting)


def leave(crew: Crew, member: Membership) -> Participation:
    with structure_scope(crew.structure.pk):
        return leave_outing(outing=crew.outing, membership=member, origin=ORIGIN, **crew.as_actor(member))


def take(crew: Crew, member: Membership) -> Participation:
    with structure_scope(crew.structure.pk):
        return take_place(outing=crew.outing, membership=member, role="", **crew.as_actor(member))


def set_state(crew: Crew, state: OutingState) -> None:
    with structure_scope(crew.structure.pk):
        Outing.objects.filter(pk=crew.outing.pk).update(state=state, cancel_reason="meteo")


def readers() -> list[tuple[str, str]]:
    return sorted((str(letter.subject), letter.to[0]) for letter in mail.outbox)


def test_who_comes_first_is_placed_then_others_wait_in_order(crew: Crew, people: list[Membership]) -> None:
    states = [join(crew, member, TeamRole.ANIMATION).state for member in people]

    team = crew.team()
    assert states == ["inscrit", "inscrit", "attente", "attente"]
    assert (in_order(team.present), in_order(team.waiting)) == (["Awa", "Brahim"], ["Chloé", "Driss"])
    assert team.free == 0
    assert {entry.role for entry in team.present} == {TeamRole.ANIMATION}
    assert crew.audited()[0] == ("outings_changed", "Awa Diambour : inscrit·e")
    assert crew.audited()[2] == ("outings_changed", "Chloé Vial : en liste d'attente")


def test_signing_up_twice_changes_the_role_only(crew: Crew, people: list[Membership]) -> None:
    join(crew, people[0])
    join(crew, people[0], TeamRole.LOGISTIQUE)

    (entry,) = crew.team().present
    assert entry.role == TeamRole.LOGISTIQUE
    assert len(crew.audited()) == 1


def test_place_given_up_goes_to_the_first_who_waits(crew: Crew, people: list[Membership]) -> None:
    for member in people:
        join(crew, member)

    gone = leave(crew, people[0])

    team = crew.team()
    assert gone.state == ParticipationState.DESISTE
    assert (names(team.present), names(team.waiting), team.to_replace) == (["Brahim", "Chloé"], ["Driss"], [])
    assert [entry.promoted_at for entry in team.present] == [None, NOW]
    assert readers() == [("Une place s'est libérée : vous venez", people[2].user.email)]


def test_who_waits_and_is_elsewhere_meanwhile_keeps_waiting(crew: Crew, people: list[Membership]) -> None:
    for member in people:
        join(crew, member)
    make_participation(make_outing(crew.structure), people[2])

    leave(crew, people[0])

    team = crew.team()
    assert (names(team.present), names(team.waiting)) == (["Brahim", "Driss"], ["Chloé"])


def test_with_nobody_waiting_a_replacement_is_asked_of_who_is_free(crew: Crew, people: list[Membership]) -> None:
    awa, brahim, chloe, driss = people
    for member in (awa, brahim):
        join(crew, member)
    make_participation(make_outing(crew.structure), chloe)
    make_membership(Role.LECTURE, structure=crew.structure)
    make_membership(Role.EQUIPIER, structure=crew.structure, email=None)

    gone = leave(crew, awa)

    assert gone.state == ParticipationState.A_REMPLACER
    assert crew.team().wanted == 1
    assert {letter.to[0] for letter in mail.outbox} == {driss.user.email, crew.lead.user.email}
    assert len(mail.outbox) == 2


def test_letter_says_a_first_name_the_hour_and_a_link_and_no_more(crew: Crew, people: list[Membership]) -> None:
    join(crew, people[0])
    leave(crew, people[0])

    letter = next(letter for letter in mail.outbox if letter.to == [people[3].user.email])
    assert letter.subject == "On cherche quelqu'un pour une sortie"
    assert "Bonjour Driss,\n" in letter.body
    assert "le jeudi 11 mars à 9:00" in letter.body
    assert f"http://testserver/sorties/{crew.outing.pk}/\n" in letter.body
    for hidden in ("Amar", "Awa", "Diambour", "Tilleuls", "Café", "Belvédère"):
        assert hidden not in letter.body + letter.subject


def test_team_is_not_called_twice_for_one_who_hesitates(crew: Crew, people: list[Membership]) -> None:
    for _ in range(3):
        join(crew, people[0])
        leave(crew, people[0])

    assert len([letter for letter in mail.outbox if letter.to == [people[3].user.email]]) == 1


def test_first_who_accepts_has_the_place_and_the_next_is_told(crew: Crew, people: list[Membership]) -> None:
    awa, brahim, chloe, driss = people
    for member in (awa, brahim):
        join(crew, member)
    leave(crew, awa)

    taken = take(crew, chloe)

    with pytest.raises(PlaceTaken, match="Quelqu'un vient de prendre cette place"):
        take(crew, driss)
    team = crew.team()
    assert taken.state == ParticipationState.INSCRIT
    assert (names(team.present), team.to_replace, names(team.gone)) == (["Brahim", "Chloé"], [], ["Awa"])


def test_request_answered_closes_although_places_stay_free(crew: Crew, people: list[Membership]) -> None:
    with structure_scope(crew.structure.pk):
        Outing.objects.filter(pk=crew.outing.pk).update(largest_team=4)
    for member in people[:3]:
        join(crew, member)
    leave(crew, people[0])
    take(crew, people[3])

    team = crew.team()
    assert (len(team.present), team.free, team.wanted) == (3, 1, 0)
    with pytest.raises(PlaceTaken):
        take(crew, crew.lead)


def test_who_gave_up_may_come_back_and_nobody_is_looked_for(crew: Crew, people: list[Membership]) -> None:
    for member in people[:2]:
        join(crew, member)
    leave(crew, people[0])
    join(crew, people[0])

    team = crew.team()
    assert sorted(names(team.present)) == ["Awa", "Brahim"]
    assert (team.to_replace, team.wanted) == ([], 0)


def test_nobody_joins_two_outings_at_the_same_hours(crew: Crew, people: list[Membership]) -> None:
    other = make_outing(crew.structure, hour=10, name="Marché")
    make_participation(other, people[0])
    next_one = make_outing(crew.structure, hour=12)

    with pytest.raises(AlreadyElsewhere, match=r"Marché, Lieu numéro .*, 11 mars à 10:00"):
        join(crew, people[0])
    assert join(crew, people[0], outing=next_one).state == ParticipationState.INSCRIT


@pytest.mark.parametrize("state", [OutingState.ANNULEE, OutingState.TERMINEE])
@pytest.mark.parametrize("act", [join, take])
def test_closed_outing_takes_nobody(
    crew: Crew, people: list[Membership], state: OutingState, act: Callable[[Crew, Membership], object]
) -> None:
    set_state(crew, state)

    with pytest.raises(OutingClosed):
        act(crew, people[0])


def test_one_leaves_before_the_outing_begins_only(crew: Crew, people: list[Membership]) -> None:
    with pytest.raises(NotInTheTeam):
        leave(crew, people[0])
    join(crew, people[0])
    set_state(crew, OutingState.EN_COURS)

    with pytest.raises(OutingClosed):
        leave(crew, people[0])


def test_confirmed_outing_that_loses_somebody_stays_confirmed_and_says_so(crew: Crew, people: list[Membership]) -> None:
    for member in people[:2]:
        join(crew, member)
    set_state(crew, OutingState.CONFIRMEE)

    leave(crew, people[0])

    team = crew.team()
    assert (team.outing.state, team.is_incomplete, team.missing) == (OutingState.CONFIRMEE, True, 1)
    assert ("Équipe incomplète pour une sortie confirmée", crew.lead.user.email) in readers()
    assert crew.audited()[-1][1].startswith("Équipe incomplète")


def test_who_left_the_structure_is_to_replace_in_what_comes_and_stays_in_what_was(
    crew: Crew, people: list[Membership]
) -> None:
    past = make_outing(crew.structure, day=NOW.date() - timedelta(days=7), state=OutingState.TERMINEE)
    for outing in (past, crew.outing):
        for member in people[:2]:
            make_participation(outing, member)
    with structure_scope(crew.structure.pk):
        Membership.objects.filter(pk=people[0].pk).update(ended_at=NOW)

    team = crew.team()
    assert (names(team.present), names(team.to_replace), team.wanted) == (["Brahim"], ["Awa"], 1)
    assert names(crew.team(past).present) == ["Awa", "Brahim"]
    with structure_scope(crew.structure.pk):
        assert busy_at(make_outing(crew.structure, hour=10)) == {people[1].pk}
    take(crew, people[2])
    assert (crew.team().to_replace, names(crew.team().present)) == ([], ["Brahim", "Chloé"])


def test_request_of_who_then_left_the_structure_stays(crew: Crew, people: list[Membership]) -> None:
    make_participation(crew.outing, people[0], state=ParticipationState.A_REMPLACER)
    make_participation(crew.outing, people[1], state=ParticipationState.ATTENTE)
    with structure_scope(crew.structure.pk):
        Membership.objects.filter(pk__in=[people[0].pk, people[1].pk]).update(ended_at=NOW)

    team = crew.team()
    assert (names(team.to_replace), team.waiting) == (["Awa"], [])


def test_lead_adds_removes_and_the_list_moves_up(crew: Crew, people: list[Membership]) -> None:
    with structure_scope(crew.structure.pk):
        entries = [
            add_member(outing=crew.outing, membership=member, role="", **crew.as_actor(crew.lead))
            for member in people[:3]
        ]
        gone, placed = remove_member(participation=entries[0], origin=ORIGIN, **crew.as_actor(crew.lead))

    assert [entry.state for entry in entries] == ["inscrit", "inscrit", "attente"]
    assert (gone.state, names(placed)) == (ParticipationState.DESISTE, ["Chloé"])
    assert names(crew.team().present) == ["Brahim", "Chloé"]
    assert [detail for _, detail in crew.audited()][-1] == "Awa Diambour retiré·e de l'équipe"


def test_lead_places_somebody_whatever_their_rank(crew: Crew, people: list[Membership]) -> None:
    make_participation(crew.outing, people[0])
    first, second = (
        make_participation(crew.outing, member, state=ParticipationState.ATTENTE) for member in people[1:3]
    )
    with structure_scope(crew.structure.pk):
        place_waiting(participation=second, **crew.as_actor(crew.lead))
        with pytest.raises(AlreadyPlaced):
            place_waiting(participation=second, **crew.as_actor(crew.lead))
        with pytest.raises(TeamFull):
            place_waiting(participation=first, **crew.as_actor(crew.lead))

    assert (names(crew.team().present), names(crew.team().waiting)) == (["Awa", "Chloé"], ["Brahim"])


def test_lead_calls_the_team_once_an_hour(crew: Crew, people: list[Membership]) -> None:
    make_participation(crew.outing, people[0], state=ParticipationState.DESISTE)
    with structure_scope(crew.structure.pk):
        called = {member.name for member in members_to_call(crew.team())}
        call_for_team(outing=crew.outing, origin=ORIGIN, **crew.as_actor(crew.lead))
        with pytest.raises(CalledAlready):
            call_for_team(outing=crew.outing, origin=ORIGIN, **crew.as_actor(crew.lead))

    assert called == {"Brahim Sel", "Chloé Vial", "Driss Amar", "Nadia Roche"}
    assert len(mail.outbox) == 4


def test_larger_team_gives_its_places_to_those_who_wait(crew: Crew) -> None:
    make_participation(crew.outing, crew.lead)
    make_participation(crew.outing, crew.member("Awa"))
    for days, name in ((3, "Bao"), (2, "Cléo")):
        joined_at = crew.outing.starts_at - timedelta(days=days)
        make_participation(crew.outing, crew.member(name), state=ParticipationState.ATTENTE, joined_at=joined_at)

    with structure_scope(crew.structure.pk):
        change_outing(outing=crew.outing, fields={"largest_team": 3}, **crew.as_actor(crew.lead), origin=ORIGIN)

    assert (len(crew.team().present), in_order(crew.team().waiting)) == (3, ["Cléo"])
    assert ("outings_changed", "Bao vient de la liste d'attente") in crew.audited()


def test_who_comes_last_does_not_pass_before_who_waits(crew: Crew, people: list[Membership]) -> None:
    for member in people[:3]:
        join(crew, member)
    with structure_scope(crew.structure.pk):
        Outing.objects.filter(pk=crew.outing.pk).update(largest_team=3)  # as a series that changes does

    last = join(crew, people[3])

    assert last.state == ParticipationState.ATTENTE
    assert in_order(crew.team().present) == ["Awa", "Brahim", "Chloé"]
