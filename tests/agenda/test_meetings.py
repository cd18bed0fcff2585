"""Meetings: planning, the next one, cancelling, minutes and their draft, the list, who may read what, walls."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palier.agenda.enums import AttendanceState, MeetingKind
from palier.agenda.models import Attendance, Meeting
from palier.agenda.queries.meetings import day_of_next
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.meetings import make_guest, make_meeting
from tests.factories.outings import paris
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
LIST = "/reunions/"
NEW = f"{LIST}nouvelle/"
NOW = datetime(2027, 3, 8, 8, tzinfo=UTC)
TYPED: dict[str, Any] = {
    "kind": "equipe",
    "title": " Point  du jeudi ",
    "day": "2027-03-11",
    "start": "09:00",
    "end": "10:30",
    "where": "Salle bleue",
    "agenda": "Les sorties d'avril",
    "guests": "Lila Mora, Mairie\n\nOmar Sy-Ba\n , rien",
}


@pytest.fixture(autouse=True)
def _at_a_fixed_hour() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def read(meeting: Meeting) -> Meeting:
    with structure_scope(meeting.structure_id):
        return Meeting.objects.get(pk=meeting.pk)


def people(meeting: Meeting) -> list[tuple[str, str, str]]:
    with structure_scope(meeting.structure_id):
        rows = Attendance.objects.filter(meeting=meeting).select_related("membership")
        return sorted(
            (row.membership.name if row.membership else row.guest, row.organisation, row.state) for row in rows
        )


def told(lead: Membership) -> list[str]:
    with structure_scope(lead.structure_id):
        found = AuditEntry.objects.filter(kind=AuditKind.MEETINGS_CHANGED)
        return sorted(f"{entry.target_label} : {entry.detail}" for entry in found)


def test_meeting_is_planned_with_those_invited(lead: Membership, leader: Client, awa: Membership) -> None:
    response = leader.post(NEW, {**TYPED, "members": [awa.pk]})

    with structure_scope(lead.structure_id):
        meeting = Meeting.objects.get()
    assert response.headers["Location"] == f"/reunions/{meeting.pk}/"
    assert (meeting.title, meeting.where, meeting.agenda) == ("Point du jeudi", "Salle bleue", "Les sorties d'avril")
    day = date(2027, 3, 11)
    assert (meeting.starts_at, meeting.ends_at) == (paris(day, 9), paris(day, 10, 30))
    assert people(meeting) == [
        ("Awa Diambour", "", "attendu"),
        ("Lila Mora", "Mairie", "attendu"),
        ("Omar Sy-Ba", "", "attendu"),
    ]
    assert told(lead) == ["Point du jeudi, 11/03/2027 : Créée"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end": "09:00"}, "end"),
        ({"day": "hier"}, "day"),
        ({"start": ""}, "start"),
        ({"kind": "conseil"}, "kind"),
        ({"members": [str(uuid4())]}, "members"),
        ({"title": "a" * 161}, "title"),
    ],
)
def test_bad_meeting_is_refused_at_its_field(leader: Client, change: dict[str, Any], field: str) -> None:
    response = leader.post(NEW, {**TYPED, **change})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_member_of_another_structure_is_not_invited(leader: Client) -> None:
    stranger = make_membership(Role.EQUIPIER)

    response = leader.post(NEW, {**TYPED, "members": [stranger.pk]})

    assert list(response.context["form"].errors) == ["members"]


def test_change_keeps_the_presences_already_noted(lead: Membership, leader: Client, awa: Membership) -> None:
    meeting = make_meeting(lead.structure, awa, title="Avant")
    came = make_membership(Role.EQUIPIER, structure=lead.structure, name="Brice")
    with structure_scope(lead.structure_id):
        Attendance.objects.create(
            structure=lead.structure, meeting=meeting, membership=came, state=AttendanceState.PRESENT
        )
    make_guest(meeting)

    leader.post(f"{LIST}{meeting.pk}/modifier/", {**TYPED, "members": [lead.pk], "guests": "Paul"})

    assert read(meeting).title == "Point du jeudi"
    assert people(meeting) == [
        ("Brice", "", "present"),
        ("Lila Mora", "Mairie", "attendu"),
        ("Nadia Roche", "", "attendu"),
        ("Paul", "", "attendu"),
    ]
    assert told(lead) == ["Point du jeudi, 11/03/2027 : Changée"]


def test_next_meeting_starts_from_this_one(lead: Membership, leader: Client, awa: Membership) -> None:
    gone = make_membership(Role.EQUIPIER, structure=lead.structure, name="Partie")
    meeting = make_meeting(lead.structure, awa, gone, title="Point", where="Salle bleue", agenda="Mars")
    make_guest(meeting)
    with structure_scope(lead.structure_id):
        Membership.objects.filter(pk=gone.pk).update(ended_at=NOW)

    initial = leader.get(f"{LIST}{meeting.pk}/suivante/").context["form"].initial

    assert (initial["title"], initial["day"], initial["agenda"]) == ("Point", date(2027, 3, 18), "")
    assert (initial["members"], initial["guests"]) == ([awa.pk], "Lila Mora, Mairie")
    assert (f"{initial['start']}", f"{initial['end']}") == ("14:00:00", "16:00:00")


@pytest.mark.parametrize(
    ("before", "today", "expected"),
    [
        (None, date(2027, 3, 8), date(2027, 3, 18)),
        (date(2027, 2, 11), date(2027, 3, 8), date(2027, 4, 8)),
        (date(2027, 2, 11), date(2027, 5, 20), date(2027, 6, 3)),
        (None, date(2027, 3, 25), date(2027, 3, 25)),
    ],
)
def test_next_day_keeps_the_rhythm(lead: Membership, before: date | None, today: date, expected: date) -> None:
    meeting = make_meeting(lead.structure, title="Point")
    make_meeting(lead.structure, title="Autre", day=date(2027, 3, 10))
    make_meeting(make_structure(), title="Point", day=date(2027, 3, 10))  # elsewhere
    if before:
        make_meeting(lead.structure, title="Point", day=before)

    with structure_scope(lead.structure_id):
        assert day_of_next(meeting, today=today) == expected


def test_cancelled_meeting_comes_back(lead: Membership, leader: Client) -> None:
    meeting = make_meeting(lead.structure, title="Point", sign_token_hash="x" * 64)

    for _ in range(2):
        leader.post(f"{LIST}{meeting.pk}/annulation/")
    cancelled = read(meeting)
    for _ in range(2):
        leader.post(f"{LIST}{meeting.pk}/retablissement/")

    assert (cancelled.cancelled_at, cancelled.sign_token_hash) == (NOW, None)
    assert read(meeting).cancelled_at is None
    assert told(lead) == ["Point, 11/03/2027 : Annulée", "Point, 11/03/2027 : Rétablie"]


def test_list_shows_what_comes_first(lead: Membership, leader: Client) -> None:
    for title, day in (("Loin", 20), ("Hier", 7), ("Bientôt", 9), ("Avant-hier", 6)):
        make_meeting(lead.structure, title=title, day=date(2027, 3, day))

    groups = leader.get(LIST).context["groups"]

    assert [(name, [row.title for row in rows]) for name, rows in groups] == [
        ("À venir", ["Bientôt", "Loin"]),
        ("Passées", ["Hier", "Avant-hier"]),
    ]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("?quand=a-venir", ["Bientôt", "Supervision de mars"]),
        ("?quand=passees", ["Hier"]),
        ("?quand=les-miennes", ["Bientôt"]),
        ("?type=supervision", ["Supervision de mars"]),
        ("?q=mars supervision", ["Supervision de mars"]),
        ("?type=rien&quand=jamais", ["Bientôt", "Supervision de mars", "Hier"]),
    ],
)
def test_list_is_filtered(lead: Membership, leader: Client, address: str, titles: list[str]) -> None:
    make_meeting(lead.structure, title="Hier", day=date(2027, 3, 7))
    make_meeting(lead.structure, lead, title="Bientôt", day=date(2027, 3, 9))
    make_meeting(lead.structure, title="Supervision de mars", kind=MeetingKind.SUPERVISION)

    rows = leader.get(LIST + address).context["page"].object_list

    assert [row.title for row in rows] == titles


def test_next_supervision_is_told_or_missed(lead: Membership, leader: Client) -> None:
    kind = MeetingKind.SUPERVISION
    make_meeting(lead.structure, kind=kind, day=date(2027, 3, 1))
    make_meeting(lead.structure, kind=kind, day=date(2027, 3, 9), cancelled_at=NOW)
    without = leader.get(LIST).content.decode()
    planned = make_meeting(lead.structure, kind=kind, day=date(2027, 4, 1))
    make_meeting(lead.structure, kind=kind, day=date(2027, 5, 1))

    response = leader.get(LIST)

    assert "Aucune analyse de pratiques n'est prévue." in without
    assert response.context["supervision"] == planned


def test_pages_cost_the_same_with_thirty(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    meeting = make_meeting(lead.structure, lead)
    pages = [LIST, f"{LIST}{meeting.pk}/"]
    costs = []
    for page in pages:
        leader.get(page)
        with django_assert_max_num_queries(12) as asked:
            leader.get(page)
        costs.append(len(asked))
    for number in range(29):
        member = make_membership(Role.EQUIPIER, structure=lead.structure, name=f"M{number}")
        make_meeting(lead.structure, member, title=f"R{number}")
        make_guest(meeting, f"G{number}")

    for page, cost in zip(pages, costs, strict=True):
        with django_assert_num_queries(cost):
            leader.get(page)


@pytest.mark.parametrize("name", ["modifier/", "suivante/", "annulation/", "retablissement/", "compte-rendu/"])
def test_only_who_leads_writes(lead: Membership, leader: Client, awa: Membership, name: str) -> None:
    meeting = make_meeting(lead.structure, awa)
    path, team = f"{LIST}{meeting.pk}/{name}", logged_in(awa.user)
    elsewhere = logged_in(make_membership(Role.REFERENT).user)

    statuses = [client.post(path, {}).status_code for client in (team, elsewhere, Client())]

    assert statuses == [403, 404, 302]
    assert leader.post(f"{LIST}{uuid4()}/{name}").status_code == 404
    assert leader.delete(path).status_code == 405


def test_reading_walls(lead: Membership, awa: Membership) -> None:
    meeting = make_meeting(lead.structure)
    path = f"{LIST}{meeting.pk}/"
    reading = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)
    elsewhere = logged_in(make_membership(Role.REFERENT).user)

    assert logged_in(awa.user).get(path).status_code == 200
    assert reading.get(path).status_code == 403
    assert elsewhere.get(path).status_code == 404
    assert elsewhere.get(LIST).context["none_yet"] is True
    assert Client().get(path).status_code == 302
    assert logged_in(awa.user).post(path).status_code == 405


def test_inside_of_a_supervision_is_for_who_takes_part(lead: Membership, leader: Client, awa: Membership) -> None:
    other = make_membership(Role.EQUIPIER, structure=lead.structure, name="Brice Unaud")
    said = {"kind": MeetingKind.SUPERVISION, "minutes": "Ce qui pèse."}
    meeting = make_meeting(lead.structure, awa, **said)
    path = f"{LIST}{meeting.pk}/"

    pages = {
        name: client.get(path).content.decode()
        for name, client in (("lead", leader), ("awa", logged_in(awa.user)), ("other", logged_in(other.user)))
    }

    assert {name: "Ce qui pèse." in page for name, page in pages.items()} == {"lead": True, "awa": True, "other": False}
    assert "Awa Diambour" not in pages["other"]
    assert "aucun nom d&#x27;habitant·e" in leader.get(f"{path}compte-rendu/").content.decode()


def test_draft_is_kept_and_read_by_nobody_else(lead: Membership, leader: Client, awa: Membership) -> None:
    meeting = make_meeting(lead.structure, awa, minutes="Ancien texte")
    path = f"{LIST}{meeting.pk}/compte-rendu/"

    kept = leader.post(f"{path}brouillon/", {"minutes": "Nouveau texte"}, headers={"hx-request": "true"})
    too_long = leader.post(f"{path}brouillon/", {"minutes": "a" * 20_001}, headers={"hx-request": "true"})

    assert kept.content.decode().strip() == "Brouillon gardé à 9\u00a0h\u00a000, pas encore publié."
    assert "Brouillon non gardé" in too_long.content.decode()
    assert (read(meeting).minutes, read(meeting).minutes_draft) == ("Ancien texte", "Nouveau texte")
    assert leader.get(path).context["form"].initial["minutes"] == "Nouveau texte"
    page = logged_in(awa.user).get(f"{LIST}{meeting.pk}/").content.decode()
    assert ("Ancien texte" in page, "Nouveau texte" in page, "brouillon" in page) == (True, False, False)
    assert told(lead) == []


def test_minutes_are_published_and_the_draft_goes(lead: Membership, leader: Client) -> None:
    meeting = make_meeting(lead.structure, title="Point")
    path = f"{LIST}{meeting.pk}/compte-rendu/"
    leader.post(path, {"minutes": "Début", "brouillon": "oui"})
    draft = read(meeting)
    seen = leader.get(path).context["form"].initial["seen"]

    response = leader.post(path, {"minutes": "Début et fin", "seen": seen})

    assert (draft.minutes, draft.minutes_draft) == ("", "Début")
    assert response.headers["Location"] == f"/reunions/{meeting.pk}/"
    assert (read(meeting).minutes, read(meeting).minutes_draft) == ("Début et fin", "")
    assert told(lead) == ["Point, 11/03/2027 : Compte rendu publié"]


def test_minutes_published_meanwhile_are_not_lost(lead: Membership, leader: Client) -> None:
    meeting = make_meeting(lead.structure)
    path = f"{LIST}{meeting.pk}/compte-rendu/"
    seen = leader.get(path).context["form"].initial["seen"]
    leader.post(path, {"minutes": "Le texte de Brice", "seen": seen})

    refused = leader.post(path, {"minutes": "Le mien", "seen": seen})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert ("Le texte de Brice" in page, "Le mien" in page) == (True, True)
    assert read(meeting).minutes == "Le texte de Brice"
    leader.post(path, {"minutes": "Les deux", "seen": refused.context["form"]["seen"].value()})
    assert read(meeting).minutes == "Les deux"


def test_hours_are_those_of_paris_after_the_change_of_clocks(lead: Membership, leader: Client) -> None:
    leader.post(NEW, {**TYPED, "day": "2027-03-28", "members": []})

    with structure_scope(lead.structure_id):
        meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert timezone.localtime(meeting.starts_at).hour == 9
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
