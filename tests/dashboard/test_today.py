"""The home page of a member: what waits, in its order, for who may read it, at a constant price."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.agenda.enums import AttendanceState, CancelReason, MeetingKind, OutingState, ParticipationState
from palier.agenda.models import Attendance, Meeting, Outing
from palier.core.tenancy import structure_scope
from palier.dashboard.queries.month import Figure, month_figures, month_links
from palier.dashboard.queries.today import Today, today_of
from palier.structures.enums import Role, TrainingKind
from palier.structures.models import Membership, Training
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
# A Wednesday.
NOW = datetime(2027, 3, 10, 11, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def team(outing: Outing, *members: Membership, **fields: Any) -> Outing:
    for member in members:
        make_participation(outing, member, **fields)
    return outing


def home(member: Membership) -> Today:
    with structure_scope(member.structure_id):
        return today_of(member, NOW)


def content_of(member: Membership) -> str:
    return logged_in(member.user).get("/").content.decode()


def test_outings_go_where_somebody_looks_for_them(lead: Membership) -> None:
    structure, other = lead.structure, make_membership(Role.EQUIPIER, structure=lead.structure)
    now_out = team(make_outing(structure, day=TODAY, hour=14), lead, other)
    tomorrow = team(make_outing(structure, day=day(1)), lead, other)
    short = team(make_outing(structure, day=day(3)), lead)
    draft = team(make_outing(structure, day=day(9), state=OutingState.BROUILLON), lead, other)
    silent = make_outing(structure, day=day(-1))
    forgotten = make_outing(structure, day=day(-2), state=OutingState.EN_COURS)
    for number, state in ((-3, OutingState.TERMINEE), (-40, OutingState.CONFIRMEE), (15, OutingState.BROUILLON)):
        make_outing(structure, day=day(number), state=state)

    found = home(lead)

    lists = [found.today, found.tomorrow, found.unclosed, found.short, found.drafts]
    assert [[line.outing for line in lines] for lines in lists] == [
        *([now_out], [tomorrow], [silent, forgotten], [short], [draft]),
    ]
    assert (found.short[0].wanted, found.today[0].wanted) == (1, 0)


def test_somebody_to_replace_is_looked_for(lead: Membership) -> None:
    others = [make_membership(Role.EQUIPIER, structure=lead.structure) for _ in range(2)]
    outing = team(make_outing(lead.structure, day=day(2)), lead, others[0])
    make_participation(outing, others[1], state=ParticipationState.A_REMPLACER)

    (line,) = home(lead).short

    assert (line.outing, line.wanted, line.people) == (outing, 1, "Awa, Awa")


def test_last_time_at_the_place_is_told_in_a_line(lead: Membership) -> None:
    place, other = make_place(lead.structure), make_place(lead.structure)
    make_outing(lead.structure, place=place, day=day(-14), state=OutingState.TERMINEE)
    make_outing(lead.structure, place=place, day=day(-7), state=OutingState.ANNULEE, cancel_reason=CancelReason.METEO)
    for spot in (place, other):
        make_outing(lead.structure, place=spot, day=TODAY, hour=14)

    told = {line.outing.place: line.last_time for line in home(lead).today}

    assert told == {place: "La dernière fois ici, le 03/03\u00a0: annulée (météo)", other: ""}


def test_equipier_has_their_next_outing_first(lead: Membership) -> None:
    mine = make_membership(Role.EQUIPIER, structure=lead.structure)
    far = team(make_outing(lead.structure, day=day(30), place=make_place(lead.structure, "Le parc lointain")), mine)
    team(make_outing(lead.structure, day=day(2), state=OutingState.ANNULEE), mine)
    team(make_outing(lead.structure, day=day(3)), mine, state=ParticipationState.ATTENTE)

    content = content_of(mine)

    assert home(mine).next is not None
    assert home(mine).next.outing == far  # type: ignore[union-attr]
    assert 0 < content.index("Ma prochaine sortie") < content.index("On cherche quelqu")
    assert ("À confirmer dans" in content, "Le mois en quelques" in content) == (False, False)
    assert "Ma prochaine sortie" not in content_of(lead)


def test_equipier_is_asked_about_their_own_outings_only(lead: Membership) -> None:
    mine = make_membership(Role.EQUIPIER, structure=lead.structure)
    own = team(make_outing(lead.structure, day=day(-1)), mine)
    make_outing(lead.structure, day=day(-1), hour=15)

    assert [line.outing for line in home(mine).unclosed] == [own]
    assert len(home(lead).unclosed) == 2


def test_meetings_are_those_one_is_invited_to_or_prepares(lead: Membership) -> None:
    mine = make_membership(Role.EQUIPIER, structure=lead.structure)
    made = []
    for number, state in ((1, AttendanceState.ATTENDU), (2, AttendanceState.EXCUSE), (3, None), (8, None)):
        starts_at = NOW + timedelta(days=number)
        meeting = Meeting.objects.create(
            structure=lead.structure,
            kind=MeetingKind.EQUIPE,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )
        made.append(meeting)
        if state:
            Attendance.objects.create(structure=lead.structure, meeting=meeting, membership=mine, state=state)

    assert home(mine).meetings == made[:1]
    assert home(lead).meetings == made[:3]


def test_trainings_that_expire_are_for_leads(lead: Membership) -> None:
    mine = make_membership(Role.EQUIPIER, structure=lead.structure)
    for until in (day(59), day(61)):
        Training.objects.create(
            structure=lead.structure,
            membership=mine,
            kind=TrainingKind.ALLER_VERS,
            taken_on=day(-300),
            valid_until=until,
            title=str(until),
        )

    assert [training.valid_until for training in home(lead).trainings] == [day(59)]
    assert home(mine).trainings == []


def test_empty_home_offers_the_first_action(lead: Membership) -> None:
    first = content_of(lead)
    make_place(lead.structure)
    second = content_of(lead)
    other = content_of(make_membership(Role.EQUIPIER, structure=lead.structure))

    assert ("Créez votre premier lieu" in first, "/territoire/lieux/nouveau/" in first) == (True, True)
    assert ("Planifiez votre saison" in second, "/series/nouvelle/" in second) == (True, True)
    assert ("Aucune sortie en vue" in other, "/series/nouvelle/" in other) == (True, False)


def test_empty_home_offers_the_direction_to_invite_the_team(lead: Membership) -> None:
    direction = make_membership(Role.DIRECTION, structure=lead.structure)
    without_place = [content_of(member) for member in (direction, lead)]
    make_place(lead.structure)

    with_place = [content_of(member) for member in (direction, lead)]

    link = 'href="/reglages/equipe/inviter/"'
    assert [link in page for page in (*without_place, *with_place)] == [True, False, True, False]


def test_figures_of_the_month_stand_beside_the_same_days_of_the_month_before(lead: Membership) -> None:
    structure, place = lead.structure, make_place(lead.structure)
    for when in (date(2027, 3, 2), date(2027, 3, 9), date(2027, 2, 10), date(2027, 2, 11), date(2027, 1, 31)):
        team(make_outing(structure, place=place, day=when, hours=1.5, state=OutingState.TERMINEE), lead)
    make_outing(structure, day=date(2027, 3, 3), state=OutingState.ANNULEE)
    make_outing(structure, day=date(2027, 3, 30), state=OutingState.TERMINEE)

    with structure_scope(structure.pk):
        found = month_figures(NOW)

    figures = [(figure.value, figure.before) for figure in (found.held, found.hours, found.places, found.people)]
    assert figures == [(2, 1), (3, 2), (1, 1), (1, 1)]
    assert (found.held.trend, found.held.trend_text) == ("up", "1 de plus qu'au 10 février")
    assert Figure(0, 2, date(2027, 2, 1)).trend_text == "2 de moins qu'au 1er février"


def test_figure_of_the_outings_held_opens_on_the_rows_it_counts(lead: Membership) -> None:
    structure = lead.structure
    held = [
        make_outing(structure, day=day(-2), state=OutingState.TERMINEE),
        make_outing(structure, day=TODAY, hour=11, state=OutingState.EN_COURS),
        team(make_outing(structure, day=day(-1)), lead, checked_in_at=NOW - timedelta(days=1)),
        # They left an hour before the time planned.
        make_outing(structure, day=TODAY, hour=13, state=OutingState.EN_COURS),
    ]
    make_outing(structure, day=day(-3))
    make_outing(structure, day=day(-4), state=OutingState.ANNULEE)
    make_outing(structure, day=day(-12), state=OutingState.TERMINEE)
    with structure_scope(structure.pk):
        month = month_figures(NOW)

    answer = logged_in(lead.user).get(month_links(lead, month)["held"])

    assert {line.outing for line in answer.context["lines"]} == set(held)
    assert month.held.value == len(held)


def test_reader_of_figures_sees_figures_and_no_name(lead: Membership) -> None:
    reader = make_membership(Role.LECTURE, structure=lead.structure)
    goer = make_membership(Role.EQUIPIER, structure=lead.structure, name="Nom Secret")
    team(make_outing(lead.structure, day=TODAY, hour=14), goer)

    content = content_of(reader)

    assert ("Le mois en quelques chiffres" in content, "/agenda/regularite/" in content) == (True, True)
    assert ("Secret" in content, "/agenda/liste/" in content, "/sorties/" in content) == (False, False, False)


def test_another_structure_shows_nothing_of_ours(lead: Membership) -> None:
    make_outing(lead.structure, day=TODAY, hour=14, place=make_place(lead.structure, "Le lieu d'ici"))

    assert "Le lieu d" not in content_of(make_membership(Role.DIRECTION))


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.REFERENT, Role.DIRECTION])
def test_queries_do_not_grow_with_the_agenda(role: Role) -> None:
    member = make_membership(role)
    browser = logged_in(member.user)
    browser.get("/")
    counts = []
    for number in (1, 8):
        for shift in range(-number, number):
            place = make_place(member.structure)
            make_outing(member.structure, place=place, day=day(shift - 9), state=OutingState.TERMINEE)
            team(make_outing(member.structure, place=place, day=day(shift), hour=14), member)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    # Thirteen of its own, and those of the frame: session, account, place, alerts.
    assert counts[1] <= 17
