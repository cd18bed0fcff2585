"""What the page of a series shows."""

from dataclasses import dataclass
from datetime import date, datetime

from palier.agenda.enums import CancelReason, Intent, OutingState
from palier.agenda.models import Outing, OutingSeries, SeriesMember, SeriesPlace
from palier.agenda.queries.series import exceptions_of, is_settled, outings_of, rule_of
from palier.agenda.recurrence import unknown_school_from
from palier.agenda.recurrence_text import bounds_words, rrule_text, sentence
from palier.structures.models import Structure

SHOWN = 12


@dataclass(frozen=True, slots=True)
class OutingRow:
    """An outing of the series; ``note`` says what is particular about it; ``can_skip`` whether it may still go away."""

    outing: Outing
    note: str
    can_skip: bool


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """``coming`` is cut to the next ones unless all were asked; ``coming_total`` counts them all."""

    words: str
    bounds: str
    rule_text: str
    turns: list[SeriesPlace]
    teams: dict[int, str]
    intents: list[str]
    coming: list[OutingRow]
    coming_total: int
    past: list[OutingRow]
    held: int
    cancelled: int
    skipped: list[date]
    added: list[date]
    unknown_from: date | None


def series_page(series: OutingSeries, structure: Structure, *, now: datetime, every: bool) -> SeriesPage:
    """Return a series with its outings, in three queries."""
    rule, exceptions = rule_of(series), exceptions_of(series, structure)
    outings = list(outings_of(series))
    rows = [_row(outing, now) for outing in outings]
    coming = [row for row in rows if row.outing.starts_at > now]
    past = [row for row in rows if row.outing.starts_at <= now][::-1]
    turns = SeriesPlace.objects.filter(series=series).select_related("place").order_by("rank")
    return SeriesPage(
        words=sentence(rule, exceptions, series.start_time, series.end_time),
        bounds=bounds_words(rule.starts_on, rule.ends_on),
        rule_text=rrule_text(rule, exceptions, series.start_time),
        turns=list(turns),
        teams=_teams(series),
        intents=[Intent(slug).label for slug in series.intents if slug in Intent.values],
        coming=coming if every else coming[:SHOWN],
        coming_total=len(coming),
        past=past if every else past[:SHOWN],
        held=sum(outing.state == OutingState.TERMINEE or outing.written_at is not None for outing in outings),
        cancelled=sum(outing.state == OutingState.ANNULEE for outing in outings),
        skipped=sorted(exceptions.skipped),
        added=sorted(exceptions.added),
        unknown_from=unknown_school_from(rule, exceptions),
    )


def _teams(series: OutingSeries) -> dict[int, str]:
    members = SeriesMember.objects.filter(series=series).select_related("membership")
    names: dict[int, list[str]] = {}
    for member in members.order_by("team", "membership__name"):
        names.setdefault(member.team, []).append(member.membership.name)
    return {team: ", ".join(people) for team, people in names.items()}


def _row(outing: Outing, now: datetime) -> OutingRow:
    if outing.state == OutingState.ANNULEE:
        note = CancelReason(outing.cancel_reason).label
    elif outing.is_apart:
        note = "Changée à part"
    else:
        note = ""
    return OutingRow(outing, note, not is_settled(outing, now))
