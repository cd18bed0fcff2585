"""Words written by phones and at desks: once, with their history, counted."""

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.fieldlog.actions.corrections import correct_entry
from palier.fieldlog.actions.entries import move_entries, restore_entry, withdraw_entry
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.models import Edit, OutingLog
from palier.fieldlog.origin import Origin
from palier.structures.models import Membership
from palier.voices.actions import put_voices
from palier.voices.enums import VoiceSource
from palier.voices.models import Voice
from tests.factories.fieldlog import make_origin
from tests.factories.outings import THURSDAY, make_outing, paris
from tests.factories.people import actor_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOON = paris(THURSDAY, 12)
WORDS = "L'ascenseur est en panne depuis dix jours."


def put(outing: Outing, entry: UUID, clock: UUID | None = None, **fields: Any) -> Put:
    return Put(outing, entry, fields, make_origin(at=outing.starts_at + timedelta(minutes=9), clock=clock or entry))


def make_voice(outing: Outing, **fields: Any) -> Voice:
    entry = uuid7()
    put_voices(puts=[put(outing, entry, **{"text": WORDS, **fields})])
    return Voice.objects.get(pk=entry)


def test_words_are_written_as_they_were_said(outing: Outing, awa: Membership) -> None:
    entry, resident = uuid7(), uuid7()
    origin = make_origin(awa, at=outing.starts_at, clock=entry)
    told = {"text": WORDS, "kind": "besoin", "themes": ["logement"], "consent": "citable", "language": "tr"}

    waiting = put_voices(puts=[Put(outing, entry, {**told, "resident_id": resident}, origin)])

    line = Voice.objects.get()
    assert waiting == []
    assert {name: getattr(line, name) for name in told} == told
    assert (line.resident_id, line.source, line.made_by) == (resident, VoiceSource.TERRAIN, awa)
    assert OutingLog.objects.get().voices == 1


def test_words_of_a_desk_say_so(outing: Outing, lead: Membership) -> None:
    origin = Origin.desk(lead, NOON)

    put_voices(puts=[Put(outing, origin.clock, {"text": WORDS}, origin)])

    assert Voice.objects.get().source == VoiceSource.WEB


def test_themes_alone_wait_for_the_words(outing: Outing) -> None:
    late = put(outing, uuid4(), themes=["logement"])

    assert put_voices(puts=[late]) == [late]
    assert Voice.objects.count() == 0


def test_writings_in_any_order_give_the_same_words(outing: Outing) -> None:
    found = set()
    for order in permutations(range(3)):
        entry = uuid7()
        puts = [put(outing, entry, text="Un", kind="besoin")]
        puts += [put(outing, entry, uuid7(), text="Deux"), put(outing, entry, uuid7(), kind="question")]

        late = [waiting for index in order for waiting in put_voices(puts=[puts[index]])]
        put_voices(puts=late)

        line = Voice.objects.get(pk=entry)
        found.add((line.text, line.kind))
    assert found == {("Deux", "question")}


def test_correction_keeps_what_was_said_before(outing: Outing, lead: Membership) -> None:
    line = make_voice(outing)

    changed = correct_entry(
        entry=line,
        fields={"text": "L'ascenseur est réparé.", "kind": line.kind},
        reason="Mal compris",
        editor=lead,
        by=actor_for(lead),
        now=NOON,
    )

    edit = Edit.objects.get()
    assert changed == ["paroles"]
    assert (edit.kind, edit.field, edit.before, edit.after) == ("voice", "text", WORDS, "L'ascenseur est réparé.")
    assert (edit.reason, edit.made_by, Voice.objects.get().text) == ("Mal compris", lead, "L'ascenseur est réparé.")


def test_words_taken_back_count_no_more_until_given_back(outing: Outing, lead: Membership) -> None:
    line = make_voice(outing)

    withdraw_entry(entry=line.pk, origin=Origin.desk(lead, NOON, line.pk), reason="En double", models=[Voice])
    without = OutingLog.objects.get().voices
    restore_entry(entry=line.pk, origin=Origin.desk(lead, NOON, line.pk), models=[Voice])

    assert (without, OutingLog.objects.get().voices, Voice.objects.get().text) == (0, 1, WORDS)


def test_words_follow_the_outing_they_were_meant_for(outing: Outing, lead: Membership) -> None:
    line, other = make_voice(outing), make_outing(outing.structure)

    move_entries(entries=[line.pk], to=other, origin=Origin.desk(lead, NOON, line.pk), models=[Voice])

    counts = dict(OutingLog.objects.values_list("outing_id", "voices"))
    assert (Voice.objects.get().outing_id, counts) == (other.pk, {outing.pk: 0, other.pk: 1})
