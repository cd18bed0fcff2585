"""Phones and desks that write at the same moment: nothing lost, nothing counted twice, nobody stuck."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from palier.agenda.actions.outings import OutingIsOver, move_outing
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.entries import move_entries, withdraw_entry
from palier.fieldlog.actions.puts import Put, put_debriefs, put_encounters, put_observations
from palier.fieldlog.actions.rebuilding import rebuild_rollups
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.tallies import NewTally, add_tallies
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.enums import Age
from palier.fieldlog.models import LINES, MonthRollup, Observation, OutingLog
from palier.structures.models import Membership
from tests.factories.fieldlog import make_encounter, make_observation, make_origin
from tests.factories.outings import make_outing
from tests.factories.people import actor_for

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds
ROUNDS = 6


def all_at_once(outing: Outing, jobs: Sequence[Callable[[], Any]]) -> list[BaseException]:
    """Play ``jobs`` at the same moment, each in a thread and a transaction of its own; return what they raised."""
    start, raised = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            with structure_scope(outing.structure_id):
                job()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def assert_none_waits(waiting: list[Put]) -> None:
    assert waiting == []


def assert_right(outing: Outing) -> None:
    with structure_scope(outing.structure_id):
        found = rebuild_rollups(structure=outing.structure, models=LINES, now=outing.ends_at, check=True)
    assert found.is_right, found


@pytest.mark.parametrize("closing", [False, True], ids=["taps", "debriefs"])
def test_two_phones_write_the_same_outings_in_both_orders(closing: bool, outing: Outing) -> None:
    outings = [outing, *(make_outing(outing.structure) for _ in range(3))]
    for written in outings:
        make_encounter(written)
        written.refresh_from_db()

    def phone(order: Sequence[Outing], number: int) -> Callable[[], None]:
        def write() -> None:
            for _ in range(ROUNDS):
                with transaction.atomic():
                    writing = Writing()
                    for place, where in enumerate(order):
                        origin = make_origin(at=where.starts_at + timedelta(hours=number % 2))
                        row = NewTally(where, origin, Age.values[(place + number) % 8])
                        add_tallies(rows=[row], into=writing)
                        entry = uuid7()
                        said = make_origin(at=where.starts_at, clock=entry)
                        if closing:
                            put_debriefs(puts=[Put(where, entry, {"nobody": False}, said)], into=writing)
                    note_writing(writing=writing, now=outing.ends_at)

        return write

    phones = [phone(outings if number % 2 else outings[::-1], number) for number in range(4)]

    assert all_at_once(outing, phones) == []
    with structure_scope(outing.structure_id):
        assert {log.people for log in OutingLog.objects.all()} == {4 * ROUNDS}
        assert MonthRollup.objects.get().debriefs == (4 * 4 * ROUNDS if closing else 0)
    assert_right(outing)


def test_fields_written_at_once_are_all_kept(outing: Outing) -> None:
    line = make_observation(outing, "Un banc")
    at = outing.starts_at + timedelta(hours=1)

    def write(**fields: Any) -> Callable[[], None]:
        put = Put(outing, line.pk, fields, make_origin(at=at))
        return lambda: assert_none_waits(put_observations(puts=[put]))

    assert all_at_once(outing, [write(text="Deux bancs"), write(themes=["cadre_de_vie"])]) == []

    with structure_scope(outing.structure_id):
        kept = Observation.objects.get()
    assert (kept.text, kept.themes, len(kept.clocks)) == ("Deux bancs", ["cadre_de_vie"], 2)


def test_line_taken_back_and_moved_at_once_is_counted_once(outing: Outing) -> None:
    others = [make_outing(outing.structure) for _ in range(2)]
    for _ in range(ROUNDS):
        line = make_encounter(outing)
        origins = [make_origin(at=outing.ends_at) for _ in range(4)]

        def take_back(key: Any = line.pk, origin: Any = origins[0]) -> None:
            withdraw_entry(entry=key, origin=origin)

        def move(to: Outing, key: Any = line.pk, origin: Any = origins[1]) -> None:
            move_entries(entries=[key], to=to, origin=origin)

        jobs = [take_back, lambda: move(others[0]), lambda: move(others[1]), take_back]
        assert all_at_once(outing, jobs) == []

    assert_right(outing)


def test_outing_moved_while_its_first_line_comes_is_counted_where_it_is(outing: Outing, lead: Membership) -> None:
    """Whoever comes first wins: the line is counted at the date the outing has in the end."""
    day = timedelta(days=31)
    refused = []

    def move() -> None:
        try:
            move_outing(
                outing=outing,
                starts_at=outing.starts_at + day,
                ends_at=outing.ends_at + day,
                by=actor_for(lead),
                now=outing.starts_at - day,
            )
        except OutingIsOver as over:
            refused.append(str(over))

    def write() -> None:
        entry = uuid7()
        put_encounters(puts=[Put(outing, entry, {}, make_origin(at=outing.starts_at, clock=entry))])

    assert all_at_once(outing, [move, write]) == []

    outing.refresh_from_db()
    with structure_scope(outing.structure_id):
        assert MonthRollup.objects.get().month.month == (3 if refused else 4)
    assert_right(outing)
