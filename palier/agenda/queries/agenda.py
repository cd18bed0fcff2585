"""The agenda day by day: what a month or a week shows, in as many questions whatever it holds. Asked inside a scope."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from palier.agenda.calendar_facts.public_holidays import public_holiday
from palier.agenda.calendar_facts.zones import holiday_zone_of
from palier.agenda.enums import Modality, OutingState
from palier.agenda.models import Outing
from palier.agenda.queries.conflicts import OutingWarning, teams_of, warnings_of
from palier.agenda.recurrence import PARIS
from palier.agenda.recurrence_text import MONTHS, day_words, hour_words
from palier.structures.enums import WeekDay
from palier.structures.models import Structure

FIRST_YEAR, LAST_YEAR = 2000, 2100
# An icon and a kind of chip beside the word of each state.
STATE_LOOKS: dict[str, tuple[str, str]] = {
    OutingState.BROUILLON: ("pencil", ""),
    OutingState.CONFIRMEE: ("circle-check", "success"),
    OutingState.EN_COURS: ("clock", "warning"),
    OutingState.TERMINEE: ("check", ""),
    OutingState.ANNULEE: ("x", "error"),
}
STATE_WORDS = {state.value: state.label for state in OutingState}
MODALITY_WORDS = {modality.value: modality.label for modality in Modality}
# What a calendar does not show.
_LONG = ("note", "intents", "material", "cancel_note", "override_reason", "plan_action")
_TO_GO = (OutingState.BROUILLON, OutingState.CONFIRMEE)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole weeks, Monday first; ``first`` and ``last`` are the days that the page is about."""

    first: date
    last: date
    title: str
    key: str
    before: str
    after: str

    @property
    def days(self) -> list[date]:
        """Every day of the weeks shown."""
        start = self.first - timedelta(days=self.first.weekday())
        end = self.last + timedelta(days=6 - self.last.weekday())
        return [start + timedelta(days=number) for number in range((end - start).days + 1)]


@dataclass(frozen=True, slots=True)
class OutingLine:
    """One outing as pages show it, computed once: a month draws hundreds. Hours are those of Paris.

    ``what`` is its name or its modality; ``people`` the names of those who come; ``wanted`` how many at most;
    ``is_short`` tells that people are missing from a team that has yet to go.
    """

    outing: Outing
    start: datetime
    end: datetime
    hours: str
    place: str
    what: str
    modality: str
    state: str
    icon: str
    kind: str
    people: tuple[str, ...]
    wanted: int
    is_short: bool
    warnings: tuple[OutingWarning, ...]

    @property
    def team_size(self) -> int:
        """How many come."""
        return len(self.people)

    @property
    def is_draft_to_come(self) -> bool:
        """Whether it can still be confirmed."""
        return self.outing.state == OutingState.BROUILLON and self.end > timezone.now()

    @property
    def clashes(self) -> list[OutingWarning]:
        """The warnings that are more than unusual."""
        return [warning for warning in self.warnings if not warning.is_unusual]


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day and its outings, in the order of their hours."""

    day: date
    is_inside: bool
    is_today: bool
    holiday: str
    lines: list[OutingLine]


def month_of(text: str, today: date) -> Period:
    """Return the month that « 2027-03 » names; that of today when it names none."""
    match = _MONTH.fullmatch(text)
    year, month = (int(match[1]), int(match[2])) if match else (today.year, today.month)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        year, month = today.year, today.month
    first = date(year, month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    before = (first - timedelta(days=1)).replace(day=1)
    title = f"{MONTHS[month - 1].capitalize()} {year}"
    return Period(first, last, title, f"{first:%Y-%m}", f"{before:%Y-%m}", f"{after:%Y-%m}")


def week_of(text: str, today: date) -> Period:
    """Return the ISO week that « 2027-W10 » names; that of today when it names none."""
    match = _WEEK.fullmatch(text)
    first = today - timedelta(days=today.weekday())
    if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        # A week 60, or a week 53 of a year that has 52.
        with suppress(ValueError):
            first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    last = first + timedelta(days=6)
    title = f"Semaine du {day_words(first)} au {day_words(last)} {last.year}"
    keys = [week_key(day) for day in (first, first - timedelta(days=7), first + timedelta(days=7))]
    return Period(first, last, title, *keys)


def week_key(day: date) -> str:
    """Return the name of the week of a day: « 2027-W10 »."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def outings_between(first: date, last: date) -> QuerySet[Outing]:
    """Return the outings that start between two days of Paris, both included, places and vehicles loaded."""
    start = datetime.combine(first, time.min, PARIS).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, PARIS).astimezone(UTC)
    found = Outing.objects.filter(starts_at__gte=start, starts_at__lt=end)
    # Places and vehicles are few: two more questions cost less than making each of them again for every outing.
    return found.prefetch_related("place", "vehicle").defer(*_LONG).order_by("starts_at", "pk")


def lines_of(outings: Sequence[Outing], structure: Structure) -> list[OutingLine]:
    """Return the outings as pages show them, in the same order. One question to the database."""
    teams = teams_of(outing.pk for outing in outings)
    warnings = warnings_of(outings, teams, structure)
    return [_line(outing, teams.get(outing.pk, {}), warnings.get(outing.pk, ())) for outing in outings]


def agenda_days(period: Period, structure: Structure, *, today: date) -> list[AgendaDay]:
    """Return the days of the weeks of a period, each with its outings. Four questions to the database."""
    days = period.days
    by_day: dict[date, list[OutingLine]] = defaultdict(list)
    for line in lines_of(list(outings_between(days[0], days[-1])), structure):
        by_day[line.start.date()].append(line)
    zone = holiday_zone_of(structure.departement)
    return [
        AgendaDay(day, period.first <= day <= period.last, day == today, public_holiday(day, zone), by_day[day])
        for day in days
    ]


def moment_words(outing: Outing) -> str:
    """Return when an outing is: « jeudi 11 mars 2027, de 9 h à 11 h »."""
    start, end = outing.starts_at.astimezone(PARIS), outing.ends_at.astimezone(PARIS)
    weekday = tuple(WeekDay)[start.weekday()].value
    hours = f"de {hour_words(start.time())} à {hour_words(end.time())}"
    return f"{weekday} {day_words(start.date())} {start.year}, {hours}"


def _line(outing: Outing, people: dict[UUID, str], warnings: Iterable[OutingWarning]) -> OutingLine:
    icon, kind = STATE_LOOKS[outing.state]
    start, end = outing.starts_at.astimezone(PARIS), outing.ends_at.astimezone(PARIS)
    least, most = outing.smallest_team, outing.largest_team
    modality = MODALITY_WORDS[outing.modality]
    return OutingLine(
        outing=outing,
        start=start,
        end=end,
        hours=f"{start.hour}:{start.minute:02}–{end.hour}:{end.minute:02}",
        place=outing.place.name,
        what=outing.name or modality,
        modality=modality,
        state=STATE_WORDS[outing.state],
        icon=icon,
        kind=kind,
        people=tuple(people.values()),
        wanted=most,
        is_short=outing.state in _TO_GO and len(people) < least,
        warnings=tuple(warnings),
    )
