"""Skip a date of a series, add one, end the series."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from palier.agenda.actions.series import locked, note_series
from palier.agenda.actions.series_outings import Change, drop, locked_outings, make_one, teams_people
from palier.agenda.models import Outing, OutingSeries
from palier.agenda.queries.series import history_of, is_settled, plan_of
from palier.agenda.recurrence import PARIS, Day, instants
from palier.agenda.rotation import place_turns, team_turns
from palier.agenda.series_plan import MOST_OUTINGS, PlannedOuting, SeriesRefused
from palier.audit.actor import Actor


@transaction.atomic
def skip_date(*, series: OutingSeries, day: date, by: Actor, now: datetime) -> Change:
    """Take one date away; the other outings keep their place. Raises SeriesRefused when it cannot change any more."""
    series = locked(series)
    outings = locked_outings(series, series_date=day)
    if not outings:
        raise SeriesRefused("La série n'a pas de sortie à cette date.")
    if any(is_settled(outing, now) for outing in outings):
        raise SeriesRefused("Cette sortie est passée ou déjà annulée : elle ne change plus.")
    _write_dates(series, skipped={*series.skipped_dates, day.isoformat()}, added={*series.added_dates} - {str(day)})
    teams = plan_of(series, series.structure).teams
    deleted, cancelled = drop(outings, teams_people(teams.values()), now=now, note="Date retirée de la série.")
    note_series(series, f"Date sautée : {day:%d/%m/%Y}.", by=by, now=now)
    return Change(deleted=deleted, cancelled=cancelled)


@transaction.atomic
def add_date(*, series: OutingSeries, day: date, place_id: UUID | None = None, by: Actor, now: datetime) -> Outing:
    """Return a new outing of the series on ``day``, at ``place_id`` or at the place whose turn it is.

    Raises SeriesRefused when the day is past or taken, or when the series is full.
    """
    series = locked(series)
    outings = list(Outing.objects.filter(series=series))
    if any(outing.series_date == day for outing in outings):
        raise SeriesRefused("La série a déjà une sortie à cette date.")
    if len(outings) >= MOST_OUTINGS:
        raise SeriesRefused(f"Cette série a déjà {len(outings)} sorties : c'est le plus qu'elle peut en avoir.")
    starts_at, ends_at = instants(day, series.start_time, series.end_time)
    if starts_at <= now:
        raise SeriesRefused("Cette date est passée.")
    plan = plan_of(series, series.structure)
    earlier = [outing for outing in outings if outing.starts_at < starts_at]
    history = history_of(earlier, plan)
    if place_id is None:
        turn = place_turns(plan.rotation, plan.turns, [day], before=history.places, visits=history.visits)
        place_id = turn[0]
    team = team_turns(list(plan.teams), 1, done=len(history.places))
    row = PlannedOuting(Day(day, is_added=True), starts_at, ends_at, place_id, team[0] if team else 0)
    outing = make_one(series, row, plan, now=now)
    _write_dates(series, skipped={*series.skipped_dates} - {str(day)}, added={*series.added_dates, str(day)})
    note_series(series, f"Date ajoutée : {day:%d/%m/%Y}.", by=by, now=now)
    return outing


@transaction.atomic
def end_series(*, series: OutingSeries, reason: str = "", note: str = "", by: Actor, now: datetime) -> Change:
    """Stop a series: nothing remains to come. Drafts are deleted, or all are cancelled when a ``reason`` is given.

    Raises SeriesRefused when the series was already ended.
    """
    series = locked(series)
    coming = [outing for outing in locked_outings(series) if not is_settled(outing, now)]
    teams = plan_of(series, series.structure).teams
    told = note or "La série est arrêtée."
    deleted, cancelled = drop(coming, teams_people(teams.values()), now=now, reason=reason, note=told)
    today = now.astimezone(PARIS).date()
    series.ended_at, series.updated_at = now, now
    series.ends_on = min(series.ends_on, max(today, series.starts_on))
    series.save(update_fields=["ended_at", "ends_on", "updated_at"])
    change = Change(deleted=deleted, cancelled=cancelled)
    note_series(series, f"Série arrêtée. {change.words}", by=by, now=now)
    return change


def _write_dates(series: OutingSeries, *, skipped: set[str], added: set[str]) -> None:
    series.skipped_dates, series.added_dates = sorted(skipped), sorted(added)
    series.save(update_fields=["skipped_dates", "added_dates"])
