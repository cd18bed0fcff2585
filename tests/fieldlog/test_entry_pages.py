"""Lines written, corrected, taken back and given back at a desk."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.models import Debrief, Edit, Encounter, Entry, Observation, OutingLog, Photo, Tally
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.fieldlog import (
    make_debrief,
    make_encounter,
    make_observation,
    make_photo,
    picture_bytes,
)
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
NEXT_MORNING = "2027-03-12T09:00:00+01:00"


@pytest.fixture(autouse=True)
def next_morning() -> Any:
    """Let all happen the morning after the outing."""
    with time_machine.travel(NEXT_MORNING, tick=False):
        yield


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


@pytest.fixture
def member(awa: Membership, outing: Outing) -> Client:
    """Return the browser of Awa, who went."""
    return logged_in(awa.user)


def new_url(outing: Outing, line: str) -> str:
    return reverse(f"fieldlog:{line}-new", args=[outing.pk])


def line_url(line: Entry, job: str = "edit") -> str:
    return reverse(f"fieldlog:entry-{job}", args=[line.WORD, line.pk])


def rows_of(outing: Outing, model: Any) -> list[Any]:
    with structure_scope(outing.structure_id):
        return list(model.objects.filter(outing=outing))


def audited(outing: Outing) -> list[str]:
    with structure_scope(outing.structure_id):
        kept = AuditEntry.objects.filter(kind=AuditKind.FIELDLOG_CHANGED).order_by("at", "pk")
        return list(kept.values_list("detail", flat=True))


TALKED = {"duration": "5_15", "themes": ["logement"], "knows_structure": "nc", "new_resident": "on"}
NEW = {
    "encounter": (
        {"duration": "5_15", "themes": ["logement"], "knows_structure": "nc", "new_resident": "on"},
        Encounter,
    ),
    "observation": ({"text": "Le banc est cassé."}, Observation),
    "debrief": ({"incident": "aucun", "sentence": "Du vent", "nobody": "on"}, Debrief),
}


@pytest.mark.parametrize("line", NEW)
def test_forgotten_line_is_added_under_ones_name(line: str, member: Client, outing: Outing, awa: Membership) -> None:
    fields, model = NEW[line]

    answer = member.post(new_url(outing, line), fields)

    assert answer.headers["Location"] == reverse("dashboard:outing-log", args=[outing.pk])
    (row,) = rows_of(outing, model)
    assert (row.made_by, row.device, row.made_at.isoformat()) == (awa, None, "2027-03-12T08:00:00+00:00")


def test_encounter_keeps_what_was_ticked(member: Client, outing: Outing) -> None:
    member.post(new_url(outing, "encounter"), NEW["encounter"][0])

    (row,) = rows_of(outing, Encounter)
    assert (row.duration, row.themes, row.new_resident) == ("5_15", ["logement"], "oui")


def test_debrief_keeps_the_mood_of_each(member: Client, outing: Outing, awa: Membership) -> None:
    page = member.get(new_url(outing, "debrief"))
    assert "Awa Diambour rentre" in page.content.decode()

    member.post(new_url(outing, "debrief"), {"incident": "verbal", f"mood_{awa.pk}": "remue"})

    (row,) = rows_of(outing, Debrief)
    assert (row.moods, row.incident) == ({str(awa.pk): "remue"}, "verbal")
    (log,) = rows_of(outing, OutingLog)
    assert (log.debriefs, log.incidents, log.closed_at is not None) == (1, 1, True)


def test_photo_is_kept_and_shown_to_the_team_alone(member: Client, outing: Outing) -> None:
    file = SimpleUploadedFile("moi.jpg", picture_bytes(), "image/jpeg")

    member.post(new_url(outing, "photo"), {"picture": file, "nobody_on_it": "on", "caption": "Le parvis"})

    (photo,) = rows_of(outing, Photo)
    url = reverse("fieldlog:photo-file", args=[photo.pk])
    answer = member.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    other = make_membership(Role.EQUIPIER, structure=outing.structure)
    assert logged_in(other.user).get(url).status_code == 404


def test_photo_asks_that_nobody_be_on_it(member: Client, outing: Outing) -> None:
    file = SimpleUploadedFile("moi.jpg", picture_bytes(), "image/jpeg")

    answer = member.post(new_url(outing, "photo"), {"picture": file})

    assert answer.status_code == 422
    assert "Une photo où l&#x27;on voit quelqu&#x27;un" in answer.content.decode()
    assert rows_of(outing, Photo) == []


def test_file_that_is_no_picture_is_told_at_its_field(member: Client, outing: Outing) -> None:
    file = SimpleUploadedFile("moi.jpg", b"<svg onload=alert(1)>", "image/jpeg")

    answer = member.post(new_url(outing, "photo"), {"picture": file, "nobody_on_it": "on"})

    assert answer.status_code == 422
    assert "PNG, JPEG ou WebP" in answer.context["form"].errors["picture"][0]


def test_many_people_are_counted_at_once(member: Client, outing: Outing, awa: Membership) -> None:
    cells = {"cell_18_24_femme": "3", "cell_nc_nc": "2", "contact": "salutation", "acquaintance": "premiere_rencontre"}

    member.post(new_url(outing, "tally"), cells)

    told = {(row.age, row.gender, row.contact, row.step) for row in rows_of(outing, Tally)}
    assert told == {("18_24", "femme", "salutation", 3), ("nc", "nc", "salutation", 2)}
    (log,) = rows_of(outing, OutingLog)
    assert (log.people, log.first_meetings) == (5, 5)


def test_people_are_taken_away_with_a_reason_alone(leader: Client, outing: Outing) -> None:
    cells = {"cell_18_24_femme": "-2", "contact": "echange", "acquaintance": "nc"}

    refused = leader.post(new_url(outing, "tally"), cells)

    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors

    leader.post(new_url(outing, "tally"), {**cells, "reason": "Comptées deux fois"})

    (row,) = rows_of(outing, Tally)
    assert (row.step, row.reason) == (-2, "Comptées deux fois")
    assert audited(outing) == ["Comptage : -2. Comptées deux fois"]


def test_empty_grid_is_refused(member: Client, outing: Outing) -> None:
    answer = member.post(new_url(outing, "tally"), {"contact": "echange", "acquaintance": "nc"})

    assert answer.status_code == 422
    assert rows_of(outing, Tally) == []


def test_correction_asks_its_reason_and_keeps_what_was_said(leader: Client, outing: Outing, lead: Membership) -> None:
    line = make_observation(outing, "Un banc")

    refused = leader.post(line_url(line), {"text": "Deux bancs"})
    leader.post(line_url(line), {"text": "Deux bancs", "reason": "Mal compté"})

    assert refused.status_code == 422
    line.refresh_from_db()
    assert line.text == "Deux bancs"
    with structure_scope(outing.structure_id):
        edit = Edit.objects.get()
    assert (edit.before, edit.after, edit.reason, edit.made_by) == ("Un banc", "Deux bancs", "Mal compté", lead)
    assert audited(outing) == ["Observation du lieu corrigée (observation). Mal compté"]


def test_correction_comes_after_a_phone_ahead_of_time(leader: Client, outing: Outing) -> None:
    line = make_observation(outing, "Un banc")
    line.clocks["text"] = "ff" + uuid7().hex[2:]
    line.save(update_fields=["clocks"])

    leader.post(line_url(line), {"text": "Deux bancs", "reason": "Mal compté"})

    line.refresh_from_db()
    assert line.text == "Deux bancs"


def test_line_is_taken_back_then_given_back(leader: Client, outing: Outing) -> None:
    line = make_encounter(outing)

    leader.post(line_url(line, "withdraw"), {"reason": "Notée deux fois"})

    line.refresh_from_db()
    assert (line.stands, line.withdraw_reason) == (False, "Notée deux fois")
    assert rows_of(outing, OutingLog)[0].encounters == 0

    leader.post(line_url(line, "restore"))

    line.refresh_from_db()
    assert line.stands
    assert rows_of(outing, OutingLog)[0].encounters == 1
    assert audited(outing) == ["Rencontre retirée. Notée deux fois", "Rencontre rétablie"]


def test_taking_back_asks_its_reason(leader: Client, outing: Outing) -> None:
    line = make_encounter(outing)

    assert leader.post(line_url(line, "withdraw"), {"reason": " "}).status_code == 422
    line.refresh_from_db()
    assert line.stands


@pytest.mark.parametrize("job", ["edit", "withdraw"])
def test_member_changes_their_own_lines_alone(job: str, member: Client, outing: Outing, awa: Membership) -> None:
    own, others = make_encounter(outing, by=awa), make_encounter(outing)

    assert member.get(line_url(own, job)).status_code == 200
    assert member.get(line_url(others, job)).status_code == 404


def test_debrief_of_another_is_not_read(member: Client, outing: Outing) -> None:
    assert member.get(line_url(make_debrief(outing))).status_code == 404


def test_two_weeks_later_the_lead_alone_writes(member: Client, leader: Client, outing: Outing) -> None:
    with time_machine.travel(outing.ends_at + timedelta(days=14, minutes=1), tick=False):
        refused = member.get(new_url(outing, "encounter"))

        assert refused.headers["Location"] == reverse("dashboard:outing-log", args=[outing.pk])
        assert leader.get(new_url(outing, "encounter")).status_code == 200


def test_nothing_is_noted_of_an_outing_to_come(leader: Client, outing: Outing) -> None:
    with time_machine.travel(outing.starts_at - timedelta(hours=3), tick=False):
        answer = leader.post(new_url(outing, "observation"), {"text": "Rien encore"})

    assert answer.status_code == 302
    assert rows_of(outing, Observation) == []


PAGES = ["tally", *NEW, "orientation", "photo"]


@pytest.mark.parametrize("line", PAGES)
def test_pages_to_add_are_for_the_team_and_the_leads(line: str, member: Client, leader: Client, outing: Outing) -> None:
    url = new_url(outing, line)
    outsider = make_membership(Role.EQUIPIER, structure=outing.structure)
    reader = make_membership(Role.LECTURE, structure=outing.structure)
    stranger = make_membership(Role.REFERENT, structure=make_structure())

    assert [browser.get(url).status_code for browser in (member, leader)] == [200, 200]
    assert Client().get(url).status_code == 302
    assert logged_in(outsider.user).get(url).status_code == 404
    assert logged_in(stranger.user).get(url).status_code == 404
    assert logged_in(reader.user).get(url).status_code == 403
    assert leader.put(url).status_code == 405


def test_unknown_line_is_not_found(leader: Client, outing: Outing) -> None:
    line = make_photo(outing)

    assert leader.get(reverse("fieldlog:entry-edit", args=["rencontre", line.pk])).status_code == 404
    assert leader.get(reverse("fieldlog:entry-edit", args=["inconnu", line.pk])).status_code == 404
    assert leader.get(line_url(line, "restore")).status_code == 405
