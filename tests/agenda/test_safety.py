"""Departures, returns, wrong taps, more time: what each does to the outing and to its alerts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.actions.safety import (
    SafetyRefused,
    end_outing,
    end_participation,
    extend_outing,
    mark_held,
    start_outing,
    undo_tap,
)
from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from tests.agenda.safety_teams import END, MINUTE, START, Team, alerts_of, fresh, make_team
from tests.factories.outings import THURSDAY, make_participation, paris
from tests.factories.people import actor_for, make_membership

pytestmark = pytest.mark.django_db
LATE = END + 30 * MINUTE


@pytest.fixture
def team() -> Iterator[Team]:
    made = make_team()
    with structure_scope(made.structure.pk):
        yield made


def leave(team: Team, mine: Participation, after: int = 0) -> Participation:
    return start_outing(participation=mine, by=actor_for(team.awa), now=START + after * MINUTE)


def come_back(team: Team, mine: Participation, now: object = END, told_by: object = None) -> Participation:
    who = told_by or mine.membership
    return end_participation(participation=mine, told_by=who, by=actor_for(who), now=now)  # type: ignore[arg-type]


def details() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("detail", flat=True))


def state_of(team: Team) -> tuple[str, object, object]:
    outing = fresh(team.outing)
    return outing.state, outing.started_at, outing.ended_at


def test_first_departure_begins_the_outing_and_last_return_ends_it(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_karim, after=5)
    assert state_of(team) == (OutingState.EN_COURS, START, None)

    come_back(team, team.of_awa, END)
    assert state_of(team) == (OutingState.EN_COURS, START, None)
    come_back(team, team.of_karim, END + MINUTE)

    assert state_of(team) == (OutingState.TERMINEE, START, END + MINUTE)
    assert details() == ["Départ de Awa", "Départ de Karim", "Retour de Awa", "Retour de Karim"]


def test_saying_twice_is_saying_once(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_awa, after=5)
    come_back(team, team.of_awa, END)

    again = come_back(team, team.of_awa, END + 5 * MINUTE)

    assert (again.checked_in_at, again.checked_out_at) == (START, END)
    assert details() == ["Départ de Awa", "Retour de Awa"]


def test_colleague_tells_a_return_and_is_named(team: Team) -> None:
    leave(team, team.of_awa)

    told = come_back(team, team.of_awa, told_by=team.ines)

    assert told.checked_out_by == team.ines
    assert come_back(team, team.of_awa).checked_out_by == team.ines
    assert AuditEntry.objects.get(detail="Retour de Awa").actor_name == "Inès Colas"


def test_own_return_names_nobody_else(team: Team) -> None:
    leave(team, team.of_awa)

    assert come_back(team, team.of_awa).checked_out_by is None


def test_whole_team_is_back_at_one_touch(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_karim)

    end_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=END)

    back = Participation.objects.order_by("joined_at", "pk").values_list("checked_out_at", "checked_out_by")
    assert list(back) == [(END, None), (END, team.awa.pk)]
    assert state_of(team)[0] == OutingState.TERMINEE
    end_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=END + MINUTE)
    assert state_of(team)[2] == END


def test_team_back_after_midnight_ends_its_outing_when_it_says_so(team: Team) -> None:
    leave(team, team.of_awa)
    due, back = paris(THURSDAY, 23, 50), paris(THURSDAY, 23, 50) + 20 * MINUTE
    Outing.objects.filter(pk=team.outing.pk).update(ends_at=due)

    end_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=back)

    assert state_of(team) == (OutingState.TERMINEE, START, back)


def test_outing_forgotten_until_the_next_day_ends_at_its_own_hour(team: Team) -> None:
    leave(team, team.of_awa)

    end_outing(outing=team.outing, told_by=team.lead, by=actor_for(team.lead), now=END + timedelta(hours=20))

    assert state_of(team) == (OutingState.TERMINEE, START, END)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OutingState.BROUILLON, "il faut être deux"),
        (OutingState.TERMINEE, "terminée"),
        (OutingState.ANNULEE, "annulée"),
    ],
)
def test_outing_that_is_not_confirmed_does_not_start(state: OutingState, words: str) -> None:
    team = make_team(state=state)

    with structure_scope(team.structure.pk), pytest.raises(SafetyRefused, match=words):
        leave(team, team.of_awa)

    assert state_of(team)[0] == state


@pytest.mark.parametrize(("minutes", "starts"), [(-121, False), (-120, True), (119, True), (120, False)])
def test_departure_is_near_its_hours(team: Team, minutes: int, starts: bool) -> None:
    try:
        leave(team, team.of_awa, after=minutes)
    except SafetyRefused:
        assert not starts
    else:
        assert starts
    assert (state_of(team)[0] == OutingState.EN_COURS) == starts


def test_who_joins_late_may_leave_after_the_hour_of_return(team: Team) -> None:
    leave(team, team.of_awa)

    assert leave(team, team.of_karim, after=150).checked_in_at == START + 150 * MINUTE


@pytest.mark.parametrize("state", [ParticipationState.ATTENTE, ParticipationState.DESISTE])
def test_who_is_not_in_the_team_does_not_leave(team: Team, state: ParticipationState) -> None:
    mine = make_participation(team.outing, make_membership(structure=team.structure), state=state)

    with pytest.raises(SafetyRefused, match="pas dans l'équipe"):
        leave(team, mine)


def test_nobody_comes_back_who_never_left(team: Team) -> None:
    with pytest.raises(SafetyRefused, match="n'a pas dit être parti"):
        come_back(team, team.of_karim)
    with pytest.raises(SafetyRefused, match="n'a pas commencé"):
        end_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=END)


def test_wrong_departure_is_taken_back(team: Team) -> None:
    leave(team, team.of_awa)

    undo_tap(participation=team.of_awa, by=actor_for(team.awa), now=START + 10 * MINUTE)

    assert state_of(team) == (OutingState.CONFIRMEE, None, None)
    assert details()[-1] == "Erreur de touche annulée (Awa)"


def test_wrong_departure_among_others_leaves_the_outing_as_it_is(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_karim)
    undo_tap(participation=team.of_karim, by=actor_for(team.karim), now=START + MINUTE)
    assert state_of(team)[0] == OutingState.EN_COURS

    come_back(team, team.of_awa)

    assert state_of(team)[0] == OutingState.TERMINEE


def test_last_one_out_who_had_not_left_ends_the_outing(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_karim, after=55)
    come_back(team, team.of_awa, START + 56 * MINUTE)

    undo_tap(participation=team.of_karim, by=actor_for(team.karim), now=START + 57 * MINUTE)

    assert state_of(team) == (OutingState.TERMINEE, START, START + 57 * MINUTE)


def test_wrong_return_of_the_whole_team_brings_everything_back(team: Team) -> None:
    leave(team, team.of_awa)
    leave(team, team.of_karim)
    raise_due_alerts(LATE)
    end_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=LATE + MINUTE)
    assert alerts_of(team.outing) == [("equipe", 1, False)]

    undo_tap(participation=team.of_karim, by=actor_for(team.awa), now=LATE + 2 * MINUTE)

    assert state_of(team) == (OutingState.EN_COURS, START, None)
    assert Participation.objects.filter(checked_out_at=None, checked_out_by=None).count() == 2
    assert alerts_of(team.outing) == [("equipe", 1, True)]
    assert raise_due_alerts(LATE + 15 * MINUTE) == 1


def test_after_ten_minutes_others_rely_on_it(team: Team) -> None:
    leave(team, team.of_awa)

    with pytest.raises(SafetyRefused, match="dix minutes"):
        undo_tap(participation=team.of_awa, by=actor_for(team.awa), now=START + 10 * MINUTE + timedelta(seconds=1))


def test_nothing_said_is_nothing_to_take_back(team: Team) -> None:
    undo_tap(participation=team.of_awa, by=actor_for(team.awa), now=START)

    assert details() == []


@pytest.mark.parametrize(("asked_at", "expected"), [(END - 5 * MINUTE, END + 30 * MINUTE), (LATE, LATE + 30 * MINUTE)])
def test_more_time_is_half_an_hour_more(team: Team, asked_at: object, expected: object) -> None:
    leave(team, team.of_awa)

    extend_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=asked_at)  # type: ignore[arg-type]

    assert fresh(team.outing).ends_at == expected


def test_more_time_closes_the_alerts_and_lateness_begins_again(team: Team) -> None:
    leave(team, team.of_awa)
    raise_due_alerts(LATE)

    extend_outing(outing=team.outing, told_by=team.lead, by=actor_for(team.lead), now=LATE + 5 * MINUTE)

    assert alerts_of(team.outing) == [("equipe", 1, False)]
    assert raise_due_alerts(LATE + 64 * MINUTE) == 0
    assert raise_due_alerts(LATE + 65 * MINUTE) == 1
    assert alerts_of(team.outing) == [("equipe", 1, False), ("equipe", 2, True)]


def test_outing_that_is_not_under_way_is_not_given_more_time(team: Team) -> None:
    with pytest.raises(SafetyRefused, match="n'est pas en cours"):
        extend_outing(outing=team.outing, told_by=team.awa, by=actor_for(team.awa), now=START)


def test_silent_outing_is_noted_as_held_at_its_own_hours(team: Team) -> None:
    raise_due_alerts(LATE)

    mark_held(outing=team.outing, told_by=team.lead, by=actor_for(team.lead), now=LATE)

    assert state_of(team) == (OutingState.TERMINEE, START, END)
    assert alerts_of(team.outing) == [("nouvelles", 1, False)]
    assert details() == ["A eu lieu, noté après coup"]


def test_outing_to_come_is_not_noted_as_held(team: Team) -> None:
    with pytest.raises(SafetyRefused, match="dont l'heure est passée"):
        mark_held(outing=team.outing, told_by=team.lead, by=actor_for(team.lead), now=END - MINUTE)

    assert Outing.objects.get().state == OutingState.CONFIRMEE
