"""Who came: marking, guests, the sheet on paper, the export, names that go; signing by QR code."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from palier.agenda.actions.attendances import FORMER_GUEST, forget_guests, mark_attendances
from palier.agenda.enums import AttendanceState
from palier.agenda.exports.meetings import sign_in_sheet
from palier.agenda.meeting_tokens import sign_token
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import attendances_of, name_of
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.documents.content import Table
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.meetings import make_guest, make_meeting
from tests.factories.people import actor_for, logged_in, make_membership, show_second_factor
from tests.structures.phone_browsers import phone_in

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 11, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def meeting(lead: Membership, awa: Membership) -> Meeting:
    return make_meeting(lead.structure, awa, title="Point")


def path_of(meeting: Meeting, rest: str = "") -> str:
    return f"/reunions/{meeting.pk}/{rest}"


def rows(meeting: Meeting) -> list[Attendance]:
    with structure_scope(meeting.structure_id):
        return attendances_of(meeting)


def people(meeting: Meeting) -> list[tuple[str, str, str]]:
    return [(name_of(row), row.organisation, row.state) for row in rows(meeting)]


def told(meeting: Meeting, kind: AuditKind = AuditKind.MEETINGS_CHANGED) -> list[str]:
    with structure_scope(meeting.structure_id):
        # Written at one instant, since the clock stands still: no order tells them apart but their words.
        return sorted(entry.detail for entry in AuditEntry.objects.filter(kind=kind))


def open_code(leader: Client, meeting: Meeting) -> str:
    """Let the lead open the sign-in, and return the address that the QR code holds."""
    leader.post(path_of(meeting, "code/ouverture/"))
    with structure_scope(meeting.structure_id):
        opened = Meeting.objects.get(pk=meeting.pk)
    assert opened.sign_opened_at is not None
    return f"/presence/{sign_token(opened.pk, opened.sign_opened_at)}/"


def test_one_tap_notes_a_presence_and_says_the_count(leader: Client, meeting: Meeting) -> None:
    guest = make_guest(meeting)
    name = f"presence-{guest.pk}"

    answer = leader.post(path_of(meeting, "presences/"), {name: "excuse"}, headers={"hx-request": "true"})

    assert "<strong>0 présent·e</strong>, 1 excusé·e, 0 absent·e, 1 attendu·e" in answer.content.decode()
    assert people(meeting) == [("Awa Diambour", "", "attendu"), ("Lila Mora", "Mairie", "excuse")]
    # The audit keeps no name of a guest: it would outlive the sheet.
    assert told(meeting) == ["Présences. Personne invitée : excusé·e"]


def test_whole_list_is_noted_without_a_script(leader: Client, meeting: Meeting, lead: Membership) -> None:
    guest, (member, _) = make_guest(meeting), rows(meeting)
    sent = {f"presence-{member.pk}": "present", f"presence-{guest.pk}": "dort", f"presence-{uuid4()}": "absent"}

    answer = leader.post(path_of(meeting, "presences/"), sent)
    leader.post(path_of(meeting, "presences/"), sent)

    assert answer.headers["Location"] == path_of(meeting)
    assert [state for *_, state in people(meeting)] == ["present", "attendu"]
    assert told(meeting) == ["Présences. Awa Diambour : présent·e"]


def test_rows_of_another_meeting_are_left_alone(lead: Membership, leader: Client, meeting: Meeting) -> None:
    other = make_guest(make_meeting(lead.structure, title="Autre"))

    leader.post(path_of(meeting, "presences/"), {f"presence-{other.pk}": "absent"})
    removed = leader.post(path_of(meeting, f"presences/{other.pk}/retrait/"))

    assert removed.status_code == 404
    with structure_scope(lead.structure_id):
        by = actor_for(lead)
        assert mark_attendances(meeting=meeting, states={other.pk: "absent"}, by=by, now=START) == 0
        assert Attendance.objects.get(pk=other.pk).state == AttendanceState.ATTENDU


def test_guest_is_added_once_and_taken_off(leader: Client, meeting: Meeting) -> None:
    typed = {"name": " Lila  Mora ", "organisation": "Mairie"}
    for sent in (typed, {"name": "lila mora", "organisation": "mairie"}):
        leader.post(path_of(meeting, "presences/ajout/"), sent)
    refused = leader.post(path_of(meeting, "presences/ajout/"), {"name": "12"})
    with_guest = people(meeting)

    leader.post(path_of(meeting, f"presences/{rows(meeting)[1].pk}/retrait/"))

    assert with_guest == [("Awa Diambour", "", "attendu"), ("Lila Mora", "Mairie", "present")]
    assert (refused.status_code, list(refused.context["guest_form"].errors)) == (422, ["name"])
    assert people(meeting) == with_guest[:1]
    assert told(meeting) == ["Personne ajoutée à la liste", "Personne retirée de la liste"]


def test_sheet_has_a_line_for_each_and_blank_ones(lead: Membership, meeting: Meeting) -> None:
    make_guest(meeting)

    sheet = sign_in_sheet(meeting, rows(meeting), structure=lead.structure)

    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert table.headers == ("Nom", "Organisation", "Signature")
    assert [row[:2] for row in table.rows[:3]] == [
        ("Awa Diambour", "Centre du Belvédère"),
        ("Lila Mora", "Mairie"),
        ("", ""),
    ]
    assert len(table.rows) == 14


def test_sheet_is_given_as_pdf_and_odt(leader: Client, meeting: Meeting) -> None:
    pdf, odt = (leader.get(path_of(meeting, f"feuille.{kind}")) for kind in ("pdf", "odt"))

    assert pdf.content[:5] == b"%PDF-"
    assert 'filename="feuille-de-presence-2027-03-11.pdf"' in pdf.headers["Content-Disposition"]
    content = zipfile.ZipFile(io.BytesIO(odt.content)).read("content.xml").decode()
    assert "Awa Diambour" in content
    assert "jeudi 11 mars 2027, de 14" in content


def test_export_asks_again_who_it_is_and_is_noted(lead: Membership, leader: Client, meeting: Meeting) -> None:
    path = path_of(meeting, "presences.csv")
    make_guest(meeting, name="=1+1", state=AttendanceState.PRESENT)
    first = leader.get(path)
    show_second_factor(leader, lead.user)

    answer = leader.get(path)
    xlsx = leader.get(path_of(meeting, "presences.xlsx"))

    assert first.status_code == 302
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert lines[1:] == [
        ["Awa Diambour", "Centre du Belvédère", "oui", "Attendu·e", ""],
        ["'=1+1", "Mairie", "non", "Présent·e", ""],
    ]
    assert xlsx.getvalue()[:2] == b"PK"
    assert leader.get(path_of(meeting, "presences.pdf")).status_code == 404
    assert told(meeting, AuditKind.EXPORT_NAMED) == ["2 personnes (csv)", "2 personnes (xlsx)"]


def test_names_of_guests_go_after_the_delay(lead: Membership, meeting: Meeting) -> None:
    make_guest(meeting)
    months = lead.structure.retention_months
    almost = datetime(2027 + months // 12, 3, 11, 14, 59, tzinfo=UTC)

    kept, gone, again = (
        forget_guests(now) for now in (almost, almost + timedelta(minutes=1), almost + timedelta(days=1))
    )

    assert (months, kept, gone, again) == (24, 0, 1, 0)
    assert people(meeting) == [("Awa Diambour", "", "attendu"), (FORMER_GUEST, "", "attendu")]
    assert told(meeting, AuditKind.ERASE_NAMED) == ["Noms de personnes invitées, remplacés après le délai : 1"]


def test_member_signs_in_one_tap(leader: Client, meeting: Meeting, awa: Membership) -> None:
    path, phone = open_code(leader, meeting), logged_in(awa.user)

    shown = phone.get(path).content.decode()
    before = people(meeting)
    answers = [phone.post(path) for _ in range(2)]

    assert "Je suis là" in shown
    assert before == [("Awa Diambour", "", "attendu")]
    assert ["C'est noté" in answer.content.decode() for answer in answers] == [True, True]
    assert people(meeting) == [("Awa Diambour", "", "present")]
    assert rows(meeting)[0].signed_at == START
    assert told(meeting) == ["Présence signée par QR code", "Signature par QR code ouverte"]


def test_enrolled_phone_that_was_not_invited_signs(leader: Client, lead: Membership, meeting: Meeting) -> None:
    path, phone = open_code(leader, meeting), phone_in(lead, name="Fatima")

    phone.post(path)

    assert people(meeting) == [("Awa Diambour", "", "attendu"), ("Fatima", "", "present")]


def test_guest_reads_what_the_name_is_for_then_signs(leader: Client, meeting: Meeting) -> None:
    path = open_code(leader, meeting)
    make_guest(meeting)

    shown = Client().get(path).content.decode()
    refused = Client().post(path, {"name": ""})
    for _ in range(2):
        Client().post(path, {"name": "Lila Mora", "organisation": "Mairie"})
    Client().post(path, {"name": "Omar"})

    assert "Centre du Belvédère les garde 24 mois, puis les efface." in shown
    assert "Awa Diambour" not in shown
    assert refused.status_code == 422
    assert people(meeting)[1:] == [("Lila Mora", "Mairie", "present"), ("Omar", "", "present")]
    assert [name for name in ("Lila", "Omar") if name in " ".join(told(meeting))] == []


def test_member_of_another_structure_is_a_guest(leader: Client, meeting: Meeting) -> None:
    path, stranger = open_code(leader, meeting), logged_in(make_membership(Role.REFERENT, name="Zoé").user)

    stranger.post(path, {"name": "Zoé", "organisation": "Centre voisin"})

    assert people(meeting)[1:] == [("Zoé", "Centre voisin", "present")]


@pytest.mark.parametrize("how", ["closed", "cancelled", "late", "opened again"])
def test_code_that_ended_lets_nobody_sign(
    leader: Client, meeting: Meeting, awa: Membership, clock: Any, how: str
) -> None:
    path, phone = open_code(leader, meeting), logged_in(awa.user)
    match how:
        case "closed":
            leader.post(path_of(meeting, "code/fermeture/"))
        case "cancelled":
            leader.post(path_of(meeting, "annulation/"))
        case "late":
            clock.move_to(meeting.ends_at + timedelta(minutes=30))
        case "opened again":
            clock.shift(1)
            open_code(leader, meeting)

    answers = [phone.post(path), Client().post(path, {"name": "Lila"})]

    assert [answer.status_code for answer in answers] == ([410] * 2 if how == "late" else [404] * 2)
    assert people(meeting) == [("Awa Diambour", "", "attendu")]


def test_code_holds_until_half_an_hour_after_the_end(leader: Client, meeting: Meeting, clock: Any) -> None:
    path = open_code(leader, meeting)

    clock.move_to(meeting.ends_at + timedelta(minutes=29))

    assert Client().get(path).status_code == 200


def test_unknown_codes_are_tried_twenty_times_at_most(leader: Client, meeting: Meeting) -> None:
    path = open_code(leader, meeting)

    tries = [Client().get(f"/presence/inconnu{number}/").status_code for number in range(21)]

    assert tries == [404] * 20 + [429]
    assert Client().get(path).status_code == 429


def test_lead_s_screen_follows_the_count(leader: Client, meeting: Meeting, awa: Membership) -> None:
    closed = leader.get(path_of(meeting, "code/")).content.decode()
    path = open_code(leader, meeting)
    logged_in(awa.user).post(path)

    part = leader.get(path_of(meeting, "code/"), headers={"hx-request": "true"}).content.decode()

    assert "Montrer le code" in closed
    assert "<strong>1 présent·e</strong>" in part
    assert (path in part, "<html" in part) == (True, False)


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("post", "presences/"),
        ("post", "presences/ajout/"),
        ("get", "presences.csv"),
        ("get", "feuille.pdf"),
        ("get", "feuille.odt"),
        ("get", "code/"),
        ("post", "code/ouverture/"),
        ("post", "code/fermeture/"),
    ],
)
def test_walls(awa: Membership, meeting: Meeting, method: str, rest: str) -> None:
    other = make_membership(Role.REFERENT)
    elsewhere = logged_in(other.user)
    show_second_factor(elsewhere, other.user)
    path, wrong = path_of(meeting, rest), "get" if method == "post" else "post"

    statuses = [getattr(client, method)(path).status_code for client in (logged_in(awa.user), elsewhere, Client())]

    assert statuses == [403, 404, 302]
    assert getattr(elsewhere, wrong)(path).status_code == 405
    assert people(meeting) == [("Awa Diambour", "", "attendu")]
