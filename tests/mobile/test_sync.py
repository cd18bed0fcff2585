"""``POST /api/sync`` as a phone sees it: receipts, what comes down, and each way of being refused."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palier.core.ids import uuid7
from palier.core.tenancy import across_structures, structure_scope
from palier.fieldlog.models import Tally
from palier.mobile.api import requests
from palier.mobile.models import FieldPhone, SetAside
from palier.structures.actions.members import end_membership
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.safety_teams import START, Team, make_team
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import actor_for, logged_in, make_membership
from tests.mobile.phone import HEADERS, NOW, SYNC, Phone, send
from tests.structures.phone_browsers import phone_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def phone(team: Team) -> Phone:
    return Phone(team.awa)


@pytest.fixture
def awa(team: Team) -> Client:
    return logged_in(team.awa.user)


def taps_of(team: Team) -> int:
    with structure_scope(team.structure.pk):
        return Tally.objects.count()


def asides() -> list[tuple[str, str]]:
    with across_structures():
        return list(SetAside.objects.values_list("answer", "reason"))


def test_operation_is_received_and_the_outing_comes_back(team: Team, phone: Phone, awa: Client) -> None:
    tap = phone.tap(team.outing, age="18_24", gender="femme")

    answer = send(awa, phone.request(tap)).json()

    assert answer["receipts"] == [{"op": tap["id"], "status": "applied", "at": NOW.isoformat(), "reason": ""}]
    assert (answer["locked"], answer["unreadable"], answer["now"]) == (False, [], NOW.isoformat())
    (outing,) = answer["changes"]["outings"]
    assert (outing["id"], outing["counts"]["people"]) == (str(team.outing.pk), 1)
    assert outing["cells"] == [
        {"age": "18_24", "gender": "femme", "acquaintance": "nc", "contact": "echange", "people": 1}
    ]


def test_account_members_and_places_come_down_once(team: Team, phone: Phone, awa: Client) -> None:
    first = send(awa, phone.request()).json()
    second = send(awa, phone.request(cursor=first["cursor"])).json()

    account = first["changes"]["account"]
    assert (account["user"], account["first_name"], account["role"]) == (str(team.awa.pk), "Awa", "equipier")
    assert [member["name"] for member in first["changes"]["members"]][:2] == ["Awa Perrin", "Inès Colas"]
    assert first["changes"]["places"] == [{"id": str(team.outing.place_id), "name": team.outing.place.name}]
    assert (len(account["key"]["point"]), "recontact" in first["changes"]["texts"]) == (87, True)
    assert (second["changes"], second["cursor"]) == (None, first["cursor"])


def test_only_the_outing_that_changed_comes_down_again(team: Team, phone: Phone, awa: Client) -> None:
    cursor = send(awa, phone.request()).json()["cursor"]

    changes = send(awa, phone.request(phone.tap(team.outing), cursor=cursor)).json()["changes"]

    assert set(changes) == {"account", "outings", "removed"}
    assert [outing["counts"]["people"] for outing in changes["outings"]] == [1]


def test_outing_that_is_no_longer_mine_is_removed(team: Team, phone: Phone, awa: Client) -> None:
    cursor = send(awa, phone.request()).json()["cursor"]
    with structure_scope(team.structure.pk):
        team.of_awa.delete()

    assert send(awa, phone.request(cursor=cursor)).json()["changes"]["removed"] == [str(team.outing.pk)]


@pytest.mark.parametrize("cursor", ["", "n'importe quoi", "W10=", "e30=", "WzEsMiwzXQ==", "x" * 70_000])
def test_cursor_of_nobody_brings_everything(team: Team, phone: Phone, awa: Client, cursor: str) -> None:
    assert len(send(awa, phone.request(cursor=cursor)).json()["changes"]["outings"]) == 1


def test_nothing_comes_down_between_two_parts(team: Team, phone: Phone, awa: Client) -> None:
    answer = send(awa, phone.request(phone.tap(team.outing), pending=501, cursor="garde")).json()

    assert (answer["changes"], answer["cursor"], len(answer["receipts"])) == (None, "garde", 1)


def test_lines_come_down_without_what_they_say(team: Team, phone: Phone, awa: Client) -> None:
    entry = uuid7()
    words = phone.put("voice", team.outing, entry, text="Mon voisin est malade.")

    answer = send(awa, phone.request(words))

    (line,) = answer.json()["changes"]["outings"][0]["lines"]
    assert (line["kind"], line["id"], line["by"], line["clock"]) == (
        *("voice", str(entry), str(team.awa.pk)),
        max(words["id"], str(entry)),
    )
    assert "malade" not in answer.content.decode()


def test_phone_learns_that_the_only_line_was_taken_back(team: Team, phone: Phone, awa: Client) -> None:
    entry = uuid7()
    send(awa, phone.request(phone.put("voice", team.outing, entry, text="Dit trop vite.")))

    answer = send(awa, phone.request(phone.op("entry.withdraw", team.outing, entry=str(entry)))).json()

    (outing,) = answer["changes"]["outings"]
    assert outing["counts"]["voices"] == 0
    assert [(line["id"], line["withdrawn"]) for line in outing["lines"]] == [(str(entry), True)]


def test_sync_asks_few_questions(team: Team, phone: Phone, awa: Client) -> None:
    cursor = send(awa, phone.request()).json()["cursor"]
    ops = [phone.tap(team.outing), phone.put("voice", team.outing, text="L'ascenseur est en panne.")]

    with CaptureQueriesContext(connection) as asked:
        answer = send(awa, phone.request(*ops, cursor=cursor)).json()

    assert [got["status"] for got in answer["receipts"]] == ["applied"] * 2
    assert len(answer["changes"]["outings"]) == 1
    # Who sends: 4. What is known, what is written: 3 and 9, one transaction. What comes down: 7.
    assert len(asked) <= 26


def test_questions_do_not_grow_with_the_outings(team: Team, phone: Phone, awa: Client) -> None:
    send(awa, phone.request())
    counted = []
    for days in (range(1), range(1, 11)):
        with across_structures():
            for day in days:
                starts_at = START + timedelta(days=day)
                made = make_outing(team.structure, place=team.outing.place, starts_at=starts_at)
                make_participation(made, team.awa)
        with CaptureQueriesContext(connection) as asked:
            answer = send(awa, phone.request(phone.tap(team.outing)))
        counted.append((len(answer.json()["changes"]["outings"]), len(asked)))

    assert [outings for outings, _ in counted] == [2, 12]
    # The second time the outing is known as written in: one question less.
    assert counted[1][1] <= counted[0][1] <= 28


def test_phone_says_what_it_still_holds(team: Team, phone: Phone, awa: Client) -> None:
    since = (NOW - timedelta(hours=30)).isoformat()

    send(awa, phone.request(phone.tap(team.outing), pending=41, oldest_pending_at=since, persisted=False))

    with structure_scope(team.structure.pk):
        row = FieldPhone.objects.get(device=phone.device)
    assert (row.membership_id, row.pending, row.is_persistent) == (team.awa.pk, 40, False)
    assert (row.oldest_pending_at, row.last_sync_at) == (NOW - timedelta(hours=30), NOW)


def test_operation_without_key_is_said_by_its_place(team: Team, phone: Phone, awa: Client) -> None:
    answer = send(awa, phone.request(phone.tap(team.outing), "bonjour")).json()

    assert [receipt["status"] for receipt in answer["receipts"]] == ["applied"]
    assert answer["unreadable"] == [{"index": 1, "reason": "Son enveloppe ne se lit pas (id)."}]


def test_visitor_is_asked_to_log_in(phone: Phone) -> None:
    answer = send(Client(), phone.request())

    assert (answer.status_code, answer.json()["reason"]) == (401, "login")


def test_another_account_sends_nothing(team: Team, phone: Phone) -> None:
    answer = send(logged_in(team.karim.user), phone.request(phone.tap(team.outing)))

    assert (answer.status_code, answer.json()["reason"], taps_of(team)) == (409, "account", 0)


def test_reader_is_refused_but_what_is_sent_is_kept(team: Team) -> None:
    reader = make_membership(Role.LECTURE, structure=team.structure)
    phone, browser = Phone(reader), logged_in(reader.user)

    answers = [send(browser, phone.request()), send(browser, phone.request(phone.tap(team.outing)))]

    assert [answer.status_code for answer in answers] == [403, 200]
    assert (answers[1].json()["receipts"][0]["status"], taps_of(team)) == ("quarantined", 0)


def test_locked_phone_sends_and_nothing_comes_down(team: Team) -> None:
    browser, member = enrolled(team)
    phone = Phone(member)
    lock(browser)

    sent = send(browser, phone.request(phone.tap(team.outing)))
    asked = send(browser, phone.request())

    assert (sent.json()["locked"], sent.json()["changes"], taps_of(team)) == (True, None, 1)
    assert (asked.status_code, asked.json()["reason"]) == (401, "code")


def test_closed_phone_loses_nothing(team: Team) -> None:
    browser, member = enrolled(team)
    phone = Phone(member)
    with structure_scope(team.structure.pk):
        end_membership(member=member, ended_by=team.lead, by=actor_for(team.lead), now=NOW)

    sent = send(browser, phone.request(phone.tap(team.outing)))
    asked = send(browser, phone.request())

    assert (sent.json()["receipts"][0]["status"], sent.json()["changes"], taps_of(team)) == ("quarantined", None, 0)
    assert (asked.status_code, asked.json()["reason"]) == (401, "closed")


def test_who_left_loses_nothing(team: Team, phone: Phone, awa: Client) -> None:
    send(awa, phone.request())
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=team.awa.pk).update(ended_at=NOW)

    answer = send(awa, phone.request(phone.tap(team.outing))).json()

    assert ([receipt["status"] for receipt in answer["receipts"]], answer["locked"]) == (["quarantined"], True)


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[",
        "[]",
        "null",
        '{"ops": 3}',
        "[" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
        "é".encode("latin-1"),
        '{"device": "\\ud800", "sent_at": "0001-01-01T00:00:00+14:00", "ops": [NaN, 1e999, "\\u0000"]}',
    ],
)
def test_request_that_cannot_be_read_is_refused_in_french(awa: Client, body: Any) -> None:
    answer = awa.post(SYNC, body, content_type="application/json", headers=HEADERS)

    assert answer.status_code == 422
    assert re.search("e téléphone garde tout", answer.json()["detail"])


def test_other_pages_cannot_send(phone: Phone, awa: Client) -> None:
    without_header = awa.post(SYNC, phone.request(), content_type="application/json")
    form = awa.post(SYNC, {"ops": "[]"}, headers=HEADERS)

    assert (without_header.status_code, form.status_code) == (422, 422)
    assert awa.get(SYNC).status_code == 405


def test_too_much_is_refused(team: Team, phone: Phone, awa: Client) -> None:
    many = [phone.tap(team.outing)] * 501
    heavy = phone.put("observation", team.outing, text="x" * 4_200_000)

    assert [send(awa, phone.request(*ops)).status_code for ops in (many, [heavy])] == [413, 413]


def test_too_fast_is_told_when_to_come_back(phone: Phone, awa: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST_A_MINUTE", 2)
    answers = [send(awa, phone.request()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].headers["Retry-After"], "réessaie" in answers[2].json()["detail"]) == ("61", True)


def test_description_is_open(awa: Client) -> None:
    described = awa.get("/api/openapi.json").json()["paths"]["/api/sync"]["post"]

    assert {"200", "401", "409", "413", "422", "429"} <= set(described["responses"])
    assert "ops" in described["requestBody"]["content"]["application/json"]["schema"]["properties"]


def enrolled(team: Team) -> tuple[Client, Membership]:
    """Return the browser of a phone entered by QR code, and its member, who is in the team."""
    browser = phone_in(team.lead, for_member=team.awa)
    return browser, team.awa


def lock(browser: Client) -> None:
    session = browser.session
    session["unlocked_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
