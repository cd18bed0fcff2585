"""Make a series, change what remains of it, or a part of what remains."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from palier.agenda.actions.series_outings import Before, Change, locked_outings, replan
from palier.agenda.models import Outing, OutingSeries, SeriesMember, SeriesPlace
from palier.agenda.queries.series import plan_of
from palier.agenda.recurrence import PARIS, rule_dates
from palier.agenda.series_plan import OUTING_FIELDS, SeriesPlan, SeriesRefused, check_plan
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Structure


@transaction.atomic
def create_series(*, structure: Structure, plan: SeriesPlan, by: Actor, now: datetime) -> tuple[OutingSeries, Change]:
    """Return a saved series and the count of its outings, all drafts; those before ``now`` are not made.

    Raises SeriesRefused.
    """
    check_plan(plan)
    series = OutingSeries(structure=structure, created_at=now)
    _write(series, plan, now)
    change = replan(series, plan, before=Before(), now=now)
    if not change.made:
        raise SeriesRefused("Toutes les dates de cette série sont passées : choisissez une fin plus lointaine.")
    note_series(series, f"Série créée. {change.words}", by=by, now=now)
    return series, change


@transaction.atomic
def change_series(
    *, series: OutingSeries, plan: SeriesPlan, by: Actor, now: datetime, include_apart: bool = False
) -> Change:
    """Bring all the outings to come to ``plan``, and return the count. Past ones never change.

    Raises SeriesRefused, also when the series is over.
    """
    series = locked(series)
    check_plan(plan)
    old = plan_of(series, series.structure)
    _write(series, plan, now)
    change = replan(series, plan, before=Before(old), now=now, include_apart=include_apart)
    note_series(series, f"Série changée. {change.words}", by=by, now=now)
    return change


@transaction.atomic
def change_from(
    *, series: OutingSeries, plan: SeriesPlan, first: date, by: Actor, now: datetime, include_apart: bool = False
) -> tuple[OutingSeries, Change]:
    """Change the outings from ``first`` on: the series ends the day before, and another goes on from it.

    Returns the new series (the same one when nothing comes before ``first``) and the count. Raises SeriesRefused.
    """
    series = locked(series)
    if first < now.astimezone(PARIS).date():
        raise SeriesRefused("Les sorties passées ne changent jamais : choisissez une date à venir.")
    if first > series.ends_on:
        raise SeriesRefused("Cette date vient après la fin de la série.")
    if first <= series.starts_on:
        return series, change_series(series=series, plan=plan, by=by, now=now, include_apart=include_apart)
    plan = _from(plan, first)
    check_plan(plan)
    old = plan_of(series, series.structure)
    past = tuple(outing for outing in locked_outings(series) if outing.series_date and outing.series_date < first)
    going_on = OutingSeries(structure_id=series.structure_id, continues=series, created_at=now)
    _write(going_on, plan, now)
    Outing.objects.filter(series=series, series_date__gte=first).update(series=going_on, updated_at=now)
    series.ends_on = first - timedelta(days=1)
    series.skipped_dates = [day for day in series.skipped_dates if day < first.isoformat()]
    series.added_dates = [day for day in series.added_dates if day < first.isoformat()]
    series.updated_at = now
    series.save(update_fields=["ends_on", "skipped_dates", "added_dates", "updated_at"])
    # The old plan, seen from the same day: when only the hours change, nobody changes place.
    before = Before(_from(old, first), past)
    change = replan(going_on, plan, before=before, now=now, include_apart=include_apart)
    note_series(series, f"Série changée à partir du {first:%d/%m/%Y}. {change.words}", by=by, now=now)
    return going_on, change


def locked(series: OutingSeries) -> OutingSeries:
    """Return the series as it is now, held until the end of the transaction. Raises SeriesRefused when it was ended."""
    found: OutingSeries = (
        OutingSeries.objects.select_for_update(of=("self",)).select_related("structure").get(pk=series.pk)
    )
    if found.ended_at is not None:
        raise SeriesRefused("Cette série est arrêtée : copiez-la pour en faire une nouvelle.")
    return found


def note_series(series: OutingSeries, detail: str, *, by: Actor, now: datetime) -> None:
    """Write what happened to a series in the audit."""
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="series",
        target_id=str(series.pk),
        target_label=series.name,
        detail=detail,
        structure_id=series.structure_id,
    )


def _from(plan: SeriesPlan, first: date) -> SeriesPlan:
    """Return what a plan says from a day on, in the same rhythm: every two weeks stays the same weeks.

    ``first`` may be a date added between two of the rhythm: the rule begins at the next one of its own.
    """
    exceptions = replace(
        plan.exceptions,
        skipped=frozenset(day for day in plan.exceptions.skipped if day >= first),
        added=frozenset(day for day in plan.exceptions.added if day >= first),
    )
    starts_on = next((day for day in rule_dates(plan.rule) if day >= first), first)
    return replace(plan, rule=replace(plan.rule, starts_on=starts_on), exceptions=exceptions)


def _write(series: OutingSeries, plan: SeriesPlan, now: datetime) -> None:
    """Save what the plan says of the series, its places and its teams."""
    rule, exceptions = plan.rule, plan.exceptions
    for name in OUTING_FIELDS:
        setattr(series, name, plan.fields[name])
    series.frequency, series.interval = rule.frequency, rule.interval
    series.weekdays, series.ranks, series.months = list(rule.weekdays), list(rule.ranks), list(rule.months)
    series.starts_on, series.ends_on = rule.starts_on, rule.ends_on
    series.start_time, series.end_time, series.rotation = plan.start_time, plan.end_time, plan.rotation
    series.skip_public_holidays, series.skip_school_holidays = exceptions.skip_public, exceptions.skip_school
    series.school_zone = exceptions.school_zone or ""
    series.skipped_dates = sorted(day.isoformat() for day in exceptions.skipped)
    series.added_dates = sorted(day.isoformat() for day in exceptions.added)
    series.updated_at = now
    series.save()
    rows = {"structure_id": series.structure_id, "series": series}
    SeriesPlace.objects.filter(series=series).delete()
    SeriesPlace.objects.bulk_create(
        SeriesPlace(**rows, place_id=turn.place_id, rank=rank, weight=turn.weight)
        for rank, turn in enumerate(plan.turns, 1)
    )
    SeriesMember.objects.filter(series=series).delete()
    SeriesMember.objects.bulk_create(
        SeriesMember(**rows, membership_id=person, team=team)
        for team, people in plan.teams.items()
        for person in people
    )
