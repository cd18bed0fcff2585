"""Lines and taps: taken back, given back, moved; the sums follow."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from palier.agenda.actions.outings import OutingIsOver, delete_draft, move_outing
from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.images import UnusablePicture
from palier.fieldlog.actions.entries import move_entries, restore_entry, withdraw_entry
from palier.fieldlog.actions.photos import keep_picture, put_photos
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.models import CellRollup, Edit, Encounter, MonthRollup, OutingLog, Photo, Tally
from palier.structures.models import Membership
from tests.factories.fieldlog import (
    make_debrief,
    make_encounter,
    make_origin,
    make_photo,
    make_tallies,
    picture_bytes,
)
from tests.factories.outings import make_outing
from tests.factories.people import actor_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def log_of(outing: Outing) -> OutingLog:
    return OutingLog.objects.get(outing=outing)


def test_taps_add_up_by_cell_place_and_month(outing: Outing) -> None:
    make_tallies(outing, {"age": "18_24"}, {"age": "18_24"}, {"age": "18_24", "step": -1}, {"contact": "refus"})

    log = log_of(outing)
    assert (log.people, log.first_meetings, log.refusals) == (1, 0, 1)
    cells = {(row.age, row.contact): row.people for row in CellRollup.objects.all()}
    assert cells == {("18_24", "echange"): 1, ("nc", "refus"): 1}
    month = MonthRollup.objects.get()
    assert (month.month.isoformat(), month.people, month.refusals) == ("2027-03-01", 1, 1)


def test_line_taken_back_counts_no_more_and_comes_back(outing: Outing, awa: Membership) -> None:
    line = make_encounter(outing)

    known = withdraw_entry(entry=line.pk, origin=make_origin(awa, at=line.made_at), reason="Notée deux fois")

    line.refresh_from_db()
    assert known
    assert (line.stands, line.withdrawn_by, line.withdraw_reason) == (False, awa, "Notée deux fois")
    assert log_of(outing).encounters == 0

    restore_entry(entry=line.pk, origin=make_origin(awa, at=line.made_at))

    assert log_of(outing).encounters == 1
    assert Edit.objects.filter(field="withdrawn_at").count() == 2


def test_line_taken_back_twice_is_counted_once(outing: Outing) -> None:
    line = make_encounter(outing)
    make_encounter(outing)
    for _ in range(2):
        withdraw_entry(entry=line.pk, origin=make_origin(at=line.made_at))

    assert log_of(outing).encounters == 1


def test_unknown_line_is_told(outing: Outing) -> None:
    assert not withdraw_entry(entry=uuid7(), origin=make_origin(at=outing.starts_at))
    assert move_entries(entries=[uuid7()], to=outing, origin=make_origin(at=outing.starts_at)) == set()
    assert OutingLog.objects.count() == 0


def test_only_debrief_taken_back_opens_the_log_again(outing: Outing) -> None:
    debrief = make_debrief(outing, incident="verbal")

    withdraw_entry(entry=debrief.pk, origin=make_origin(at=debrief.made_at))

    log = log_of(outing)
    assert (log.debriefs, log.incidents, log.closed_at) == (0, 0, None)


def test_everything_moves_to_the_right_outing(outing: Outing) -> None:
    make_tallies(outing, {"age": "18_24"}, {"age": "25_39"})
    lines = [make_encounter(outing), make_debrief(outing)]
    other = make_outing(outing.structure, day=outing.starts_at.date() + timedelta(days=40))
    keys = [*Tally.objects.values_list("pk", flat=True), *(line.pk for line in lines)]

    moved = move_entries(entries=keys, to=other, origin=make_origin(at=outing.ends_at))

    assert moved == set(keys)
    assert (log_of(outing).people, log_of(outing).encounters, log_of(outing).closed_at) == (0, 0, None)
    assert (log_of(other).people, log_of(other).encounters) == (2, 1)
    assert log_of(other).closed_at is not None
    months = {row.month.isoformat(): (row.people, row.encounters) for row in MonthRollup.objects.all()}
    assert months == {"2027-03-01": (0, 0), "2027-04-01": (2, 1)}


def test_later_move_wins_whatever_the_order(outing: Outing) -> None:
    line = make_encounter(outing)
    second, third = make_outing(outing.structure), make_outing(outing.structure)
    early, late = make_origin(at=outing.ends_at), make_origin(at=outing.ends_at)
    move_entries(entries=[line.pk], to=third, origin=late)

    move_entries(entries=[line.pk], to=second, origin=early)

    assert Encounter.objects.get().outing == third


def test_outing_that_holds_lines_changes_no_more(outing: Outing, lead: Membership) -> None:
    make_encounter(outing)
    day = timedelta(days=1)

    with pytest.raises(OutingIsOver, match="carnet"):
        move_outing(
            outing=outing,
            starts_at=outing.starts_at + day,
            ends_at=outing.ends_at + day,
            by=actor_for(lead),
            now=outing.starts_at - day,
        )


def test_outing_emptied_may_change_again(outing: Outing) -> None:
    line = make_encounter(outing)
    other = make_outing(outing.structure)

    move_entries(entries=[line.pk], to=other, origin=make_origin(at=outing.ends_at))

    outing.refresh_from_db()
    other.refresh_from_db()
    assert outing.written_at is None
    assert other.written_at is not None


def test_draft_emptied_may_be_deleted(lead: Membership) -> None:
    draft = make_outing(lead.structure, state=OutingState.BROUILLON)
    line = make_encounter(draft)
    move_entries(entries=[line.pk], to=make_outing(lead.structure), origin=make_origin(at=draft.ends_at))
    draft.refresh_from_db()

    delete_draft(outing=draft, by=actor_for(lead), now=draft.starts_at - timedelta(days=1))

    assert not Outing.objects.filter(name=draft.name, state=OutingState.BROUILLON).exists()


def test_outing_left_with_a_line_taken_back_still_holds_it(outing: Outing) -> None:
    line, other = make_encounter(outing), make_encounter(outing)
    withdraw_entry(entry=other.pk, origin=make_origin(at=outing.ends_at))

    move_entries(entries=[line.pk], to=make_outing(outing.structure), origin=make_origin(at=outing.ends_at))

    outing.refresh_from_db()
    assert outing.written_at is not None


def test_outing_partly_emptied_stays_as_it_is(outing: Outing) -> None:
    line = make_encounter(outing)
    make_tallies(outing, {"step": 1}, {"step": -1})

    move_entries(entries=[line.pk], to=make_outing(outing.structure), origin=make_origin(at=outing.ends_at))

    outing.refresh_from_db()
    assert outing.written_at is not None


def test_same_picture_is_one_file_with_pixels_alone(outing: Outing) -> None:
    first, second = (keep_picture(data=picture_bytes(), structure_id=outing.structure_id) for _ in range(2))

    assert first == second
    assert (first.width, first.height) == (40, 30)
    assert len(default_storage.listdir(first.name.rpartition("/")[0])[1]) == 1


def test_picture_cut_by_a_power_failure_is_written_again(outing: Outing) -> None:
    kept = keep_picture(data=picture_bytes(), structure_id=outing.structure_id)
    whole = default_storage.size(kept.name)
    with default_storage.open(kept.name, "wb") as file:
        file.write(b"\xff\xd8")

    again = keep_picture(data=picture_bytes(), structure_id=outing.structure_id)

    assert again == kept
    assert default_storage.size(kept.name) == whole


def test_file_that_is_no_picture_is_refused(outing: Outing) -> None:
    with pytest.raises(UnusablePicture):
        keep_picture(data=b"<svg/>", structure_id=outing.structure_id)


def test_caption_waits_for_its_photo(outing: Outing) -> None:
    entry = uuid7()
    caption = Put(outing, entry, {"caption": "Le parvis"}, make_origin(at=outing.starts_at))

    assert put_photos(puts=[caption]) == [caption]
    assert Photo.objects.count() == 0


def test_photo_is_counted_with_its_caption(outing: Outing) -> None:
    photo = make_photo(outing)

    assert (photo.caption, photo.width, photo.height) == ("Le parvis", 40, 30)
    assert log_of(outing).photos == 1
