"""Departures and returns that a phone tells later: the outing, its alerts, the two phones of a pair."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from palier.agenda.actions.alerts import NEWS_TIME, raise_due_alerts
from palier.agenda.actions.improvising import Departure, Told, improvise_outing
from palier.agenda.actions.reported import LONG_OVER, report_departure, report_return
from palier.agenda.actions.safety import SafetyRefused
from palier.agenda.enums import OutingState
from palier.agenda.models import Participation
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from tests.agenda.safety_teams import END, MINUTE, START, Team, alerts_of, fresh, make_team
from tests.factories.people import actor_for

pytestmark = pytest.mark.django_db
LATE = END + 30 * MINUTE


@pytest.fixture
def team() -> Iterator[Team]:
    made = make_team()
    with structure_scope(made.structure.pk):
        yield made


def leave(team: Team, *members: Membership, at: datetime = START, now: datetime = LATE) -> None:
    who = list(members) or [team.awa, team.karim]
    report_departure(outing=team.outing, members=who, at=at, by=actor_for(who[0]), now=now)


def come_back(team: Team, *members: Membership, at: datetime = END, now: datetime = LATE) -> None:
    report_return(outing=team.outing, members=list(members), told_by=team.awa, at=at, by=actor_for(team.awa), now=now)


def hours_of(team: Team) -> list[tuple[str, datetime | None, datetime | None]]:
    found = Participation.objects.filter(outing=team.outing).order_by("membership__name")
    return [(mine.membership.name, mine.checked_in_at, mine.checked_out_at) for mine in found]


def test_departure_told_later_keeps_its_own_hour(team: Team) -> None:
    leave(team, at=START + MINUTE, now=START + 60 * MINUTE)

    outing = fresh(team.outing)
    assert (outing.state, outing.started_at) == (OutingState.EN_COURS, START + MINUTE)
    assert hours_of(team) == [("Awa Perrin", START + MINUTE, None), ("Karim Vidal", START + MINUTE, None)]


def test_day_told_in_one_go_is_over_and_raises_nothing(team: Team) -> None:
    leave(team)
    come_back(team)
    raise_due_alerts(LATE + 60 * MINUTE)

    outing = fresh(team.outing)
    assert (outing.state, outing.started_at, outing.ended_at) == (OutingState.TERMINEE, START, END)
    assert alerts_of(team.outing) == []


def test_return_in_the_next_part_comes_before_the_alert(team: Team) -> None:
    leave(team, now=LATE)
    at_once = raise_due_alerts(LATE + MINUTE)
    come_back(team, now=LATE + 2 * MINUTE)

    assert (at_once, raise_due_alerts(LATE + NEWS_TIME + MINUTE), alerts_of(team.outing)) == (0, 0, [])


def test_team_that_only_said_it_left_is_looked_for(team: Team) -> None:
    leave(team, now=LATE)

    assert raise_due_alerts(LATE + NEWS_TIME + MINUTE) == 1


def test_late_return_closes_the_alerts(team: Team) -> None:
    leave(team, now=START)
    raise_due_alerts(LATE)
    come_back(team, now=LATE + 10 * MINUTE)

    assert alerts_of(team.outing) == [("equipe", 1, False)]


def test_question_about_a_silent_outing_is_closed_by_its_departure(team: Team) -> None:
    raise_due_alerts(LATE)
    leave(team, now=LATE + MINUTE)

    assert alerts_of(team.outing) == [("nouvelles", 1, False)]


def test_return_may_come_before_the_departure(team: Team) -> None:
    come_back(team, team.awa, team.karim)
    leave(team)

    assert fresh(team.outing).state == OutingState.TERMINEE
    assert hours_of(team) == [("Awa Perrin", START, END), ("Karim Vidal", START, END)]


def test_second_phone_of_a_pair_tells_the_same_day(team: Team) -> None:
    leave(team, team.awa)
    come_back(team)
    leave(team, team.karim, at=START + 5 * MINUTE, now=LATE + 60 * MINUTE)

    assert hours_of(team) == [("Awa Perrin", START, END), ("Karim Vidal", START + 5 * MINUTE, END)]


def test_one_back_and_one_out(team: Team) -> None:
    leave(team)
    come_back(team, team.awa)

    assert fresh(team.outing).state == OutingState.EN_COURS


def test_who_came_without_signing_up_is_in_the_team(team: Team) -> None:
    leave(team, team.ines)

    assert ("Inès Colas", START, None) in hours_of(team)


def test_twice_is_once(team: Team) -> None:
    leave(team)
    leave(team, at=START + 10 * MINUTE)
    come_back(team)
    come_back(team, at=END + 10 * MINUTE)

    assert hours_of(team) == [("Awa Perrin", START, END), ("Karim Vidal", START, END)]


def test_departure_after_the_planned_return_is_expected_after_as_long(team: Team) -> None:
    leave(team, at=END + 10 * MINUTE, now=END + 20 * MINUTE)

    assert fresh(team.outing).ends_at == END + timedelta(hours=2, minutes=10)


def test_departure_heard_long_after_is_an_outing_that_took_place(team: Team) -> None:
    leave(team, now=END + LONG_OVER + MINUTE)

    outing = fresh(team.outing)
    assert (outing.state, outing.ended_at) == (OutingState.TERMINEE, END)


@pytest.mark.parametrize("state", [OutingState.ANNULEE, OutingState.BROUILLON])
def test_outing_that_did_not_take_place_is_not_begun(state: OutingState) -> None:
    team = make_team(state=state)
    with structure_scope(team.structure.pk):
        with pytest.raises(SafetyRefused):
            leave(team)
        with pytest.raises(SafetyRefused):
            come_back(team)

        assert hours_of(team) == [("Awa Perrin", None, None), ("Karim Vidal", None, None)]


@pytest.mark.parametrize("at", [START - timedelta(hours=3), START + timedelta(days=2)])
def test_departure_of_another_day_is_refused(team: Team, at: datetime) -> None:
    with pytest.raises(SafetyRefused):
        leave(team, at=at, now=at)


def test_departure_after_the_end_is_refused(team: Team) -> None:
    leave(team, team.awa)
    come_back(team)

    with pytest.raises(SafetyRefused):
        leave(team, team.karim, at=END + MINUTE)


def improvise(team: Team, now: datetime) -> UUID:
    departure = Departure(ends_at=END, place=team.outing.place, companions=[team.karim])
    told = Told(key=uuid7(), starts_at=START)
    improvise_outing(leaver=team.awa, departure=departure, by=actor_for(team.awa), now=now, told=told)
    return told.key


@pytest.mark.parametrize(
    ("heard", "state", "ended_at"),
    [(LATE, OutingState.EN_COURS, None), (END + LONG_OVER + MINUTE, OutingState.TERMINEE, END)],
)
def test_outing_improvised_without_network_keeps_its_key_and_hour(
    team: Team, heard: datetime, state: OutingState, ended_at: datetime | None
) -> None:
    team.outing.pk = improvise(team, heard)

    outing = fresh(team.outing)
    assert (outing.started_at, outing.state, outing.ended_at) == (START, state, ended_at)
    raise_due_alerts(heard + MINUTE)
    assert alerts_of(outing) == []
