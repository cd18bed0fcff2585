"""Lines made once, written again: the same whatever the order of arrival."""

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.fieldlog.actions.puts import Put, put_debriefs, put_encounters, put_observations, put_orientations
from palier.fieldlog.models import Debrief, Edit, Encounter, Observation, Orientation, OutingLog
from palier.fieldlog.origin import Origin, key_after
from palier.structures.models import Membership
from tests.factories.fieldlog import make_encounter, make_observation, make_origin
from tests.factories.outings import THURSDAY, make_outing, make_place, paris

AT = paris(THURSDAY, 10)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def put(outing: Outing, entry: UUID, clock: UUID | None = None, minutes: int = 10, **fields: Any) -> Put:
    at = outing.starts_at + timedelta(minutes=minutes)
    return Put(outing, entry, fields, make_origin(at=at, clock=clock or entry))


def test_line_is_made_with_what_was_said(outing: Outing, awa: Membership) -> None:
    entry = uuid7()
    origin = make_origin(awa, at=outing.starts_at, clock=entry)

    waiting = put_encounters(puts=[Put(outing, entry, {"duration": "5_15", "themes": ["logement"], "x": 1}, origin)])

    line = Encounter.objects.get()
    assert (line.pk, line.outing_id, line.structure_id) == (entry, outing.pk, outing.structure_id)
    assert (line.duration, line.themes, line.knows_structure) == ("5_15", ["logement"], "nc")
    assert (line.made_by, line.made_at, line.received_at) == (awa, origin.made_at, origin.received_at)
    assert line.clocks == {}
    assert waiting == []
    assert OutingLog.objects.get().encounters == 1


def test_later_writing_of_a_field_wins_whatever_the_order(outing: Outing) -> None:
    states = set()
    for order in permutations(range(3)):
        entry, second, third = uuid7(), uuid7(), uuid7()
        puts = [
            put(outing, entry, text="Le banc", themes=[]),
            put(outing, entry, second, minutes=20, text="Le banc cassé"),
            put(outing, entry, third, minutes=30, themes=["cadre_de_vie"]),
        ]

        for index in order:
            put_observations(puts=[puts[index]])

        line = Observation.objects.get(pk=entry)
        states.add((line.text, *line.themes, line.made_at))
    assert states == {("Le banc cassé", "cadre_de_vie", outing.starts_at + timedelta(minutes=10))}


def test_one_batch_may_make_and_correct_a_line(outing: Outing) -> None:
    entry, later = uuid7(), uuid7()

    put_observations(puts=[put(outing, entry, later, text="Deux bancs"), put(outing, entry, text="Un banc")])

    assert Observation.objects.get().text == "Deux bancs"
    assert OutingLog.objects.get().observations == 1


def test_history_keeps_what_was_replaced(outing: Outing) -> None:
    line = make_observation(outing, "Un banc")

    put_observations(puts=[put(outing, line.pk, uuid7(), text="Deux bancs")])

    edit = Edit.objects.get()
    assert (edit.kind, edit.entry_id, edit.field, edit.outing_id) == ("observation", line.pk, "text", outing.pk)
    assert (edit.before, edit.after, edit.won) == ("Un banc", "Deux bancs", True)


def test_history_keeps_the_writing_that_lost(outing: Outing) -> None:
    line = make_observation(outing, "Un banc")
    early, late = uuid7(), uuid7()
    put_observations(puts=[put(outing, line.pk, late, text="Trois bancs")])

    put_observations(puts=[put(outing, line.pk, early, text="Deux bancs")])

    assert Observation.objects.get().text == "Trois bancs"
    lost = Edit.objects.get(won=False)
    assert (lost.before, lost.after, lost.clock) == ("Trois bancs", "Deux bancs", early)


def test_same_words_again_leave_no_history(outing: Outing) -> None:
    line = make_observation(outing, "Un banc")

    put_observations(puts=[put(outing, line.pk, uuid7(), text="Un banc")])

    assert Edit.objects.count() == 0


def test_line_moved_elsewhere_is_merged_where_it_is(outing: Outing) -> None:
    other = make_outing(outing.structure, place=make_place(outing.structure))
    line = make_encounter(other)

    put_encounters(puts=[put(outing, line.pk, uuid7(), duration="plus_30")])

    assert Encounter.objects.get().outing == other
    assert [log.outing_id for log in OutingLog.objects.all()] == [other.pk]
    assert OutingLog.objects.get().version == 2


def test_nothing_said_is_the_default_of_the_column(outing: Outing) -> None:
    put_orientations(puts=[put(outing, uuid7(), target="caf", theme=None)])

    line = Orientation.objects.get()
    assert (line.target, line.theme, line.how) == ("caf", "", "information")


def test_first_debrief_closes_the_log(outing: Outing, awa: Membership) -> None:
    first, second = put(outing, uuid7(), nobody=True), put(outing, uuid7(), minutes=20, incident="verbal")

    put_debriefs(puts=[first])
    put_debriefs(puts=[second])

    log = OutingLog.objects.get()
    assert (log.debriefs, log.incidents, log.nobody) == (2, 1, True)
    assert log.closed_at == first.origin.received_at


def test_incident_found_to_be_none_is_counted_no_more(outing: Outing) -> None:
    entry = uuid7()
    put_debriefs(puts=[put(outing, entry, incident="verbal", nobody=True)])

    put_debriefs(puts=[put(outing, entry, uuid7(), incident="aucun", nobody=False)])

    log = OutingLog.objects.get()
    assert (log.debriefs, log.incidents, log.nobody) == (1, 0, False)


def test_moods_keep_the_members_as_text(outing: Outing, awa: Membership) -> None:
    put_debriefs(puts=[put(outing, uuid7(), moods={awa.pk: "leger"})])

    assert Debrief.objects.get().moods == {str(awa.pk): "leger"}


@pytest.mark.parametrize("number", [1, 40])
def test_batch_takes_the_same_number_of_queries(number: int, outing: Outing, django_assert_num_queries: Any) -> None:
    make_encounter(outing)
    outing.refresh_from_db()
    puts = [put(outing, uuid7(), duration="5_15") for _ in range(number)]

    # The lines known, the new ones, the log of the outing, the month.
    with django_assert_num_queries(4):
        put_encounters(puts=puts)


def test_key_of_the_desk_follows_a_phone_ahead_of_time() -> None:
    ahead = UUID(int=uuid7().int + (1 << 100))

    assert key_after(ahead) > ahead
    assert key_after() > UUID(int=0)
    assert Origin.desk(None, make_origin(at=AT).made_at, ahead).clock > ahead
