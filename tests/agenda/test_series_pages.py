"""The pages of the series: who may come, what they do, how they answer mistakes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.agenda.models import Outing, OutingSeries
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead() -> Membership:
    """Return the lead of a centre of Isère (zone A)."""
    return make_membership()


@pytest.fixture
def lead_client(lead: Membership) -> Client:
    """Return the browser of the lead."""
    return logged_in(lead.user)


def fields(lead: Membership, **changes: Any) -> dict[str, Any]:
    """Return what a lead types for the breakfasts of 2027 at one place; None leaves a field out."""
    typed = {
        "name": "Petits-déjeuners",
        "modality": "cafe_quartier",
        "frequency": "hebdomadaire",
        "interval": "1",
        "weekdays": ["jeudi"],
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "start_time": "09:00",
        "end_time": "11:00",
        "skip_public_holidays": "on",
        "school_zone": "a",
        "rotation": "ordre",
        "smallest_team": "2",
        "largest_team": "3",
        "lines": "2",
        "place_1": "",
        "weight_1": "1",
        "place_2": "",
        "weight_2": "2",
        **changes,
    }
    if not typed["place_1"]:
        typed["place_1"] = str(make_place(lead.structure).pk)
    return {name: value for name, value in typed.items() if value is not None}


def created(lead_client: Client, lead: Membership, **changes: Any) -> OutingSeries:
    """Return a series made through the form."""
    response = lead_client.post(reverse("agenda:series-new"), fields(lead, **changes))
    assert response.status_code == 302, response.context["form"].errors
    with structure_scope(lead.structure_id):
        return OutingSeries.objects.get(pk=response.url.strip("/").split("/")[-1])


def days(series: OutingSeries) -> list[date]:
    """Return the dates of the outings of a series."""
    with structure_scope(series.structure_id):
        return list(Outing.objects.filter(series=series).order_by("starts_at").values_list("series_date", flat=True))


def test_a_lead_plans_a_series(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    page = lead_client.get(series.get_absolute_url())

    assert len(days(series)) == 50
    assert page.status_code == 200
    assert "Le jeudi de 9 h à 11 h, toute l&#x27;année, sauf jours fériés" in page.content.decode()
    assert page.context["page"].coming_total == 50


@pytest.mark.parametrize("page", ["agenda:series-new", "agenda:outing-new"])
def test_without_any_place_the_page_offers_to_add_one(lead_client: Client, lead: Membership, page: str) -> None:
    before = lead_client.get(reverse(page)).content.decode()
    make_place(lead.structure)

    after = lead_client.get(reverse(page)).content.decode()

    asked = f'<a class="button" href="{reverse("territory:place-new")}">'
    assert (asked in before, asked in after) == (True, False)


def test_only_the_outings_to_come_may_be_skipped(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    with time_machine.travel(datetime(2027, 3, 1, 10, tzinfo=UTC), tick=False):
        page = logged_in(lead.user).get(series.get_absolute_url()).content.decode()

    coming, past = page.split("Dernières sorties", 1)
    assert (">Changer<" in coming, ">Changer<" in past) == (True, False)


def test_a_short_series_shows_its_dates_and_a_long_one_folds_them(lead_client: Client, lead: Membership) -> None:
    pages = [
        lead_client.post(reverse("agenda:series-new"), {**fields(lead, ends_on=last), "voir": "1"}).content.decode()
        for last in ("2027-02-28", "2027-12-31")
    ]

    summary = "<summary>Voir les dates une par une"
    assert [f'<details class="more" open>{summary}' in page for page in pages] == [True, False]
    assert [f'<details class="more">{summary}' in page for page in pages] == [False, True]


def test_see_the_dates_saves_nothing(lead_client: Client, lead: Membership) -> None:
    response = lead_client.post(reverse("agenda:series-new"), {**fields(lead), "voir": "1"})

    assert response.status_code == 200
    assert response.context["shown"].kept == 50
    assert "Ascension" in response.content.decode()
    with structure_scope(lead.structure_id):
        assert OutingSeries.objects.count() == 0


def test_the_live_preview_is_that_of_the_page(lead_client: Client, lead: Membership) -> None:
    typed = fields(lead)
    whole = lead_client.post(reverse("agenda:series-new"), {**typed, "voir": "1"})

    part = lead_client.post(reverse("agenda:series-preview"), typed)

    lines = [line.strip() for line in part.content.decode().splitlines() if line.strip()]
    page = [line.strip() for line in whole.content.decode().splitlines()]
    assert "<html" not in part.content.decode()
    assert [line for line in lines if line not in page] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "name"),
        ({"weekdays": []}, "weekdays"),
        ({"frequency": "mensuelle"}, "ranks"),
        ({"end_time": "08:00"}, "end_time"),
        ({"ends_on": "2026-12-01"}, "ends_on"),
        ({"largest_team": "1"}, "largest_team"),
        ({"place_1": str(uuid4())}, "place_1"),
        ({"weight_1": "99"}, "weight_1"),
        ({"team_1": [str(uuid4())]}, "team_1"),
        ({"ends_on": "2030-01-01"}, "__all__"),
    ],
)
def test_a_mistake_is_told_at_its_field(lead_client: Client, lead: Membership, changes: Any, field: str) -> None:
    response = lead_client.post(reverse("agenda:series-new"), fields(lead, **changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_no_place_is_a_mistake(lead_client: Client, lead: Membership) -> None:
    response = lead_client.post(reverse("agenda:series-new"), {**fields(lead), "place_1": ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["place_1"]


def test_the_same_place_twice_is_a_mistake(lead_client: Client, lead: Membership) -> None:
    place = str(make_place(lead.structure).pk)

    response = lead_client.post(reverse("agenda:series-new"), fields(lead, place_1=place, place_2=place))

    assert list(response.context["form"].errors) == ["place_2"]


def test_a_place_of_another_structure_is_refused(lead_client: Client, lead: Membership) -> None:
    foreign = make_place(make_structure())

    response = lead_client.post(reverse("agenda:series-new"), fields(lead, place_1=str(foreign.pk)))

    assert list(response.context["form"].errors) == ["place_1"]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ({"descendre": "1"}, ["B", "A"]),
        ({"monter": "2"}, ["B", "A"]),
        ({"monter": "1"}, ["A", "B"]),
        ({"retirer": "1"}, ["B"]),
        ({"ajouter": "1"}, ["A", "B", ""]),
        ({"monter": "zero"}, ["A", "B"]),
    ],
)
def test_lines_move_without_javascript(
    lead_client: Client, lead: Membership, button: dict[str, str], expected: list[str]
) -> None:
    names = {str(make_place(lead.structure, name).pk): name for name in ("A", "B")}
    first, second = names

    response = lead_client.post(
        reverse("agenda:series-new"), {**fields(lead, place_1=first, place_2=second, name=""), **button}
    )

    form = response.context["form"]
    assert [names.get(str(place.value() or ""), "") for _, place, _ in form.place_lines] == expected
    assert (response.status_code, form.is_bound, form["start_time"].value()) == (200, False, "09:00")


def test_school_holidays_not_known_yet_are_said(lead_client: Client, lead: Membership) -> None:
    typed = fields(lead, starts_on="2028-01-01", ends_on="2028-12-31", skip_school_holidays="on", voir="1")

    response = lead_client.post(reverse("agenda:series-new"), typed)

    assert "pas encore connues à partir du 1er septembre 2028" in response.content.decode()


def test_a_change_from_a_date_splits(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)
    typed = fields(lead, start_time="10:00", end_time="12:00", a_partir="2027-06-03")

    response = lead_client.post(reverse("agenda:series-edit", args=[series.pk]), typed)

    assert response.status_code == 302
    assert response.url != series.get_absolute_url()
    assert len(days(series)) == 20


def test_a_change_of_all_keeps_the_series(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    response = lead_client.post(reverse("agenda:series-edit", args=[series.pk]), fields(lead, weekdays=["mardi"]))

    assert (response.status_code, response.url) == (302, series.get_absolute_url())
    assert {day.weekday() for day in days(series)} == {1}


def test_a_copy_starts_a_year_later(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    response = lead_client.get(reverse("agenda:series-new"), {"modele": str(series.pk)})

    form = response.context["form"]
    assert (form["starts_on"].value(), form["name"].value()) == (date(2028, 1, 1), "Petits-déjeuners")


def test_a_date_is_skipped_and_added(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    lead_client.post(reverse("agenda:series-date-skip", args=[series.pk]), {"day": "2027-01-07"})
    lead_client.post(reverse("agenda:series-date-add", args=[series.pk]), {"day": "2027-01-08"})
    again = lead_client.post(reverse("agenda:series-date-add", args=[series.pk]), {"day": "2027-01-08"})

    assert days(series)[:2] == [date(2027, 1, 8), date(2027, 1, 14)]
    assert again.status_code == 422
    assert again.context["form"].errors["day"] == ["La série a déjà une sortie à cette date."]


def test_an_ended_series_is_listed_apart(lead_client: Client, lead: Membership) -> None:
    series = created(lead_client, lead)

    lead_client.post(reverse("agenda:series-end", args=[series.pk]), {"reason": "", "note": ""})

    assert days(series) == []
    assert lead_client.get(reverse("agenda:series-list")).context["rows"] == []
    over = lead_client.get(reverse("agenda:series-list"), {"etat": "finies"})
    assert [row.pk for row, _ in over.context["rows"]] == [series.pk]


READS = ["series-list", "series-detail"]
WRITES = ["series-new", "series-preview", "series-edit", "series-end", "series-date-skip", "series-date-add"]
POST_ONLY = {"series-preview", "series-date-skip", "series-date-add"}


def address(name: str, series_id: UUID) -> str:
    """Return the address of a page, of one series where it needs one."""
    alone = name in {"series-list", "series-new", "series-preview"}
    return reverse(f"agenda:{name}", args=[] if alone else [series_id])


def asked(client: Client, name: str, series_id: UUID) -> int:
    """Return the status of a page asked as it should be."""
    method = client.post if name in POST_ONLY else client.get
    return method(address(name, series_id)).status_code


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_visitor_is_sent_to_the_log_in_page(client: Client, lead_client: Client, lead: Membership, name: str) -> None:
    assert asked(client, name, created(lead_client, lead).pk) == 302


@pytest.mark.parametrize(("name", "status"), [*((n, 200) for n in READS), *((n, 403) for n in WRITES)])
def test_a_team_member_reads_and_does_not_plan(lead_client: Client, lead: Membership, name: str, status: int) -> None:
    member = make_membership(Role.EQUIPIER, structure=lead.structure)

    assert asked(logged_in(member.user), name, created(lead_client, lead).pk) == status


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_who_reads_figures_sees_no_series(lead_client: Client, lead: Membership, name: str) -> None:
    reader = make_membership(Role.LECTURE, structure=lead.structure)

    assert asked(logged_in(reader.user), name, created(lead_client, lead).pk) == 403


@pytest.mark.parametrize("name", ["series-detail", "series-edit", "series-end", "series-date-skip", "series-date-add"])
def test_a_series_of_another_structure_is_not_found(lead_client: Client, lead: Membership, name: str) -> None:
    stranger = logged_in(make_membership().user)

    assert asked(stranger, name, created(lead_client, lead).pk) == 404
    assert asked(lead_client, name, uuid4()) == 404


@pytest.mark.parametrize("query", ["?serie=rien", "?serie=01a1fd15-305d-7652-a9e9-30b3b0868fcf"])
def test_a_preview_of_no_series_is_not_found(lead_client: Client, query: str) -> None:
    assert lead_client.post(reverse("agenda:series-preview") + query).status_code == 404


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_wrong_method_is_refused(lead_client: Client, lead: Membership, name: str) -> None:
    target = address(name, created(lead_client, lead).pk)

    response = lead_client.get(target) if name in POST_ONLY else lead_client.put(target)

    assert response.status_code == 405


def test_the_list_costs_the_same_with_many_series(lead_client: Client, lead: Membership) -> None:
    created(lead_client, lead)
    lead_client.get(reverse("agenda:series-list"))
    with CaptureQueriesContext(connection) as one:
        lead_client.get(reverse("agenda:series-list"))
    for _ in range(29):
        created(lead_client, lead, ends_on="2027-01-20")
    lead_client.get(reverse("agenda:series-list"))  # the messages of the creations are shown once

    with CaptureQueriesContext(connection) as thirty:
        response = lead_client.get(reverse("agenda:series-list"))

    assert len(response.context["rows"]) == 30
    assert len(thirty) == len(one)
