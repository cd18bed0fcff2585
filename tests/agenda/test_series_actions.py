"""Make, change, split and end a series: what comes changes, what is past never does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.agenda.actions.series import change_from, change_series, create_series
from palier.agenda.actions.series_dates import add_date, end_series, skip_date
from palier.agenda.actions.series_outings import Change
from palier.agenda.enums import Frequency, Modality, OutingState, ParticipationState, Rotation
from palier.agenda.models import Outing, OutingSeries, Participation
from palier.agenda.queries.series import plan_of, preview
from palier.agenda.recurrence import PARIS, Exceptions, Rule
from palier.agenda.rotation import Turn
from palier.agenda.series_plan import SeriesPlan, SeriesRefused, next_season
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import WeekDay
from palier.structures.models import Membership
from tests.factories.outings import make_participation
from tests.factories.people import actor_for, make_membership
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 12, 20, 10, tzinfo=UTC)
MID_MARCH = datetime(2027, 3, 15, 10, tzinfo=UTC)
FIELDS = {
    "name": "Petits-déjeuners",
    "modality": Modality.CAFE_QUARTIER,
    "intents": [],
    "smallest_team": 2,
    "largest_team": 3,
    "material": ["Thermos"],
    "vehicle_id": None,
    "plan_action": "",
    "note": "",
    "is_public": True,
}


class Season:
    """A lead, three places, and the breakfasts of 2027 between them."""

    def __init__(self) -> None:
        self.lead: Membership = make_membership()
        self.structure = self.lead.structure
        self.places = [make_place(self.structure, name) for name in ("Centre commercial", "Centre", "Écoles")]
        self.by = actor_for(self.lead)
        self.plan = SeriesPlan(
            rule=Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), date(2027, 1, 1), date(2027, 12, 31)),
            exceptions=Exceptions(skip_public=True),
            start_time=time(9),
            end_time=time(11),
            rotation=Rotation.ORDRE,
            turns=tuple(Turn(place.pk) for place in self.places),
            fields=FIELDS,
        )

    def create(self, **changes: Any) -> OutingSeries:
        """Make the series before the year begins."""
        plan = replace(self.plan, **changes)
        return create_series(structure=self.structure, plan=plan, by=self.by, now=BEFORE)[0]

    def colleague(self, name: str) -> Membership:
        """Add somebody to the team."""
        return make_membership(structure=self.structure, name=name)


@pytest.fixture
def season() -> Any:
    """Give the season, inside its structure's scope."""
    found = Season()
    with structure_scope(found.structure.pk):
        yield found


def mid_march(season: Any) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": season.by, "now": MID_MARCH}


def outings(series: OutingSeries) -> list[Outing]:
    """Return the outings of a series in order."""
    return list(Outing.objects.filter(series=series).order_by("starts_at").select_related("place"))


def at(series: OutingSeries, month: int, day: int) -> Outing:
    """Return the outing of a date of 2027."""
    return Outing.objects.get(series=series, series_date=date(2027, month, day))


def test_a_series_gives_the_fifty_drafts_of_the_year(season: Season) -> None:
    series = season.create()

    found = outings(series)
    assert len(found) == 50
    assert {outing.state for outing in found} == {OutingState.BROUILLON}
    assert [outing.place.name for outing in found[:4]] == ["Centre commercial", "Centre", "Écoles", "Centre commercial"]
    assert {outing.starts_at.astimezone(PARIS).time() for outing in found} == {time(9)}
    assert (found[0].name, found[0].material) == ("Petits-déjeuners", ["Thermos"])
    assert AuditEntry.objects.get().detail == "Série créée. 50 sorties créées."


def test_the_preview_is_what_is_made(season: Season) -> None:
    shown = preview(season.plan, now=BEFORE)

    series = season.create()

    kept = [(row.planned.starts_at, row.place) for row in shown.rows if not row.planned.day.left_out]
    assert kept == [(outing.starts_at, outing.place.name) for outing in outings(series)]
    assert (shown.kept, shown.left_out, shown.on_holidays) == (50, 2, 0)


