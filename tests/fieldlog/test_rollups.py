"""Sums written with their rows are those that the rows give, after any mix of what people and phones do."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.entries import move_entries, restore_entry, withdraw_entry
from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.rebuilding import Rebuilt, rebuild_rollups
from palier.fieldlog.actions.rollups import note_writing
from palier.fieldlog.actions.tallies import NewTally, add_tallies
from palier.fieldlog.actions.writing import Writing
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import (
    LINES,
    CellRollup,
    Debrief,
    Encounter,
    Entry,
    HourRollup,
    MonthRollup,
    Observation,
    OutingLog,
    Tally,
)
from palier.fieldlog.origin import Origin
from palier.residents.models import Resident
from palier.voices.models import Voice
from tests.factories.fieldlog import make_debrief, make_encounter, make_origin, make_tallies
from tests.factories.outings import make_outing, make_place, paris
from tests.factories.people import make_structure

pytestmark = pytest.mark.django_db
ALL_LINES: tuple[type[Entry], ...] = (*LINES, Voice, Resident)
WRITTEN = (Encounter, Observation, Debrief, Voice)
# The last hour of March in Paris is already April in no zone, and still winter time two days before.
DAYS = (date(2027, 3, 27), date(2027, 3, 31), date(2027, 4, 1))

STEPS = st.tuples(
    st.sampled_from(["tally", "make", "write", "withdraw", "restore", "move", "move taps"]),
    st.integers(0, 2),
    st.integers(0, 5),
    st.integers(-200, 1000),
)


def rebuilt(outing: Outing, *, check: bool = True) -> Rebuilt:
    with structure_scope(outing.structure_id):
        return rebuild_rollups(structure=outing.structure, models=ALL_LINES, now=outing.ends_at, check=check)


class Play:
    """A team that writes, corrects, takes back and moves, on three outings, as the steps say."""

    def __init__(self) -> None:
        structure = make_structure()
        place = make_place(structure)
        hours = {0: 9, 1: 23, 2: 0}
        self.outings = [
            make_outing(structure, place=place if rank else None, day=day, hour=hours[rank])
            for rank, day in enumerate(DAYS)
        ]
        self.lines: list[tuple[Any, UUID]] = []
        # Lines come first, then all that changes them, in any order.
        self.entries = [uuid7() for _ in range(30)]
        self.clocks = [uuid7() for _ in range(60)]

    def origin(self, outing: Outing, minutes: int, clock: UUID | None = None) -> Origin:
        return make_origin(
            at=outing.starts_at + timedelta(minutes=minutes), clock=clock or self.clocks.pop(minutes % 7)
        )

    def do(self, kind: str, where: int, which: int, minutes: int, into: Writing | None) -> None:
        outing = self.outings[where]
        if kind == "tally":
            self.tally(outing, which, minutes, into)
        elif kind == "make":
            self.write(outing, WRITTEN[which % 4], self.entries.pop(), which, minutes, into, makes=True)
        elif kind == "move taps":
            taps = list(Tally.objects.values_list("pk", flat=True).order_by("pk")[: which + 1])
            move_entries(entries=taps, to=outing, origin=self.origin(outing, minutes), into=into)
        elif self.lines:
            model, entry = self.lines[(which + minutes) % len(self.lines)]
            self.change(kind, outing, model, entry, which, minutes, into)

    def change(self, kind: str, outing: Outing, model: Any, entry: UUID, which: int, minutes: int, into: Any) -> None:
        origin = self.origin(outing, minutes)
        if kind == "write":
            self.write(outing, model, entry, which, minutes, into, makes=False)
        elif kind == "withdraw":
            withdraw_entry(entry=entry, origin=origin, models=[model], into=into)
        elif kind == "restore":
            restore_entry(entry=entry, origin=origin, models=[model], into=into)
        else:
            move_entries(entries=[entry], to=outing, origin=origin, models=ALL_LINES, into=into)

    def tally(self, outing: Outing, which: int, minutes: int, into: Writing | None) -> None:
        row = NewTally(
            outing=outing,
            origin=self.origin(outing, minutes),
            age=Age.values[which],
            gender=Gender.values[minutes % 4],
            acquaintance=Acquaintance.values[which % 3],
            contact=Contact.values[minutes % 3],
            step=1 if minutes % 5 else -1,
        )
        add_tallies(rows=[row], into=into)

    def write(
        self, outing: Outing, model: Any, entry: UUID, which: int, minutes: int, into: Any, *, makes: bool
    ) -> None:
        incident = "aucun" if which % 2 else "verbal"
        fields = {"incident": incident, "nobody": which > 3, "text": f"mot {which}", "duration": "5_15"}
        origin = self.origin(outing, minutes, entry if makes else None)
        put_lines(model=model, puts=[Put(outing, entry, fields, origin)], into=into)
        if makes:
            self.lines.append((model, entry))


@settings(max_examples=40)
@given(steps=st.lists(STEPS, min_size=1, max_size=25), one_transaction=st.booleans())
def test_sums_are_those_of_the_rows_after_anything(steps: list[Any], one_transaction: bool) -> None:
    play = Play()
    with structure_scope(play.outings[0].structure_id):
        into = Writing() if one_transaction else None

        for kind, where, which, minutes in steps:
            play.do(kind, where, which, minutes, into)
        if into is not None:
            note_writing(writing=into, now=play.outings[0].ends_at)

    assert rebuilt(play.outings[0]).is_right


@pytest.mark.usefixtures("inside")
def test_rebuild_mends_every_sum_and_phones_hear_of_it(outing: Outing) -> None:
    make_tallies(outing, {"age": "18_24"}, {"contact": "refus"})
    make_encounter(outing)
    make_debrief(outing, incident="verbal", nobody=True)
    right = _state()
    versions = OutingLog.objects.get().version
    OutingLog.objects.update(people=7, closed_at=None, nobody=False)
    CellRollup.objects.update(people=7)
    HourRollup.objects.all().delete()
    MonthRollup.objects.update(incidents=7)

    found = rebuilt(outing, check=False)

    assert (found.logs, found.cells, found.hours, found.months) == (1, 2, 1, 1)
    assert _state() == right
    assert OutingLog.objects.get().version == versions + 1
    assert rebuilt(outing).is_right


@pytest.mark.usefixtures("inside")
def test_rebuild_makes_a_log_that_is_missing(outing: Outing) -> None:
    make_encounter(outing)
    OutingLog.objects.all().delete()

    assert rebuilt(outing).logs == 1
    rebuilt(outing, check=False)

    assert OutingLog.objects.get().encounters == 1


@pytest.mark.usefixtures("inside")
def test_check_writes_nothing(outing: Outing) -> None:
    make_tallies(outing)
    CellRollup.objects.update(people=7)

    assert rebuilt(outing).cells == 1
    assert CellRollup.objects.get().people == 7


@pytest.mark.usefixtures("inside")
def test_month_is_that_of_the_outing_in_paris(outing: Outing) -> None:
    night = make_outing(outing.structure, day=date(2027, 4, 1), hour=0)

    make_tallies(night, at=night.starts_at + timedelta(days=2))

    assert MonthRollup.objects.get().month == date(2027, 4, 1)
    hour = HourRollup.objects.get()
    assert (hour.month, hour.weekday, hour.hour) == (date(2027, 4, 1), 3, 0)


@pytest.mark.usefixtures("inside")
def test_hour_is_that_of_the_tap(outing: Outing) -> None:
    make_tallies(outing, at=paris(date(2027, 3, 11), 10, 59))

    hour = HourRollup.objects.get()
    assert (hour.weekday, hour.hour, hour.people) == (3, 10, 1)


@pytest.mark.parametrize("number", [1, 60])
@pytest.mark.usefixtures("inside")
def test_batch_takes_the_same_number_of_queries(number: int, outing: Outing, django_assert_num_queries: Any) -> None:
    make_encounter(outing)
    outing.refresh_from_db()
    rows = [
        NewTally(outing, make_origin(at=outing.starts_at), Age.values[rank % 8], Gender.values[rank % 4])
        for rank in range(number)
    ]

    # The taps, the log of the outing, then the sums by cell, hour and month.
    with django_assert_num_queries(5):
        add_tallies(rows=rows)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.usefixtures("inside")
def test_rows_are_written_in_the_order_of_their_keys(backwards: bool, outing: Outing) -> None:
    """Two transactions that write the same rows in different orders would wait for each other for ever."""
    outings = [outing, *(make_outing(outing.structure) for _ in range(4))]
    rows = [NewTally(where, make_origin(at=where.starts_at)) for where in outings]

    with CaptureQueriesContext(connection) as queries:
        add_tallies(rows=rows[::-1] if backwards else rows)

    (written,) = (query["sql"] for query in queries if "fieldlog_outinglog" in query["sql"])
    places = [max(written.find(str(where.pk)), written.find(where.pk.hex)) for where in sorted(outings, key=by_key)]
    assert places == sorted(places)
    assert places[0] > 0


def by_key(outing: Outing) -> UUID:
    return outing.pk


def test_command_says_what_is_wrong_then_mends_it(outing: Outing) -> None:
    make_tallies(outing)
    with structure_scope(outing.structure_id):
        MonthRollup.objects.update(people=5)

    with pytest.raises(SystemExit) as left:
        call_command("rollups", "rebuild", "--check", stdout=StringIO())
    assert left.value.code == 1

    call_command("rollups", "rebuild", stdout=StringIO())
    told = StringIO()
    call_command("rollups", "rebuild", "--check", "--json", stdout=told)

    assert json.loads(told.getvalue()) == {
        "outings": 1,
        "logs": 0,
        "cells": 0,
        "hours": 0,
        "months": 0,
        "is_right": True,
        "checked_only": True,
    }


def _state() -> list[Any]:
    return [
        *OutingLog.objects.values_list(*OutingLog.COUNTS, "closed_at", "nobody"),
        *sorted(CellRollup.objects.values_list("month", *CellRollup.CELL, "people")),
        *HourRollup.objects.values_list("month", "weekday", "hour", "people"),
        *MonthRollup.objects.values_list("month", *OutingLog.COUNTS),
    ]
