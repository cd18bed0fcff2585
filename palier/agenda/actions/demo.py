"""Make the invented series of the demonstration, by the action that leads use."""

from collections.abc import Sequence
from datetime import datetime

from palier.agenda.actions.series import create_series
from palier.agenda.enums import Rotation
from palier.agenda.models import OutingSeries
from palier.agenda.queries.series import exceptions_of, rule_of
from palier.agenda.rotation import Turn
from palier.agenda.series_plan import OUTING_FIELDS, SeriesPlan
from palier.audit.actor import Actor
from palier.structures.models import Membership, Structure
from palier.territory.models import Place


def create_demo_series(
    *,
    structure: Structure,
    template: OutingSeries,
    places: Sequence[Place],
    teams: Sequence[Sequence[Membership]],
    by: Actor,
    now: datetime,
) -> OutingSeries:
    """Return a saved series like ``template``, which is not, with its outings after ``now``; all take turns."""
    plan = SeriesPlan(
        rule=rule_of(template),
        exceptions=exceptions_of(template, structure),
        start_time=template.start_time,
        end_time=template.end_time,
        rotation=Rotation(template.rotation),
        turns=tuple(Turn(place.pk) for place in places),
        teams={number: tuple(person.pk for person in team) for number, team in enumerate(teams, start=1)},
        fields={name: getattr(template, name) for name in OUTING_FIELDS},
    )
    series, _change = create_series(structure=structure, plan=plan, by=by, now=now)
    return series