def test_a_plan_is_read_back_as_it_was_written(season: Season) -> None:
    people = tuple(season.colleague(name).pk for name in ("Ana", "Bao"))

    series = season.create(teams={1: people})

    assert plan_of(series, season.structure) == replace(season.plan, teams={1: people})


def test_nothing_is_made_in_the_past(season: Season) -> None:
    series, change = create_series(structure=season.structure, plan=season.plan, by=season.by, now=MID_MARCH)

    assert outings(series)[0].series_date == date(2027, 3, 18)
    assert change.made == 40


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"ends_on": date(2029, 1, 1)}, "deux ans au plus"),
        ({"weekdays": tuple(WeekDay), "ends_on": date(2028, 6, 30)}, "400 au plus"),
        ({"months": (2,), "ends_on": date(2027, 1, 31)}, "aucune date"),
        ({"starts_on": date(2025, 12, 1), "ends_on": date(2026, 12, 1)}, "sont passées"),
    ],
)
def test_a_series_too_long_or_empty_is_refused(season: Season, rule: dict[str, Any], message: str) -> None:
    with pytest.raises(SeriesRefused, match=message):
        season.create(rule=replace(season.plan.rule, **rule))

    assert OutingSeries.objects.count() == 0


def test_a_team_larger_than_the_outing_is_refused(season: Season) -> None:
    people = tuple(season.colleague(name).pk for name in ("Ana", "Bao", "Cléo", "Dora"))

    with pytest.raises(SeriesRefused, match="L'équipe 1 compte 4 personnes"):
        season.create(teams={1: people})


def test_teams_take_turns_at_the_outings(season: Season) -> None:
    ana, bao, cleo = (season.colleague(name) for name in ("Ana", "Bao", "Cléo"))

    series = season.create(teams={1: (ana.pk, bao.pk), 2: (cleo.pk, ana.pk)})

    teams = [set(outing.team.values_list("membership__name", flat=True)) for outing in outings(series)[:3]]
    assert teams == [{"Ana", "Bao"}, {"Ana", "Cléo"}, {"Ana", "Bao"}]


def test_other_hours_keep_the_places_the_people_and_the_past(season: Season) -> None:
    series = season.create(teams={1: (season.lead.pk,)})
    places = [outing.place_id for outing in outings(series)]
    joined = Participation.objects.count()

    change = change_series(
        series=series,
        plan=replace(plan_of(series, season.structure), start_time=time(10), end_time=time(12)),
        by=season.by,
        now=MID_MARCH,
    )

    found = outings(series)
    assert change == Change(changed=40)
    assert [outing.place_id for outing in found] == places
    hours = [outing.starts_at.astimezone(PARIS).hour for outing in found]
    assert hours == [9] * 10 + [10] * 40
    assert Participation.objects.count() == joined


def test_what_is_settled_or_apart_stays(season: Season) -> None:
    series = season.create()
    Outing.objects.filter(pk=at(series, 4, 1).pk).update(state=OutingState.ANNULEE, cancel_reason="meteo")
    moved = at(series, 4, 8)
    Outing.objects.filter(pk=moved.pk).update(is_apart=True, starts_at=moved.starts_at - timedelta(hours=1))
    plan = replace(season.plan, rule=replace(season.plan.rule, weekdays=(WeekDay.MARDI,)))

    change = change_series(series=series, plan=plan, by=season.by, now=MID_MARCH)

    found = outings(series)
    thursdays = [outing.series_date for outing in found if outing.series_date and outing.series_date.weekday() == 3]
    assert thursdays == [
        *(date(2027, 1, 7) + timedelta(weeks=n) for n in range(10)),
        date(2027, 4, 1),
        date(2027, 4, 8),
    ]
    assert (change.apart, change.deleted, change.changed) == (1, 38, 0)
    assert at(series, 4, 8).starts_at == moved.starts_at - timedelta(hours=1)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite has one writer at a time")
