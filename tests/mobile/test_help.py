"""``POST /api/help``: a call for help from the phone's page, heard at once or plainly refused."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.actions.members import end_membership
from palier.structures.enums import Role
from tests.agenda.safety_teams import START, Team, alerts_of, make_team
from tests.factories.people import actor_for, logged_in, make_membership, make_structure
from tests.mobile.phone import HEADERS
from tests.structures.phone_browsers import phone_in

ELSEWHERE = "019a0000-0000-7000-8000-000000000000"

pytestmark = pytest.mark.django_db
HELP = "/api/help"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team()


def ask(client: Client, outing: UUID | str, **headers: str) -> Any:
    body = {"outing": str(outing)}
    return client.post(HELP, body, content_type="application/json", headers=headers or HEADERS)


def test_call_warns_at_once_and_only_once(team: Team) -> None:
    awa = logged_in(team.awa.user)

    answers = [ask(awa, team.outing.pk) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json() for answer in answers] == [{"at": START.isoformat()}] * 2
    assert alerts_of(team.outing) == [("aide", 1, True)]


def test_phone_that_waits_for_its_code_can_call(team: Team) -> None:
    phone = phone_in(team.lead, for_member=team.awa)
    with time_machine.travel(START.replace(minute=40), tick=False):
        answer = ask(phone, team.outing.pk)

    assert answer.status_code == 200
    assert alerts_of(team.outing) == [("aide", 1, True)]


def test_refusal_says_why(team: Team) -> None:
    with across_structures():
        Outing.objects.filter(pk=team.outing.pk).update(state=OutingState.ANNULEE, cancel_reason="meteo")

    answer = ask(logged_in(team.awa.user), team.outing.pk)

    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "Cette sortie n'est pas en cours. En cas de danger, appelez le 112."},
    )


def test_outing_that_the_centre_does_not_know_yet_is_said_so(team: Team) -> None:
    answer = ask(logged_in(team.awa.user), uuid7())

    assert (answer.status_code, answer.json()) == (404, {"detail": "Le centre ne connaît pas encore cette sortie."})


def test_outing_of_another_structure_is_unknown(team: Team) -> None:
    stranger = make_membership(Role.EQUIPIER, structure=make_structure("Ailleurs"), name="Zoé Ailleurs")

    answer = ask(logged_in(stranger.user), team.outing.pk)

    assert answer.status_code == 404
    assert alerts_of(team.outing) == []


def test_visitor_reader_and_former_member_are_refused(team: Team) -> None:
    reader = make_membership(Role.LECTURE, structure=team.structure, name="Paul Petit")
    former = logged_in(team.karim.user)
    with structure_scope(team.structure.pk):
        end_membership(member=team.karim, ended_by=team.direction, by=actor_for(team.direction), now=START)

    answers = [ask(client, team.outing.pk) for client in (Client(), logged_in(reader.user), former)]

    assert [answer.status_code for answer in answers] == [401, 403, 401]
    assert [answer.json()["reason"] for answer in answers] == ["login", "", "closed"]
    assert alerts_of(team.outing) == []


@pytest.mark.parametrize(("outing", "headers"), [("nowhere", HEADERS), (ELSEWHERE, {"X-Other": "1"})])
def test_request_that_no_phone_makes_is_refused(team: Team, outing: str, headers: dict[str, str]) -> None:
    answer = ask(logged_in(team.awa.user), outing, **headers)

    assert (answer.status_code, answer.json()) == (422, {"detail": "La demande ne se lit pas. Appelez."})


def test_address_is_only_posted_to(team: Team) -> None:
    assert logged_in(team.awa.user).get(HELP).status_code == 405
