"""The figures as the page lays them out: words, order, and the outings behind each one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Choices

from palier.agenda.enums import Modality
from palier.agenda.periods import add_months, month_label
from palier.fieldlog.enums import Acquaintance, Contact
from palier.fieldlog.exports.figures import place_name
from palier.fieldlog.forms.figures import FiguresForm
from palier.fieldlog.queries.figures import AGES, GENDERS, Comparison, Figures, Grid, Line, Presence
from palier.fieldlog.queries.logged import Totals
from palier.fieldlog.queries.parts import COUNTED_LINES
from palier.structures.enums import MembershipStatus, WeekDay

FIRST = Acquaintance.PREMIERE_RENCONTRE.value
NO_BREAK = "\N{NO-BREAK SPACE}"
# Whose time is given, whose is paid, and the others.
GROUPS = (
    ("Bénévoles", (MembershipStatus.BENEVOLE, MembershipStatus.HABITANT_RELAIS)),
    ("Salarié·es", (MembershipStatus.SALARIE,)),
    ("Autres", (MembershipStatus.PARTENAIRE, MembershipStatus.SERVICE_CIVIQUE, MembershipStatus.STAGIAIRE)),
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A line of a breakdown; ``url`` leads to the outings it counts, "" for who may not read them."""

    label: str
    line: Line
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; ``url`` leads to the outings it counts, "" for zero and for who may not read them."""

    value: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """An age: contacts by gender, then all of them; and how many were met for the first time."""

    label: str
    people: list[Cell]
    total: Cell
    first: Cell


@dataclass(frozen=True, slots=True)
class Opener:
    """Makes cells that open on their rows, when the reader may (``opens``)."""

    form: FiguresForm
    opens: bool

    def cell(self, value: float, **asked: str) -> Cell:
        """Return ``value``, leading to the outings that ``asked`` finds."""
        return Cell(value, self.form.rows_url(None, None, **asked) if self.opens and value else "")

    def cells(self, values: Mapping[str, int], kinds: type[Choices], name: str) -> list[tuple[str, Cell]]:
        """Return each choice of ``kinds`` with its figure."""
        return [(str(kind.label), self.cell(values[kind.value], **{name: kind.value})) for kind in kinds]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A span of days, and how many more or fewer contacts it is beside it."""

    label: str
    totals: Totals
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """A status: how many members, how often they went out and for how long, each one counted."""

    label: str
    people: int
    times: Cell
    hours: Cell


@dataclass(frozen=True, slots=True)
class PresenceGroup:
    """Some statuses together, and the rows of each."""

    label: str
    rows: list[PresenceRow]

    @property
    def people(self) -> int:
        """How many members went out."""
        return sum(row.people for row in self.rows)

    @property
    def hours(self) -> float:
        """Their hours added up."""
        return sum(row.hours.value for row in self.rows)

    @property
    def times(self) -> float:
        """How many times one of them went out."""
        return sum(row.times.value for row in self.rows)


def place_rows(figures: Figures, form: FiguresForm, opens: bool) -> list[BoardRow]:
    """Return the places, those with most contacts first, each with the hour of the week when most people are met."""
    rows = [
        BoardRow(
            place_name(form.place_names, place),
            line,
            form.rows_url(lieu=str(place)) if opens else "",
            _moment(figures.busiest(place)),
        )
        for place, line in figures.places.items()
    ]
    return sorted(rows, key=lambda row: (-row.line.people, -row.line.outings, row.label))


def modality_rows(figures: Figures, form: FiguresForm, opens: bool) -> list[BoardRow]:
    """Return the ways of going out, those with most contacts first."""
    rows = [
        BoardRow(str(Modality(slug).label), line, form.rows_url(modalite=slug) if opens else "")
        for slug, line in figures.modalities.items()
    ]
    return sorted(rows, key=lambda row: (-row.line.people, -row.line.outings, row.label))


def month_rows(figures: Figures, form: FiguresForm, opens: bool) -> list[BoardRow]:
    """Return the months begun, in their order."""
    return [
        BoardRow(
            month_label(month).capitalize(),
            line,
            form.rows_url(month, _last_of(month)) if opens and line.outings else "",
        )
        for month, line in figures.months.items()
        if month <= form.today or line.outings
    ]