def test_each_outing_is_locked_before_its_team_changes(season: Season) -> None:
    ana, bao = season.colleague("Ana"), season.colleague("Bao")
    series = season.create(teams={1: (ana.pk,)})
    plan = replace(plan_of(series, season.structure), teams={1: (bao.pk,)})
    acts: list[Callable[[], object]] = [
        lambda: change_series(series=series, plan=plan, by=season.by, now=MID_MARCH),
        lambda: change_from(series=series, plan=plan, first=date(2027, 11, 4), by=season.by, now=MID_MARCH),
        lambda: skip_date(series=series, day=date(2027, 5, 13), by=season.by, now=MID_MARCH),
        lambda: end_series(series=series, by=season.by, now=MID_MARCH),
    ]

    for act in acts:
        with CaptureQueriesContext(connection) as queries:
            act()
        rows = [query["sql"] for query in queries if 'FROM "agenda_outing"' in query["sql"]]
        assert "FOR UPDATE" in rows[0]


def test_apart_outings_come_back_when_asked(season: Season) -> None:
    series = season.create()
    moved = at(series, 4, 8)
    Outing.objects.filter(pk=moved.pk).update(is_apart=True, starts_at=moved.starts_at - timedelta(hours=1))

    change = change_series(series=series, plan=season.plan, by=season.by, now=MID_MARCH, include_apart=True)

    assert change == Change(changed=1)
    assert (at(series, 4, 8).starts_at, at(series, 4, 8).is_apart) == (moved.starts_at, False)


def test_a_change_without_difference_changes_nothing(season: Season) -> None:
    series = season.create()

    change = change_series(series=series, plan=plan_of(series, season.structure), by=season.by, now=BEFORE)

    assert change == Change()
    assert change.words == "Aucune sortie à changer."


def test_this_one_and_the_next_split_the_series(season: Season) -> None:
    series = season.create()
    places = [outing.place_id for outing in outings(series)]
    plan = replace(season.plan, start_time=time(10), end_time=time(12))

    going_on, change = change_from(series=series, plan=plan, first=date(2027, 6, 3), by=season.by, now=MID_MARCH)

    old, new = outings(series), outings(going_on)
    series.refresh_from_db()
    assert (series.ends_on, going_on.starts_on, going_on.continues_id) == (
        date(2027, 6, 2),
        date(2027, 6, 3),
        series.pk,
    )
    assert (len(old), len(new)) == (20, 30)
    assert change == Change(changed=30)
    assert [outing.place_id for outing in (*old, *new)] == places
    assert new[0].starts_at.astimezone(PARIS).hour == 10


def test_new_places_go_on_from_the_turn_reached(season: Season) -> None:
    series = season.create()
    market = make_place(season.structure, "Marché")
    plan = replace(season.plan, turns=(*season.plan.turns, Turn(market.pk)))

    going_on, _ = change_from(series=series, plan=plan, first=date(2027, 1, 28), by=season.by, now=BEFORE)

    # 7, 14, 21 January: shopping centre, centre, schools; then the market, and round again.
    names = [outing.place.name for outing in outings(going_on)[:3]]
    assert names == ["Marché", "Centre commercial", "Centre"]


def test_a_split_in_the_past_is_refused(season: Season) -> None:
    series = season.create()

    with pytest.raises(SeriesRefused, match="ne changent jamais"):
        change_from(series=series, plan=season.plan, first=date(2027, 3, 11), by=season.by, now=MID_MARCH)


def test_who_chose_to_come_reads_why_it_is_cancelled(season: Season) -> None:
    ana = season.colleague("Ana")
    series = season.create(teams={1: (season.lead.pk,)})
    for outing in (at(series, 4, 1), at(series, 4, 8)):
        Participation.objects.create(structure=season.structure, outing=outing, membership=ana, joined_at=BEFORE)
    Outing.objects.filter(pk=at(series, 4, 15).pk).update(state=OutingState.CONFIRMEE)

    change = end_series(series=series, by=season.by, now=MID_MARCH)

    assert change == Change(deleted=37, cancelled=3)
    cancelled = [outing.series_date for outing in outings(series) if outing.state == OutingState.ANNULEE]
    assert cancelled == [date(2027, 4, 1), date(2027, 4, 8), date(2027, 4, 15)]
    assert at(series, 4, 1).cancel_note == "La série est arrêtée."
    with pytest.raises(SeriesRefused, match="arrêtée"):
        change_series(series=series, plan=season.plan, by=season.by, now=MID_MARCH)


