"""A series that ends or changes while a team leaves: the team is out, and stays looked after."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from django.db import connection, transaction

from palier.agenda.actions.safety import start_outing
from palier.agenda.actions.series import change_series, create_series
from palier.agenda.actions.series_dates import end_series, skip_date
from palier.agenda.actions.series_outings import Change
from palier.agenda.enums import Frequency, Modality, OutingState, Rotation
from palier.agenda.models import Outing, OutingSeries
from palier.agenda.recurrence import Exceptions, Rule
from palier.agenda.rotation import Turn
from palier.agenda.series_plan import SeriesPlan, SeriesRefused
from palier.core.tenancy import structure_scope
from palier.structures.enums import WeekDay
from tests.agenda.teams import NOW, Crew, make_crew
from tests.factories.outings import make_participation, paris
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2027, 3, 11)
LEAVING = paris(DAY, 8)  # an hour before
FIELDS = {
    "name": "Café du jeudi",
    "modality": Modality.CAFE_QUARTIER,
    "intents": [],
    "smallest_team": 2,
    "largest_team": 3,
    "material": [],
    "vehicle_id": None,
    "plan_action": "",
    "note": "",
    "is_public": True,
}


def a_plan(crew: Crew) -> SeriesPlan:
    place = make_place(crew.structure, "Place des Tilleuls")
    return SeriesPlan(
        rule=Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), DAY, date(2027, 4, 30)),
        exceptions=Exceptions(),
        start_time=time(9),
        end_time=time(11),
        rotation=Rotation.ORDRE,
        turns=(Turn(place.pk),),
        fields=FIELDS,
    )


def end(series: OutingSeries, plan: SeriesPlan, crew: Crew) -> Change:
    return end_series(series=series, by=crew.as_actor(crew.lead)["by"], now=LEAVING)


def skip(series: OutingSeries, plan: SeriesPlan, crew: Crew) -> Change:
    return skip_date(series=series, day=DAY, by=crew.as_actor(crew.lead)["by"], now=LEAVING)


def move_to_friday(series: OutingSeries, plan: SeriesPlan, crew: Crew) -> Change:
    friday = replace(plan, rule=replace(plan.rule, weekdays=(WeekDay.VENDREDI,)))
    return change_series(series=series, plan=friday, by=crew.as_actor(crew.lead)["by"], now=LEAVING)


@pytest.mark.parametrize("act", [end, skip, move_to_friday])
def test_team_that_is_leaving_is_not_cancelled(act: Callable[[OutingSeries, SeriesPlan, Crew], Change]) -> None:
    crew = make_crew()
    plan, by = a_plan(crew), crew.as_actor(crew.lead)["by"]
    with structure_scope(crew.structure.pk):
        series, _ = create_series(structure=crew.structure, plan=plan, by=by, now=NOW)
        outing = Outing.objects.get(series=series, series_date=DAY)
        Outing.objects.filter(pk=outing.pk).update(state=OutingState.CONFIRMEE)
    mine = make_participation(outing, crew.lead)

    def change() -> None:
        try:
            with structure_scope(crew.structure.pk):
                act(series, plan, crew)
        except SeriesRefused:
            pass  # the date cannot be skipped any more: said, and nothing is changed
        finally:
            connection.close()

    second = threading.Thread(target=change)
    with structure_scope(crew.structure.pk), transaction.atomic():
        start_outing(participation=mine, by=by, now=LEAVING)
        second.start()
        second.join(0.5)  # it comes while the team is leaving, and waits
        has_waited = second.is_alive()
    second.join(30)

    with structure_scope(crew.structure.pk):
        assert (has_waited, Outing.objects.get(pk=outing.pk).state) == (True, OutingState.EN_COURS)
