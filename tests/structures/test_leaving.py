"""Departures, returns, the last lead, and names past their delay."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from palier.accounts.models import Device, User
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.actions.leads import LastLead
from palier.structures.actions.members import FORMER_NAME, change_member, end_membership
from palier.structures.actions.retention import replace_names
from palier.structures.enums import Retention, Role
from palier.structures.models import EnrolledPhone, Membership, Structure
from palier.structures.queries.retention import months_before, names_to_replace, replaced_on
from tests.factories.people import actor_for, logged_in, make_federation, make_membership, make_structure
from tests.structures.team import NOON, Team, audited, make_team, reload

pytestmark = pytest.mark.django_db

LIST = "/reglages/equipe/"


@pytest.fixture
def team() -> Team:
    return make_team()


def leave(client: Client, member: Membership) -> Any:
    return client.post(f"{LIST}{member.pk}/depart/")


def enrol(member: Membership) -> Device:
    """Give a member a phone entered by a code, and return its device."""
    device = Device.objects.create(user=member.user, label="téléphone", is_phone=True, last_seen_at=timezone.now())
    EnrolledPhone.objects.create(
        structure=member.structure,
        membership=member,
        device=device,
        pin=make_password("314159"),
        expires_at=timezone.now() + timedelta(days=30),
    )
    return device


def is_open(device: Device) -> bool:
    return Device.objects.get(pk=device.pk).is_open


def gone(member: Membership, moment: datetime) -> None:
    with across_structures():
        Membership.objects.filter(pk=member.pk).update(ended_at=moment)


def test_departure_says_what_happens_then_ends_the_sessions(team: Team) -> None:
    browser, phone = team.field, enrol(team.member)
    browser.get(LIST)

    asked = team.desk.get(f"{LIST}{team.member.pk}/depart/").content.decode()
    before = browser.get(LIST).status_code
    answer = leave(team.desk, team.member)
    after = browser.get(LIST)

    assert "dès la prochaine demande" in asked
    assert (before, after.status_code) == (200, 302)
    assert after.headers["Location"].startswith("/appareil-ferme/")
    assert answer.headers["Location"] == f"{LIST}{team.member.pk}/"
    assert reload(team.member).ended_at is not None
    assert not is_open(phone)
    assert ("member_left", "Maryvonne Lek", "Élodie Baud") in audited(team.structure)


def test_who_has_another_place_keeps_it_and_its_devices(team: Team) -> None:
    other = make_membership(structure=make_structure(), user=team.member.user)
    browser = logged_in(team.member.user)
    browser.get("/reglages/")
    here, there = enrol(team.member), enrol(other)

    leave(team.desk, team.member)

    assert [is_open(here), is_open(there)] == [False, True]
    assert browser.get(LIST).context["membership"] == other


def test_who_left_comes_back_and_a_second_departure_changes_nothing(team: Team) -> None:
    leave(team.desk, team.member)
    ended_at = reload(team.member).ended_at
    leave(team.desk, team.member)
    twice = reload(team.member).ended_at
    team.desk.post(f"{LIST}{team.member.pk}/retour/")

    assert twice == ended_at
    assert reload(team.member).is_active
    assert [entry[0] for entry in audited(team.structure) if entry[0].startswith("member_")] == [
        "member_left",
        "member_restored",
    ]


def test_a_replaced_name_does_not_come_back(team: Team) -> None:
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=team.member.pk).update(ended_at=NOON, renamed_at=NOON)

    answer = team.desk.post(f"{LIST}{team.member.pk}/retour/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not reload(team.member).is_active


@pytest.mark.parametrize("action", ["depart", "retour"])
def test_who_may_see_somebody_leave_or_return(team: Team, action: str) -> None:
    path = f"{LIST}{team.member.pk}/{action}/"

    assert Client().post(path).headers["Location"].startswith("/compte/connexion/")
    assert [team.field.post(path).status_code, make_team().desk.post(path).status_code] == [403, 404]
    assert reload(team.member).is_active


def test_last_direction_stays(team: Team) -> None:
    answer = leave(team.desk, team.lead)

    assert (answer.status_code, reload(team.lead).is_active) == (409, True)
    assert "dernière direction" in answer.content.decode()


def test_last_of_a_federation_stays_whatever_directions_there_are() -> None:
    federation = make_federation()
    head = make_membership(Role.FEDERATION, structure=federation)
    direction = make_membership(Role.DIRECTION, structure=federation)
    browser = logged_in(head.user)

    answers = [leave(browser, head).status_code, leave(browser, direction).status_code]

    assert answers == [409, 302]


def test_direction_of_a_federation_does_not_remove_its_head() -> None:
    federation = make_federation()
    heads = [make_membership(Role.FEDERATION, structure=federation) for _ in range(2)]
    direction = make_membership(Role.DIRECTION, structure=federation)

    assert leave(logged_in(direction.user), heads[0]).status_code == 409


def test_closed_account_does_not_count_as_a_lead(team: Team) -> None:
    closed = make_membership(Role.DIRECTION, structure=team.structure)
    User.objects.filter(pk=closed.user_id).update(is_active=False)

    assert leave(team.desk, team.lead).status_code == 409


def end(member: Membership, other: Membership) -> None:
    end_membership(member=member, ended_by=other, by=actor_for(other), now=NOON)


def demote(member: Membership, other: Membership) -> None:
    change_member(
        member=member, name="X", status="salarie", role="equipier", changed_by=other, by=actor_for(other), now=NOON
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [end, demote])
def test_two_leads_at_once_leave_one(act: Callable[[Membership, Membership], None]) -> None:
    structure = make_structure()
    leads = [make_membership(Role.DIRECTION, structure=structure) for _ in range(2)]
    refused: list[str] = []

    def answer() -> None:
        try:
            with structure_scope(structure.pk):
                act(leads[0], leads[1])
        except LastLead as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=answer)
    with structure_scope(structure.pk), transaction.atomic():
        act(leads[1], leads[0])
        other.start()
        other.join(0.5)  # it comes while the first is not over, and waits
        has_waited = other.is_alive()
    other.join(30)

    assert has_waited
    with structure_scope(structure.pk):
        left = Membership.objects.filter(role=Role.DIRECTION, ended_at=None).count()
    assert (left, len(refused)) == (1, 1)


def test_names_are_replaced_after_each_structures_delay(team: Team) -> None:
    Structure.objects.filter(pk=team.structure.pk).update(retention_months=Retention.SIX_MOIS)
    long = make_membership(Role.EQUIPIER, name="Long Séjour")  # kept two years
    for member in (team.member, long):
        gone(member, months_before(NOON, 6))

    early, late = replace_names(NOON - timedelta(minutes=1)), replace_names(NOON)

    assert (early, late, replace_names(NOON)) == (0, 1, 0)
    assert (reload(team.member).name, reload(team.member).renamed_at) == (FORMER_NAME, NOON)
    assert reload(long).name == "Long Séjour"
    assert reload(team.lead).name == "Maryvonne Lek"
    assert audited(team.structure) == [("erase_named", "Palier", "")]
    assert audited(long.structure) == []


def test_account_without_a_place_is_emptied(team: Team) -> None:
    browser, phone = team.field, enrol(team.member)
    browser.get(LIST)
    Authenticator.objects.create(user=team.member.user, type="totp", data={"secret": "x"})
    gone(team.member, months_before(NOON, 24))

    replace_names(NOON)

    user = User.objects.get(pk=team.member.user_id)
    assert (user.email, user.name, user.is_active, user.last_login) == (None, FORMER_NAME, False, None)
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not Device.objects.filter(user=user).exists()
    assert not Device.objects.filter(pk=phone.pk).exists()


@pytest.mark.parametrize("is_gone", [False, True])
def test_account_known_elsewhere_keeps_everything_but_the_phone_of_here(team: Team, is_gone: bool) -> None:
    other = make_membership(structure=make_structure(), user=team.member.user)
    here, there = enrol(team.member), enrol(other)
    gone(team.member, months_before(NOON, 24))
    if is_gone:
        gone(other, NOON - timedelta(days=1))

    replace_names(NOON)

    assert User.objects.get(pk=other.user_id).email == other.user.email
    assert reload(other).name == other.name
    assert list(Device.objects.filter(pk__in=[here.pk, there.pk])) == [there]


def test_direction_is_told_thirty_days_before(team: Team) -> None:
    now = timezone.now()
    gone(team.member, months_before(now, 24) + timedelta(days=29))
    desk = team.desk
    told = desk.get(LIST).content.decode()
    gone(team.member, months_before(now, 24) + timedelta(days=32))

    assert "Des noms vont être effacés" in told
    assert "Élodie Baud" in told
    assert "Des noms vont être effacés" not in desk.get(LIST).content.decode()
    assert "Des noms vont être effacés" not in team.field.get(LIST).content.decode()


def test_notice_names_the_day_the_nightly_job_acts_on(team: Team) -> None:
    gone(team.member, datetime(2026, 1, 15, 9, tzinfo=UTC))
    Structure.objects.filter(pk=team.structure.pk).update(retention_months=6)
    structure = Structure.objects.get(pk=team.structure.pk)
    with structure_scope(structure.pk), time_machine.travel(NOON):
        (notice,) = names_to_replace(structure, now=datetime(2026, 7, 1, tzinfo=UTC))

    assert notice.day.isoformat() == "2026-07-15"
    assert replaced_on(team.lead, structure) is None
    assert replace_names(datetime(2026, 7, 14, 23, 59, tzinfo=UTC)) == 0
    assert replace_names(datetime(2026, 7, 15, 23, 59, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-08-31", 6, "2026-02-28"), ("2026-01-15", 12, "2025-01-15"), ("2026-03-01", 24, "2024-03-01")],
)
def test_months_are_those_of_the_calendar(day: str, months: int, before: str) -> None:
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")

    assert months_before(moment, months).date().isoformat() == before
