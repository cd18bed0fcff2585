"""Days that no calendar follows, the night when the clocks change, letters that no database holds: no broken page."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.agenda.models import Meeting
from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from tests.factories.outings import make_place

pytestmark = pytest.mark.django_db
FAR = ["0001-01-01", "9999-12-31"]
WRONG_YEAR = "Cette année n&#x27;est pas la bonne."
MEETING: dict[str, Any] = {"kind": "equipe", "title": "Point", "start": "00:00", "end": "01:00", "where": ""}


@pytest.mark.parametrize("day", FAR)
def test_meeting_of_another_age_is_refused(leader: Client, day: str) -> None:
    refused = leader.post("/reunions/nouvelle/", {**MEETING, "day": day})

    assert refused.status_code == 422
    assert WRONG_YEAR in refused.content.decode()


def test_meeting_in_the_hour_that_does_not_exist_ends_after_it_starts(leader: Client, lead: Membership) -> None:
    night = {**MEETING, "day": "2027-03-28", "start": "02:30", "end": "03:15"}

    leader.post("/reunions/nouvelle/", night)

    with structure_scope(lead.structure_id):
        meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert meeting.ends_at == datetime(2027, 3, 28, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("day", FAR)
def test_series_of_another_age_is_refused(leader: Client, lead: Membership, day: str) -> None:
    typed = {
        "name": "Café",
        "modality": "cafe_quartier",
        "frequency": "hebdomadaire",
        "interval": "1",
        "weekdays": ["jeudi", "vendredi"],
        "starts_on": day,
        "ends_on": day[:4] + "-12-31",
        "start_time": "00:00",
        "end_time": "01:00",
        "rotation": "plus_ancien",
        "smallest_team": "2",
        "largest_team": "3",
        "lines": "1",
        "place_1": str(make_place(lead.structure).pk),
        "weight_1": "1",
    }

    refused = leader.post("/series/nouvelle/", typed)

    assert refused.status_code == 422
    assert WRONG_YEAR in refused.content.decode()


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("path", ["/agenda/liste/", "/sorties/equilibre/"])
def test_list_asked_about_another_age_is_a_list(leader: Client, path: str, day: str) -> None:
    assert leader.get(path, {"du": day, "au": day}).status_code == 200


def test_address_that_no_database_can_look_for_is_unknown(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/agendas/a%00b.ics")

    assert answer.status_code == 404
    assert [query["sql"] for query in asked if "calendarfeed" in query["sql"]] == []
