"""What a series is made of, apart from the database, and the outings that it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from palier.agenda.enums import Rotation
from palier.agenda.recurrence import Day, Exceptions, Rule, days_of, instants, rule_dates
from palier.agenda.rotation import Turn, Visits, place_turns, team_turns

LONGEST_YEARS = 2
MOST_OUTINGS = 400
# What each outing takes from its series as it is; the rest comes from the rule and the turns.
OUTING_FIELDS = (
    *("name", "modality", "intents", "smallest_team", "largest_team", "material"),
    *("vehicle_id", "plan_action", "note", "is_public"),
)


class SeriesRefused(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """This series cannot be made or changed so."""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """A series as a lead writes it. ``fields`` holds OUTING_FIELDS; ``teams`` maps 1, 2… to ids of memberships."""

    rule: Rule
    exceptions: Exceptions
    start_time: time
    end_time: time
    rotation: Rotation
    turns: tuple[Turn, ...]
    teams: Mapping[int, tuple[UUID, ...]] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dates_and_turns(self) -> tuple[Any, ...]:
        """What decides where one goes on which day: while it stays the same, places stay too."""
        return self.rule, self.exceptions, self.rotation, self.turns


@dataclass(frozen=True, slots=True)
class History:
    """Where the series already went (oldest first, not the cancelled ones), and when other outings visit its places."""

    places: tuple[UUID, ...] = ()
    visits: Visits = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedOuting:
    """A date of the plan. Left out, it has no place. ``team`` is 0 when no team was chosen."""

    day: Day
    starts_at: datetime
    ends_at: datetime
    place_id: UUID | None = None
    team: int = 0


def check_plan(plan: SeriesPlan) -> None:
    """Raise SeriesRefused, saying why in French, when the plan is too long, or gives no date or too many."""
    rule = plan.rule
    if rule.ends_on < rule.starts_on:
        raise SeriesRefused("La fin de la série vient après son début.")
    if rule.ends_on >= rule.starts_on + relativedelta(years=LONGEST_YEARS):
        raise SeriesRefused("Une série dure deux ans au plus : vous pourrez la prolonger ensuite en la copiant.")
    if not plan.turns:
        raise SeriesRefused("Choisissez au moins un lieu.")
    kept = [found for found in days_of(rule, plan.exceptions) if not found.left_out]
    if not kept:
        why = "toutes ses dates tombent sur des jours exclus" if rule_dates(rule) else "ce rythme ne tombe jamais"
        raise SeriesRefused(f"Cette série ne donne aucune date : {why} entre ces deux jours.")
    if len(kept) > MOST_OUTINGS:
        raise SeriesRefused(
            f"Cette série donnerait {len(kept)} sorties, et Palier en prépare {MOST_OUTINGS} au plus à la fois : "
            "choisissez une fin plus proche, ou moins de jours."
        )
    for number, people in plan.teams.items():
        if len(people) > plan.fields["largest_team"]:
            raise SeriesRefused(
                f"L'équipe {number} compte {len(people)} personnes, et la série {plan.fields['largest_team']} au plus."
            )


def planned(
    plan: SeriesPlan,
    *,
    now: datetime,
    history: History,
    busy: frozenset[date] = frozenset(),
    since: date | None = None,
) -> list[PlannedOuting]:
    """Return the dates to come, in order, the ones left out among them.

    ``busy`` are dates whose outing does not change; nothing is planned before ``since``, nor before ``now``.
    """
    rows = [
        PlannedOuting(day, *instants(day.day, plan.start_time, plan.end_time))
        for day in days_of(plan.rule, plan.exceptions)
        if day.day not in busy and (since is None or day.day >= since)
    ]
    rows = [row for row in rows if row.starts_at > now]
    kept = [row for row in rows if not row.day.left_out]
    places = place_turns(
        plan.rotation, plan.turns, [row.day.day for row in kept], before=history.places, visits=history.visits
    )
    numbers = [number for number, people in plan.teams.items() if people]
    teams: Sequence[int] = team_turns(numbers, len(kept), done=len(history.places)) or [0] * len(kept)
    chosen = {row.day.day: (place, team) for row, place, team in zip(kept, places, teams, strict=True)}
    return [
        replace(row, place_id=chosen[row.day.day][0], team=chosen[row.day.day][1]) if row.day.day in chosen else row
        for row in rows
    ]


def next_season(plan: SeriesPlan) -> SeriesPlan:
    """Return the same plan one season later: whole years, without the dates skipped and added by hand."""
    rule = plan.rule
    years = 1 if rule.ends_on < rule.starts_on + relativedelta(years=1) else LONGEST_YEARS
    later = relativedelta(years=years)
    return replace(
        plan,
        rule=replace(rule, starts_on=rule.starts_on + later, ends_on=rule.ends_on + later),
        exceptions=replace(plan.exceptions, skipped=frozenset(), added=frozenset()),
    )
