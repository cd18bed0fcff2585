"""The agenda on the screen: months, weeks, list, exports, the wall."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from palier.agenda.enums import Modality, OutingState, ParticipationState
from palier.audit.enums import AuditKind
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, make_vehicle
from tests.factories.people import logged_in, make_membership, make_structure, show_second_factor
from tests.factories.territory import make_zone
from tests.structures.team import audited

pytestmark = pytest.mark.django_db
MONTH, WEEK, LIST, POSTER = "/agenda/", "/agenda/semaine/", "/agenda/liste/", "/agenda/affiche/"
MARCH = f"{MONTH}?mois=2027-03"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2027-03-01T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, name="Nadia Roche")


@pytest.fixture
def desk(lead: Membership) -> Client:
    return logged_in(lead.user)


def lines(page: Any) -> list[tuple[date, str, str]]:
    """Return the day, the place and the team of each outing that a month or a week shows."""
    return [
        (day.day, line.outing.place.name, f"{line.team_size} sur {line.wanted}")
        for day in page.context["days"]
        for line in day.lines
    ]


def listed(desk: Client, address: str = "") -> list[str]:
    return [line.outing.place.name for line in desk.get(LIST + address).context["lines"]]


def test_month_is_that_of_today_and_offers_to_plan(desk: Client) -> None:
    page = desk.get(MONTH)

    assert page.context["period"].title == "Mars 2027"
    assert "Aucune sortie sur cette période" in page.content.decode()
    assert "/sorties/nouvelle/" in page.content.decode()


def test_month_shows_hours_place_state_team_and_warnings(desk: Client, lead: Membership) -> None:
    market = make_place(lead.structure, "Le marché")
    outing = make_outing(lead.structure, place=market, modality=Modality.MARCHE)
    make_outing(lead.structure, place=market, hour=10, state=OutingState.BROUILLON)
    make_outing(lead.structure, day=date(2027, 5, 6))
    make_participation(outing, lead)

    page = desk.get(MARCH)
    html = page.content.decode()

    assert lines(page) == [(THURSDAY, "Le marché", "1 sur 3"), (THURSDAY, "Le marché", "0 sur 3")]
    assert "9:00–11:00" in html
    assert "Marché" in html
    assert "Confirmée" in html
    assert "Brouillon" in html
    assert "Une autre équipe est au même lieu" in html
    assert "il manque quelqu" in html


def test_hours_are_those_of_paris_in_summer_too(desk: Client, lead: Membership) -> None:
    make_outing(lead.structure, day=date(2027, 7, 1), hour=0, hours=1)

    page = desk.get(f"{MONTH}?mois=2027-07")

    assert [day for day, *_ in lines(page)] == [date(2027, 7, 1)]
    assert "0:00–1:00" in page.content.decode()


@pytest.mark.parametrize("asked", ["2027-13", "0000-01", "9999-12", "demain", "2027-3", ""])
def test_month_that_does_not_exist_is_that_of_today(desk: Client, asked: str) -> None:
    assert desk.get(MONTH, {"mois": asked}).context["period"].key == "2027-03"


@pytest.mark.parametrize(("asked", "shown"), [("2027-W10", "2027-W10"), ("2027-W53", "2027-W09"), ("x", "2027-W09")])
def test_week_is_the_one_asked_or_that_of_today(desk: Client, asked: str, shown: str) -> None:
    assert desk.get(WEEK, {"semaine": asked}).context["period"].key == shown


def test_week_shows_its_seven_days(desk: Client, lead: Membership) -> None:
    make_outing(lead.structure, place=make_place(lead.structure, "École"))

    page = desk.get(f"{WEEK}?semaine=2027-W10")

    assert [day.day for day in page.context["days"]] == [date(2027, 3, 8) + timedelta(days=n) for n in range(7)]
    assert lines(page) == [(THURSDAY, "École", "0 sur 3")]


def test_public_holiday_is_named(desk: Client) -> None:
    assert "Lundi de Pâques" in desk.get(MARCH).content.decode()


@pytest.mark.parametrize("address", [MARCH, f"{WEEK}?semaine=2027-W10", f"{LIST}?tri=lieu"])
def test_pages_cost_as_many_questions_for_one_outing_as_for_thirty(lead: Membership, address: str) -> None:
    desk = logged_in(lead.user)
    others = [make_membership(structure=lead.structure, status=MembershipStatus.BENEVOLE) for _ in range(3)]
    vehicle = make_vehicle(lead.structure)

    def add(number: int) -> None:
        outing = make_outing(lead.structure, day=THURSDAY, hour=8 + number % 10, vehicle=vehicle)
        for member in others:
            make_participation(outing, member)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    add(0)
    questions()
    before = questions()
    for number in range(1, 30):
        add(number)

    assert questions() == before
    assert before <= 16  # 12, and the 4 that find the session, the account, the device and the place


def test_agenda_is_for_those_who_may_read_it(lead: Membership) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)

    for address in (MONTH, WEEK, LIST, POSTER, f"{LIST}export.csv"):
        assert Client().get(address).status_code == 302
        assert reader.get(address).status_code == 403
        assert logged_in(lead.user).post(address).status_code == 405


def test_outings_of_another_structure_stay_there(desk: Client) -> None:
    other = make_structure()
    make_outing(other, place=make_place(other, "Ailleurs"))

    assert lines(desk.get(MARCH)) == []
    assert listed(desk) == []


def test_list_shows_what_is_to_come_then_answers_filters(desk: Client, lead: Membership) -> None:
    zone = make_zone(lead.structure)
    market, school = make_place(lead.structure, "Le marché"), make_place(lead.structure, "École Élan")
    PlaceZone.objects.create(structure=lead.structure, place=school, zone=zone)
    make_outing(lead.structure, place=make_place(lead.structure, "Hier"), day=date(2027, 2, 20))
    mine = make_outing(lead.structure, place=market, modality=Modality.MARCHE)
    make_participation(mine, lead)
    left = make_outing(lead.structure, place=school, day=date(2027, 3, 18), state=OutingState.BROUILLON)
    make_participation(left, lead, state=ParticipationState.DESISTE)

    assert listed(desk) == ["Le marché", "École Élan"]
    assert listed(desk, "?tri=recent") == ["École Élan", "Le marché"]
    assert listed(desk, "?tri=lieu&quand=toutes") == ["Hier", "Le marché", "École Élan"]
    assert listed(desk, "?quand=passees") == ["Hier"]
    assert listed(desk, "?mes=on") == ["Le marché"]
    assert listed(desk, "?q=elan") == ["École Élan"]
    assert listed(desk, "?q=marche") == ["Le marché"]
    assert listed(desk, f"?lieu={school.pk}") == ["École Élan"]
    assert listed(desk, f"?zone={zone.pk}") == ["École Élan"]
    assert listed(desk, "?modalite=marche") == ["Le marché"]
    assert listed(desk, "?etat=brouillon") == ["École Élan"]
    assert listed(desk, "?du=2027-03-12&au=2027-03-18") == ["École Élan"]
    assert listed(desk, "?lieu=rien&etat=rien&du=rien") == ["Le marché", "École Élan"]


def test_list_has_pages_and_says_what_to_do_when_empty(desk: Client, lead: Membership) -> None:
    assert "Aucune sortie à venir" in desk.get(LIST).content.decode()
    for day in range(31):
        make_outing(lead.structure, day=date(2027, 5, 1) + timedelta(days=day))

    assert len(listed(desk)) == 30
    assert len(listed(desk, "?page=2")) == 1
    assert "Aucune sortie ne répond" in desk.get(f"{LIST}?q=zzz").content.decode()


def test_export_counts_the_team_and_names_nobody(desk: Client, lead: Membership) -> None:
    for hour in (9, 10):
        outing = make_outing(lead.structure, hour=hour, place=make_place(lead.structure, f"Place {hour}"))
        make_participation(outing, lead)

    answer = desk.get(f"{LIST}export.csv")
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    workbook = desk.get(f"{LIST}export.xlsx")

    assert [line.split(";")[3] for line in table.splitlines()] == ["Lieu", "Place 9", "Place 10"]
    assert "Nadia" not in table
    assert workbook.content.startswith(b"PK")


def words_of(answer: Any) -> str:
    """Return the words of a PDF, its line ends as spaces."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.split())


