"""Read the series of a structure. Asked inside its scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from palier.agenda.calendar_facts.zones import holiday_zone_of
from palier.agenda.enums import Frequency, OutingState, Rotation, SchoolZone
from palier.agenda.models import Outing, OutingSeries, SeriesMember, SeriesPlace
from palier.agenda.recurrence import PARIS, Exceptions, Rule, unknown_school_from
from palier.agenda.recurrence_text import bounds_words, sentence
from palier.agenda.rotation import Turn, Visits
from palier.agenda.series_plan import OUTING_FIELDS, History, PlannedOuting, SeriesPlan, planned
from palier.structures.enums import WeekDay
from palier.structures.models import Membership, Structure
from palier.territory.models import Place

LOOK_BACK = timedelta(days=730)
OPEN = (OutingState.BROUILLON, OutingState.CONFIRMEE)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A date to come with the names that a lead knows."""

    planned: PlannedOuting
    place: str
    team: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The dates a plan gives. ``unknown_from``: the first day whose school holidays nobody knows, if they matter."""

    rows: list[PreviewRow]
    words: str
    bounds: str
    unknown_from: date | None
    zone_is_known: bool

    @property
    def kept(self) -> int:
        """How many outings there will be."""
        return sum(not row.planned.day.left_out for row in self.rows)

    @property
    def left_out(self) -> int:
        """How many dates of the rhythm nobody goes out on."""
        return len(self.rows) - self.kept

    @property
    def has_teams(self) -> bool:
        """Whether teams take turns."""
        return any(row.team for row in self.rows)

    @property
    def on_holidays(self) -> int:
        """How many outings fall on a public or school holiday all the same."""
        days = [row.planned.day for row in self.rows]
        return sum(not day.left_out and bool(day.holiday or day.vacation) for day in days)


def series_rows(*, now: datetime, over: bool = False) -> QuerySet[OutingSeries]:
    """Return the series that go on, or those that are over, each with ``coming`` (a count) and ``next_at``."""
    today = now.astimezone(PARIS).date()
    is_over = Q(ended_at__isnull=False) | Q(ends_on__lt=today)
    coming = Q(outings__starts_at__gt=now, outings__state__in=OPEN)
    rows = OutingSeries.objects.filter(is_over) if over else OutingSeries.objects.exclude(is_over)
    annotated = rows.annotate(coming=Count("outings", filter=coming), next_at=Min("outings__starts_at", filter=coming))
    return annotated.order_by("-ends_on" if over else "starts_on", "name")


def exceptions_of(series: OutingSeries, structure: Structure) -> Exceptions:
    """Return what is left out of a series and added to it, with the holidays of its structure."""
    return Exceptions(
        holiday_zone=holiday_zone_of(structure.departement),
        school_zone=SchoolZone(series.school_zone) if series.school_zone else None,
        skip_public=series.skip_public_holidays,
        skip_school=series.skip_school_holidays,
        skipped=frozenset(map(date.fromisoformat, series.skipped_dates)),
        added=frozenset(map(date.fromisoformat, series.added_dates)),
    )


def rule_of(series: OutingSeries) -> Rule:
    """Return the rhythm of a series."""
    return Rule(
        frequency=Frequency(series.frequency),
        weekdays=tuple(day for day in WeekDay if day in series.weekdays),
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        interval=series.interval,
        ranks=tuple(series.ranks),
        months=tuple(series.months),
    )


def plan_of(series: OutingSeries, structure: Structure) -> SeriesPlan:
    """Return a series as a lead wrote it: two queries."""
    turns = SeriesPlace.objects.filter(series=series).order_by("rank").values_list("place_id", "weight")
    teams: dict[int, tuple[UUID, ...]] = {}
    # In the order of the teams, then of the names, so that two readings of the same teams are equal.
    members = SeriesMember.objects.filter(series=series).order_by("team", "membership__name", "membership_id")
    for team, person in members.values_list("team", "membership_id"):
        teams[team] = (*teams.get(team, ()), person)
    return SeriesPlan(
        rule=rule_of(series),
        exceptions=exceptions_of(series, structure),
        start_time=series.start_time,
        end_time=series.end_time,
        rotation=Rotation(series.rotation),
        turns=tuple(Turn(place, weight) for place, weight in turns),
        teams=teams,
        fields={name: getattr(series, name) for name in OUTING_FIELDS},
    )


def words_of(series: OutingSeries, structure: Structure) -> str:
    """Return the sentence of a series, without any query."""
    return sentence(rule_of(series), exceptions_of(series, structure), series.start_time, series.end_time)


def outings_of(series: OutingSeries) -> QuerySet[Outing]:
    """Return all the outings of a series, the oldest first, with their place."""
    return Outing.objects.filter(series=series).select_related("place").order_by("starts_at", "pk")


def is_settled(outing: Outing, now: datetime) -> bool:
    """Tell whether an outing never changes any more: begun, held, cancelled, written in, or its hour is past."""
    has_begun = outing.started_at is not None or outing.written_at is not None
    return outing.state not in OPEN or has_begun or outing.starts_at <= now


def history_of(outings: Iterable[Outing], plan: SeriesPlan, *, moving: Iterable[Outing] = ()) -> History:
    """Return where the series already went, from ``outings`` that stay, and the visits to the places of the plan.

    ``moving`` are the outings that will be planned again: they are no visits.
    """
    gone = [outing for outing in outings if outing.state != OutingState.ANNULEE]
    gone.sort(key=lambda outing: outing.starts_at)
    visits = visits_to([turn.place_id for turn in plan.turns], plan.rule, {outing.pk for outing in moving})
    return History(tuple(outing.place_id for outing in gone), visits)


def visits_to(places: list[UUID], rule: Rule, without: set[UUID]) -> Visits:
    """Return the days of the outings at ``places``, held or planned, whatever their series: one query."""
    first = datetime.combine(rule.starts_on, datetime.min.time(), PARIS) - LOOK_BACK
    last = datetime.combine(rule.ends_on, datetime.max.time(), PARIS)
    found: dict[UUID, list[date]] = {place: [] for place in places}
    outings = Outing.objects.filter(place_id__in=places, starts_at__gte=first, starts_at__lte=last)
    rows = outings.exclude(state=OutingState.ANNULEE).values_list("pk", "place_id", "starts_at")
    for pk, place, starts_at in rows:
        if pk not in without:
            found[place].append(starts_at.astimezone(PARIS).date())
    return found


def preview(
    plan: SeriesPlan, *, now: datetime, series: OutingSeries | None = None, since: date | None = None
) -> Preview:
    """Return the dates that ``plan`` would give, for a new series or in place of what remains of ``series``."""
    outings = list(outings_of(series)) if series else []
    staying = [
        outing
        for outing in outings
        if is_settled(outing, now)
        or outing.is_apart
        or (since is not None and outing.series_date is not None and outing.series_date < since)
    ]
    moving = [outing for outing in outings if outing not in staying]
    busy = frozenset(outing.series_date for outing in staying if outing.series_date)
    rows = planned(plan, now=now, history=history_of(staying, plan, moving=moving), busy=busy, since=since)
    places = dict(Place.objects.filter(pk__in=[turn.place_id for turn in plan.turns]).values_list("pk", "name"))
    people = [person for team in plan.teams.values() for person in team]
    names = dict(Membership.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    teams = {number: ", ".join(names.get(person, "") for person in team) for number, team in plan.teams.items()}
    return Preview(
        rows=[
            PreviewRow(row, places.get(row.place_id, "") if row.place_id else "", teams.get(row.team, ""))
            for row in rows
        ],
        words=sentence(plan.rule, plan.exceptions, plan.start_time, plan.end_time),
        bounds=bounds_words(plan.rule.starts_on, plan.rule.ends_on),
        unknown_from=unknown_school_from(plan.rule, plan.exceptions),
        zone_is_known=plan.exceptions.school_zone is not None,
    )
