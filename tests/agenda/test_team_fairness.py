"""Who goes out how often: what counts, the period, the order, the page and its export."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.queries.fairness import Period, Share, shares, usual_period
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.teams import NOW, Crew, make_crew
from tests.factories.outings import make_outing, make_participation, paris
from tests.factories.people import logged_in, make_membership, show_second_factor

pytestmark = pytest.mark.django_db
PAGE = "/sorties/equilibre/"
MARCH = Period(date(2027, 3, 1), date(2027, 3, 31))


@pytest.fixture
def crew() -> Crew:
    return make_crew()


@pytest.fixture
def awa(crew: Crew) -> Membership:
    return crew.member("Awa Diambour")


@pytest.fixture
def desk(crew: Crew) -> Client:
    return logged_in(crew.lead.user)


def went(crew: Crew, member: Membership, day: date, **fields: Any) -> None:
    state = fields.pop("state", ParticipationState.INSCRIT)
    outing = make_outing(crew.structure, day=day, **{"state": OutingState.TERMINEE, **fields})
    make_participation(outing, member, state=state)


def found(crew: Crew, period: Period = MARCH, sort: str = "") -> list[Share]:
    with structure_scope(crew.structure.pk):
        return shares(period, sort=sort)


def test_outings_held_are_counted_with_their_hours_and_the_last_day(crew: Crew, awa: Membership) -> None:
    went(crew, awa, date(2027, 3, 4))
    went(crew, awa, date(2027, 3, 11), hours=1.5)
    went(crew, awa, date(2027, 3, 12), hours=3, state=ParticipationState.ATTENTE)
    went(crew, awa, date(2027, 3, 13), state=ParticipationState.DESISTE)
    for day, state in ((14, OutingState.ANNULEE), (15, OutingState.CONFIRMEE)):
        make_participation(make_outing(crew.structure, day=date(2027, 3, day), state=state), awa)

    assert found(crew) == [Share(awa, 2, 3.5, date(2027, 3, 11), 1), Share(crew.lead)]


def test_both_days_of_the_period_count_in_paris(crew: Crew, awa: Membership) -> None:
    for moment in (paris(date(2027, 3, 1), 0), paris(date(2027, 3, 31), 23)):
        make_participation(make_outing(crew.structure, starts_at=moment, state=OutingState.TERMINEE), awa)
    for moment in (paris(date(2027, 2, 28), 23), paris(date(2027, 4, 1), 0)):
        make_participation(make_outing(crew.structure, starts_at=moment, state=OutingState.TERMINEE), awa)

    assert found(crew)[0] == Share(awa, 2, 4.0, date(2027, 3, 31), 0)


def test_order_is_by_name_unless_asked(crew: Crew, awa: Membership) -> None:
    elodie = crew.member("élodie Baud")
    went(crew, awa, date(2027, 3, 4))
    went(crew, awa, date(2027, 3, 5))
    went(crew, elodie, date(2027, 3, 9))

    assert [share.member for share in found(crew)] == [awa, elodie, crew.lead]
    assert [share.member for share in found(crew, sort="sorties")] == [crew.lead, elodie, awa]
    assert [share.member for share in found(crew, sort="derniere")] == [crew.lead, awa, elodie]


def test_only_who_may_still_go_out_is_listed(crew: Crew) -> None:
    make_membership(Role.LECTURE, structure=crew.structure)
    gone = crew.member("Partie")
    with structure_scope(crew.structure.pk):
        Membership.objects.filter(pk=gone.pk).update(ended_at=NOW)

    assert [share.member for share in found(crew)] == [crew.lead]


def test_page_shows_the_table_the_chart_and_neutral_words(crew: Crew, awa: Membership, desk: Client) -> None:
    went(crew, awa, date(2027, 3, 4))

    page = desk.get(f"{PAGE}?du=2027-03-01&au=2027-03-31").content.decode()

    for words in ("Awa Diambour", "4 mars 2027", "Pas sur cette période", '<svg height="', "Chacun·e donne le temps"):
        assert words in page


@pytest.mark.parametrize("query", ["", "?du=2027-03-31&au=2027-03-01", "?du=hier&au=2027-03-01"])
def test_period_unknown_is_the_last_three_months(crew: Crew, awa: Membership, query: str) -> None:
    with time_machine.travel(NOW):
        answer = logged_in(crew.lead.user).get(f"{PAGE}{query}")

    assert answer.context["period"] == usual_period(date(2027, 3, 8)) == Period(date(2026, 12, 7), date(2027, 3, 8))
    assert bool(answer.context["form"].errors) is bool(query)


def test_export_asks_who_it_is_then_gives_the_table_and_is_audited(crew: Crew, awa: Membership, desk: Client) -> None:
    went(crew, awa, date(2027, 3, 4))
    address = f"{PAGE}export.csv?du=2027-03-01&au=2027-03-31"

    asked = desk.get(address)
    show_second_factor(desk, crew.lead.user)
    given = desk.get(address)

    rows = list(csv.reader(io.StringIO(given.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert asked.status_code == 302
    assert [row[0] for row in rows] == ["Membre", "Awa Diambour", "Nadia Roche"]
    assert rows[1][2] == "1"
    assert crew.audited()[-1] == ("export_named", "2 personnes, du 01/03/2027 au 31/03/2027 (csv)")


def test_page_takes_as_many_queries_with_one_and_with_thirty(
    crew: Crew,
    awa: Membership,
    desk: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    counts = []
    for number in (1, 30):
        for index in range(number):
            went(crew, crew.member(f"Personne {number} {index}"), date(2027, 3, 1) + timedelta(days=index))
        desk.get(PAGE)
        with django_assert_max_num_queries(12) as queries:
            desk.get(f"{PAGE}?du=2027-03-01&au=2027-03-31")
        counts.append(len(queries))

    assert counts[0] == counts[1]