def test_poster_has_first_names_only_and_says_so_in_the_audit(desk: Client, lead: Membership) -> None:
    outing = make_outing(lead.structure, place=make_place(lead.structure, "Le marché"))
    make_participation(outing, lead)
    show_second_factor(desk, lead.user)

    answer = desk.get(f"{POSTER}prenoms/?mois=2027-03")
    page = PdfReader(io.BytesIO(answer.content)).pages[0]

    assert answer.headers["Content-Type"] == "application/pdf"
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (1191, 842)
    assert "Le marché" in words_of(answer)
    assert "Nadia" in words_of(answer)
    assert "Roche" not in words_of(answer)
    assert audited(lead.structure) == [(AuditKind.EXPORT_NAMED, "Nadia Roche", "Mars 2027")]


def test_poster_can_name_nobody(desk: Client, lead: Membership) -> None:
    make_participation(make_outing(lead.structure), lead)

    answer = desk.get(f"{POSTER}?semaine=2027-W10")

    assert "Semaine du 8 mars au 14 mars 2027" in words_of(answer)
    assert "Nadia" not in words_of(answer)
    assert audited(lead.structure) == []


def test_poster_gives_names_to_a_lead_who_shows_a_second_proof(desk: Client, lead: Membership) -> None:
    field = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    answers = [client.get(f"{POSTER}prenoms/?mois=2027-03") for client in (desk, field)]

    assert answers[0].headers["Location"].startswith("/compte/")
    assert answers[1].status_code == 403
    assert audited(lead.structure) == []


@pytest.mark.parametrize("each", [0, 3, 12])
def test_poster_is_one_page_whatever_the_month_holds(desk: Client, lead: Membership, each: int) -> None:
    place = make_place(lead.structure, "Centre commercial des Trois-Paliers")
    for number in range(each * 31):
        make_outing(lead.structure, place=place, day=date(2027, 3, 1) + timedelta(days=number % 31))

    answer = desk.get(f"{POSTER}?mois=2027-03")

    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    assert words_of(answer).count("commercial") == each * 31
