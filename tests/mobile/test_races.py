"""The same operations at the same moment: each is written once, each sender is answered the same."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.models import OutingLog, Tally
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Sender
from palier.mobile.clocks import PhoneClock
from palier.mobile.envelopes import read_operations
from palier.mobile.models import Operation, SetAside
from tests.agenda.safety_teams import Team, make_team
from tests.factories.people import actor_for
from tests.mobile.phone import NOW, Phone

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def all_at_once(team: Team, batches: list[list[Any]]) -> Counter[str]:
    """Return how often each answer came, each batch sent at the same moment in a thread of its own."""
    start, answers = threading.Barrier(len(batches)), Counter[str]()

    def run(ops: list[Any]) -> None:
        try:
            start.wait(60)
            with structure_scope(team.structure.pk):
                readings = read_operations(ops, PhoneClock.seen(sent_at=NOW, received_at=NOW))
                sender = Sender(team.awa, actor_for(team.awa))
                receipts = receive_batch(readings=readings, sender=sender, now=NOW)
            answers[",".join(sorted({receipt.status for receipt in receipts}))] += 1
        except Exception as fault:
            answers[repr(fault)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(ops,)) for ops in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def written(team: Team) -> tuple[int, int, int]:
    """Return how many taps, people in the sums, and operations in the ledger."""
    with structure_scope(team.structure.pk):
        people = sum(OutingLog.objects.values_list("people", flat=True))
        return Tally.objects.count(), people, Operation.objects.count()


def test_identical_replays_are_all_successes() -> None:
    team = make_team()
    phone = Phone(team.awa)
    ops = [phone.op("outing.check_in", team.outing), *(phone.tap(team.outing) for _ in range(10))]

    answers = all_at_once(team, [ops] * CROWD)

    assert (answers, written(team)) == ({"applied": CROWD}, (10, 10, 11))


def test_parts_that_overlap_in_other_orders_are_all_successes() -> None:
    team = make_team()
    phone = Phone(team.awa)
    ops = [phone.tap(team.outing) for _ in range(12)]

    answers = all_at_once(team, [ops[:8], ops[4:], ops[::-1], ops[::2], ops[1::2], ops])

    assert (answers, written(team)) == ({"applied": 6}, (12, 12, 12))


def test_two_contents_under_one_key_are_one_success_and_one_conflict() -> None:
    team = make_team()
    phone = Phone(team.awa)
    tap = phone.tap(team.outing)
    other = {**tap, "payload": {"age": "12_17"}}

    answers = all_at_once(team, [[tap], [other]] * (CROWD // 2))

    assert (answers, written(team)) == ({"applied": CROWD // 2, "conflict": CROWD // 2}, (1, 1, 1))
    with structure_scope(team.structure.pk):
        assert SetAside.objects.count() == 1


def test_lines_and_their_improvised_outing_come_together() -> None:
    team = make_team()
    phone, key = Phone(team.awa), uuid7()
    with structure_scope(team.structure.pk):
        place = team.outing.place_id
    taps = [[phone.tap(key)] for _ in range(CROWD)]

    answers = all_at_once(team, [*taps, [phone.improvise(key, place)]])
    assert sum(answers.values()) == CROWD + 1
    assert set(answers) <= {"applied", "waiting"}
    assert written(team) == (CROWD, CROWD, CROWD + 1)


def test_pair_on_two_outings_never_blocks() -> None:
    team = make_team()
    awa, karim = Phone(team.awa), Phone(team.awa)
    with structure_scope(team.structure.pk):
        place, key = team.outing.place_id, uuid7()
        readings = read_operations([awa.improvise(key, place)], PhoneClock.seen(sent_at=NOW, received_at=NOW))
        receive_batch(readings=readings, sender=Sender(team.awa, actor_for(team.awa)), now=NOW)
    batches = []
    for phone in (awa, karim):
        for first, second in ((team.outing.pk, key), (key, team.outing.pk)):
            batches.append(
                [phone.op("outing.check_in", first), phone.tap(second), phone.op("outing.check_out", second)]
            )

    answers = all_at_once(team, batches * 2)

    assert (answers, written(team)[:2]) == ({"applied": 8}, (4, 4))