def pairs(rows: Sequence[BoardRow]) -> list[tuple[str, int]]:
    """Return what a chart draws: a length is never below zero."""
    return [(row.label, max(0, row.line.people)) for row in rows]


def grid_rows(grid: Grid, opener: Opener) -> list[GridRow]:
    """Return the ages, « non renseigné » among them whatever it holds."""
    return [
        GridRow(
            age.label,
            [opener.cell(grid.people[age, gender], age=age.value, genre=gender.value) for gender in GENDERS],
            opener.cell(grid.of_age(age), age=age.value),
            opener.cell(sum(grid.first[age, gender] for gender in GENDERS), age=age.value, connaissance=FIRST),
        )
        for age in AGES
    ]


def grid_totals(grid: Grid, opener: Opener) -> GridRow:
    """Return the bottom row; its total is counted apart from the cells of the rows above."""
    return GridRow(
        "Ensemble",
        [opener.cell(grid.of_gender(gender), genre=gender.value) for gender in GENDERS],
        opener.cell(grid.total),
        opener.cell(grid.first.total(), connaissance=FIRST),
    )


def hour_rows(figures: Figures, opener: Opener) -> list[tuple[str, list[tuple[float, int, str]]]]:
    """Return, for each hour, what the heat map draws of the seven days: the contacts, and where they lead."""
    days = tuple(WeekDay)
    rows = []
    for hour, week in figures.by_hour():
        cells = [
            opener.cell(people, semaine=day.value, heure=str(hour)) for day, people in zip(days, week, strict=True)
        ]
        rows.append((f"{hour} h", [(cell.value, 0, cell.url) for cell in cells]))
    return rows


def more_counts(figures: Figures, opener: Opener) -> list[tuple[str, Cell]]:
    """Return the lines and the refusals, each with its word."""
    total = figures.total
    found = [("refus (« pas aujourd'hui », compté à part)", opener.cell(total.refusals, contact=Contact.REFUS.value))]
    for word, name in COUNTED_LINES.items():
        count = getattr(total, name)
        several, after = "s" if count > 1 else "", {"rencontres": "notée", "observations": "du lieu"}.get(word, "")
        after = f" {after}{several if after == 'notée' else ''}" if after else ""
        found.append((f"{word[:-1]}{several}{after}", opener.cell(count, lignes=word)))
    return found


def compared(figures: Figures, form: FiguresForm, opens: bool) -> list[ComparedRow]:
    """Return this period, then those it is compared with."""
    line, period = figures.total, form.period
    totals = Totals(line.outings, line.people, line.first_meetings, line.voices, line.hours)
    rows = [ComparedRow(period.label.capitalize(), totals, form.rows_url() if opens else "")]
    for words, other in (("La période d'avant", figures.before), ("Un an avant", figures.year_before)):
        if other is not None:
            url = form.rows_url(other.first, other.last) if opens else ""
            rows.append(ComparedRow(f"{words} : {_days(other)}", other.totals, url, _gap(line.people, other)))
    return rows


def presence_groups(presence: Sequence[Presence], opener: Opener) -> list[PresenceGroup]:
    """Return those who give their time, those who are paid, the others: only the groups with somebody."""
    groups = [
        PresenceGroup(label, [_presence_row(row, opener) for row in presence if row.status in kept])
        for label, kept in GROUPS
    ]
    return [group for group in groups if group.rows]


def _presence_row(row: Presence, opener: Opener) -> PresenceRow:
    status = row.status.value
    times, hours = opener.cell(row.times, statut=status), opener.cell(row.hours, statut=status)
    return PresenceRow(str(row.status.label), row.people, times, hours)


def _gap(people: int, other: Comparison) -> str:
    more = people - other.totals.people
    return f"{abs(more)} de {'plus' if more > 0 else 'moins'} maintenant" if more else "autant maintenant"


def _days(span: Comparison) -> str:
    return f"du {_day(span.first)} au {_day(span.last)}"


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {month_label(day)}"


def _moment(slot: tuple[int, int] | None) -> str:
    if slot is None:
        return ""
    return f"{tuple(WeekDay)[slot[0]].value}, de {slot[1]}{NO_BREAK}h à {slot[1] + 1}{NO_BREAK}h"


def _last_of(month: date) -> date:
    return add_months(month, 1) - date.resolution
