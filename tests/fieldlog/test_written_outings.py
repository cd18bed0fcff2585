"""An outing whose log holds a line changes no more, by whatever way of the agenda: its figures are counted there."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from palier.agenda.actions.outings import (
    OutingIsOver,
    can_change,
    cancel_outing,
    change_outing,
    delete_draft,
    move_outing,
    undo_move,
)
from palier.agenda.actions.series import change_series, create_series
from palier.agenda.actions.series_dates import end_series, skip_date
from palier.agenda.enums import CancelReason, Frequency, Modality, OutingState, Rotation
from palier.agenda.models import Outing
from palier.agenda.recurrence import Exceptions, Rule
from palier.agenda.rotation import Turn
from palier.agenda.series_plan import SeriesPlan, SeriesRefused
from palier.audit.actor import Actor
from palier.fieldlog.actions.rebuilding import rebuild_rollups
from palier.fieldlog.models import LINES
from palier.structures.enums import WeekDay
from palier.structures.models import Membership
from tests.factories.fieldlog import make_encounter, make_tallies
from tests.factories.outings import make_outing, make_place, paris
from tests.factories.people import actor_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
BEFORE = paris(date(2027, 3, 11), 8)
Who = dict[str, Any]


def who(lead: Membership) -> Who:
    """Return who acts, an hour before the outing."""
    return {"by": actor_for(lead), "now": BEFORE}


def hours(outing: Outing) -> dict[str, Any]:
    day = timedelta(days=31)
    return {"starts_at": outing.starts_at + day, "ends_at": outing.ends_at + day}


CHANGES: dict[str, Callable[[Outing, Who], object]] = {
    "change": lambda outing, by: change_outing(outing=outing, fields={"modality": Modality.MARCHE}, **by),
    "move": lambda outing, by: move_outing(outing=outing, **hours(outing), **by),
    "undo": lambda outing, by: undo_move(
        outing=outing, **hours(outing), is_apart=False, moved_at=outing.updated_at, **by
    ),
    "cancel": lambda outing, by: cancel_outing(outing=outing, reason=CancelReason.METEO, **by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_written_outing_is_not_changed(change: str, outing: Outing, lead: Membership) -> None:
    make_encounter(outing)
    outing.refresh_from_db()
    kept = (outing.place_id, outing.modality, outing.starts_at, outing.state)

    with pytest.raises(OutingIsOver, match="L'équipe a déjà noté des lignes"):
        CHANGES[change](outing, who(lead))

    outing.refresh_from_db()
    assert (outing.place_id, outing.modality, outing.starts_at, outing.state) == kept
    assert not can_change(outing, BEFORE)


@pytest.mark.parametrize("change", CHANGES)
def test_outing_without_a_line_is_changed(change: str, outing: Outing, lead: Membership) -> None:
    CHANGES[change](outing, who(lead))


def test_written_draft_is_not_deleted(lead: Membership) -> None:
    draft = make_outing(lead.structure, state=OutingState.BROUILLON)
    make_tallies(draft)

    with pytest.raises(OutingIsOver):
        delete_draft(outing=draft, **who(lead))

    assert Outing.objects.filter(pk=draft.pk).exists()


def breakfasts(lead: Membership, start: time = time(9)) -> SeriesPlan:
    """Return the plan of three Thursdays, at two places in turn."""
    places = [make_place(lead.structure) for _ in range(2)]
    fields = {
        "name": "Petits-déjeuners",
        "modality": Modality.CAFE_QUARTIER,
        "intents": [],
        "material": [],
        "smallest_team": 2,
        "largest_team": 3,
        "vehicle_id": None,
        "plan_action": "",
        "note": "",
        "is_public": True,
    }
    return SeriesPlan(
        rule=Rule(Frequency.HEBDOMADAIRE, (WeekDay.JEUDI,), date(2027, 3, 11), date(2027, 3, 31)),
        exceptions=Exceptions(),
        start_time=start,
        end_time=time(11),
        rotation=Rotation.ORDRE,
        turns=tuple(Turn(place.pk) for place in places),
        fields=fields,
    )


def test_series_leaves_the_outing_that_is_written(lead: Membership) -> None:
    by: Actor = actor_for(lead)
    series, _ = create_series(structure=lead.structure, plan=breakfasts(lead), by=by, now=BEFORE)
    first, *others = Outing.objects.filter(series=series).order_by("starts_at")
    make_tallies(first)
    kept = (first.starts_at, first.place_id)

    with pytest.raises(SeriesRefused):
        skip_date(series=series, day=date(2027, 3, 11), by=by, now=BEFORE)
    change_series(series=series, plan=breakfasts(lead, time(10)), by=by, now=BEFORE)
    end_series(series=series, reason=CancelReason.AUTRE, by=by, now=BEFORE)

    first.refresh_from_db()
    assert (first.starts_at, first.place_id, first.state) == (*kept, OutingState.BROUILLON)
    assert len(others) == 2
    assert set(Outing.objects.exclude(pk=first.pk).values_list("state", flat=True)) == {OutingState.ANNULEE}
    found = rebuild_rollups(structure=lead.structure, models=LINES, now=BEFORE, check=True)
    assert found.is_right