def test_a_date_is_skipped_then_added_again_and_the_others_stay(season: Season) -> None:
    series = season.create()
    others = {outing.pk: outing.place_id for outing in outings(series) if outing.series_date != date(2027, 4, 1)}

    skip_date(series=series, day=date(2027, 4, 1), by=season.by, now=MID_MARCH)
    without = {outing.pk: outing.place_id for outing in outings(series)}
    outing = add_date(series=series, day=date(2027, 4, 1), by=season.by, now=MID_MARCH)

    assert without == others
    # Twelve outings before it: the thirteenth goes to the first place.
    assert outing.place_id == season.places[0].pk
    series.refresh_from_db()
    assert (series.skipped_dates, series.added_dates) == ([], ["2027-04-01"])
    assert change_series(series=series, plan=plan_of(series, season.structure), by=season.by, now=MID_MARCH) == Change()


def test_the_oldest_visit_counts_other_series_and_not_the_cancelled(season: Season) -> None:
    first, second, third = season.places
    short = replace(season.plan.rule, ends_on=date(2027, 1, 31))
    other = season.create(turns=(Turn(first.pk),), rule=replace(short, weekdays=(WeekDay.LUNDI,)))
    season.create(turns=(Turn(second.pk),), rule=replace(short, weekdays=(WeekDay.VENDREDI,)))
    Outing.objects.filter(series=other).update(state=OutingState.ANNULEE, cancel_reason="meteo")

    series = season.create(rotation=Rotation.PLUS_ANCIEN, rule=short)

    # The first place was never gone to (all cancelled); the second one is seen each Friday from 1 January on.
    assert [outing.place_id for outing in outings(series)] == [first.pk, third.pk, first.pk, third.pk]


def test_the_next_season_is_a_year_later_without_dates_by_hand(season: Season) -> None:
    exceptions = replace(season.plan.exceptions, skipped=frozenset({date(2027, 4, 1)}))

    later = next_season(replace(season.plan, exceptions=exceptions))

    assert (later.rule.starts_on, later.rule.ends_on) == (date(2028, 1, 1), date(2028, 12, 31))
    assert later.exceptions.skipped == frozenset()


def test_the_count_of_queries_does_not_grow_with_the_outings(
    season: Season, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        series = season.create()

    assert len(outings(series)) == 50


def test_change_from_a_date_added_between_two_keeps_the_weeks(season: Any) -> None:
    series = season.create(rule=replace(season.plan.rule, interval=2))
    add_date(series=series, day=date(2027, 3, 18), by=season.by, now=MID_MARCH)
    series.refresh_from_db()
    plan = plan_of(series, season.structure)
    before = [outing.series_date for outing in outings(series) if outing.series_date >= date(2027, 3, 18)]

    going_on, change = change_from(
        series=series,
        plan=replace(plan, start_time=time(10), end_time=time(12)),
        first=date(2027, 3, 18),
        **mid_march(season),
    )

    assert [outing.series_date for outing in outings(going_on)] == before
    assert (change.made, change.deleted, change.changed) == (0, 0, len(before))


def test_who_gave_up_takes_no_room_from_the_new_team(season: Any) -> None:
    first, second, third = (season.colleague(name) for name in ("Awa", "Brahim", "Chloé"))
    gone = season.colleague("Driss")
    series = season.create(fields={**FIELDS, "largest_team": 3})
    outing = outings(series)[-1]
    make_participation(outing, gone, state=ParticipationState.DESISTE)
    plan = plan_of(series, season.structure)

    change_series(series=series, plan=replace(plan, teams={1: (first.pk, second.pk, third.pk)}), **mid_march(season))

    states = Participation.objects.filter(outing=outing).exclude(membership=gone).values_list("state", flat=True)
    assert list(states) == [ParticipationState.INSCRIT] * 3
