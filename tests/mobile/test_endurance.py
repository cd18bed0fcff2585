"""What a phone sends after a long time away: weeks without network, a wrong clock, an old app, another session."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import CancelReason, OutingState
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures
from palier.fieldlog.models import MonthRollup, OutingLog, Tally
from palier.mobile.models import SetAside
from tests.agenda.safety_teams import START, Team, make_team
from tests.factories.people import logged_in
from tests.mobile.phone import NOW, Phone, send

pytestmark = pytest.mark.django_db
SIXTY_DAYS, TWO_DAYS = timedelta(days=60), timedelta(days=2)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def phone(team: Team) -> Phone:
    return Phone(team.awa)


def at(instant: datetime) -> Any:
    """Return the server's clock, stopped at ``instant``."""
    return time_machine.travel(instant, tick=False)


def taps() -> list[tuple[datetime, datetime]]:
    """Return when each tap was noted and received, in the order of their keys."""
    with across_structures():
        return list(Tally.objects.order_by("pk").values_list("made_at", "received_at"))


def statuses(answer: Any) -> list[str]:
    return [receipt["status"] for receipt in answer.json()["receipts"]]


def test_sixty_days_without_network_lose_nothing(team: Team, phone: Phone) -> None:
    with at(NOW):
        browser = logged_in(team.awa.user)
        cursor = send(browser, phone.request()).json()["cursor"]
    body = phone.request(*[phone.tap(team.outing) for _ in range(300)], sent_at=NOW + SIXTY_DAYS, cursor=cursor)

    with at(NOW + SIXTY_DAYS):
        # The session ended long before: the phone is asked to log in, and keeps all.
        asked = send(browser, body)
        received = send(logged_in(team.awa.user), body)
        again = send(logged_in(team.awa.user), body)

    assert (asked.status_code, asked.json()["reason"]) == (401, "login")
    assert statuses(received) == ["applied"] * 300
    assert again.json()["receipts"] == received.json()["receipts"]
    assert taps() == [(phone.at, NOW + SIXTY_DAYS)] * 300
    # An outing of two months ago leaves the phone: the receipts are all that it waits for.
    assert received.json()["changes"]["removed"] == [str(team.outing.pk)]
    with across_structures():
        assert list(MonthRollup.objects.values_list("month", "people")) == [(date(2027, 3, 1), 300)]
        assert OutingLog.objects.get(outing=team.outing).people == 300


def test_same_answer_sixty_days_later(team: Team, phone: Phone) -> None:
    body = phone.request(phone.tap(team.outing))
    with at(NOW):
        first = send(logged_in(team.awa.user), body).json()["receipts"]

    with at(NOW + SIXTY_DAYS):
        later = send(logged_in(team.awa.user), body).json()["receipts"]

    assert later == first
    assert len(taps()) == 1


@pytest.mark.parametrize("drift", [TWO_DAYS, -TWO_DAYS, timedelta(hours=1), timedelta(0)])
def test_clock_two_days_off_moves_no_figure(team: Team, phone: Phone, drift: timedelta) -> None:
    phone.at = START + timedelta(minutes=10) + drift
    body = phone.request(phone.tap(team.outing), sent_at=NOW + drift)

    with at(NOW):
        answer = send(logged_in(team.awa.user), body)

    assert statuses(answer) == ["applied"]
    assert taps() == [(START + timedelta(minutes=10), NOW)]


def test_clock_put_right_before_sending_says_nothing_of_the_future(team: Team, phone: Phone) -> None:
    phone.at = NOW + TWO_DAYS

    with at(NOW):
        send(logged_in(team.awa.user), phone.request(phone.tap(team.outing)))

    assert taps() == [(NOW, NOW)]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("tally.add", {}),
        ("tally.add", {"step": -1, "mood_of_the_day": "a field that a later app dropped"}),
        ("encounter.put", {"entry": str(uuid7())}),
        ("orientation.put", {"entry": str(uuid7()), "target": "caf"}),
        ("observation.put", {"entry": str(uuid7()), "text": "Le banc est cassé."}),
        ("voice.put", {"entry": str(uuid7()), "text": "On veut un banc."}),
        ("debrief.put", {"entry": str(uuid7())}),
        ("outing.check_in", {}),
    ],
)
def test_app_two_versions_old_is_understood(team: Team, phone: Phone, kind: str, payload: dict[str, Any]) -> None:
    op = phone.op(kind, team.outing, **payload)
    body = phone.request(op)
    # What the request itself gained since is absent.
    for name in ("user", "app", "persisted", "pending", "oldest_pending_at", "cursor"):
        del body[name]

    with at(NOW):
        answer = send(logged_in(team.awa.user), body)

    assert statuses(answer) == ["applied"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 0}, "trop ancienne"),
        ({"schema": 3}, "plus récente"),
        ({"kind": "song.put"}, "ne connaît pas"),
        ({"payload": {"age": "centenaire"}}, "ne se lit pas"),
    ],
)
def test_what_no_version_understands_is_kept_whole(
    team: Team, phone: Phone, change: dict[str, Any], reason: str
) -> None:
    op = {**phone.tap(team.outing), **change}

    with at(NOW):
        answer = send(logged_in(team.awa.user), phone.request(op, phone.tap(team.outing)))

    assert statuses(answer) == ["quarantined", "applied"]
    with across_structures():
        (aside,) = SetAside.objects.all()
    assert aside.raw == op
    assert reason in aside.reason


def test_account_switched_on_a_shared_phone_sends_nothing_of_the_other(team: Team, phone: Phone) -> None:
    body = phone.request(phone.tap(team.outing))

    with at(NOW):
        karim, awa = logged_in(team.karim.user), logged_in(team.awa.user)
        refused = send(karim, body)
        between = taps()
        received = send(awa, body)

    assert (refused.status_code, refused.json()["reason"], between) == (409, "account", [])
    assert "changes" not in refused.json()
    assert statuses(received) == ["applied"]
    with across_structures():
        assert list(Tally.objects.values_list("made_by", flat=True)) == [team.awa.pk]


@pytest.mark.parametrize("state", [OutingState.ANNULEE, OutingState.TERMINEE, OutingState.BROUILLON])
def test_outing_that_became_something_else_meanwhile_takes_its_lines(
    team: Team, phone: Phone, state: OutingState
) -> None:
    reason = CancelReason.METEO if state == OutingState.ANNULEE else ""
    with across_structures():
        Outing.objects.filter(pk=team.outing.pk).update(state=state, cancel_reason=reason)
        team.of_awa.delete()

    with at(NOW + SIXTY_DAYS):
        answer = send(logged_in(team.awa.user), phone.request(phone.tap(team.outing), sent_at=NOW + SIXTY_DAYS))

    assert statuses(answer) == ["applied"]
    assert taps() == [(phone.at, NOW + SIXTY_DAYS)]


def test_logged_out_phone_is_told_and_sends_the_same_after(team: Team, phone: Phone) -> None:
    body = phone.request(phone.tap(team.outing), phone.tap(team.outing))

    with at(NOW):
        asked = send(Client(), body)
        received = send(logged_in(team.awa.user), body)

    assert (asked.status_code, asked.json()["reason"], set(asked.json())) == (401, "login", {"detail", "reason"})
    assert statuses(received) == ["applied", "applied"]
