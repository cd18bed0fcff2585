"""The periods that figures are counted over: a month, a quarter, a school year, a civil year. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models

from palier.agenda.recurrence_text import MONTHS

PARIS = ZoneInfo("Europe/Paris")
SEPTEMBER = 9
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodKind(models.TextChoices):
    MOIS = "mois", "Un mois"
    TRIMESTRE = "trimestre", "Un trimestre"
    ANNEE_SCOLAIRE = "annee_scolaire", "Une année scolaire"
    ANNEE_CIVILE = "annee_civile", "Une année civile"


_LENGTHS = {
    PeriodKind.MOIS: 1,
    PeriodKind.TRIMESTRE: 3,
    PeriodKind.ANNEE_SCOLAIRE: 12,
    PeriodKind.ANNEE_CIVILE: 12,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of Paris, from ``first`` to ``last``, both days included."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """The instant it begins, in UTC."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The instant just after it, in UTC."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        return [add_months(self.first, number) for number in range(_LENGTHS[self.kind])]

    @property
    def label(self) -> str:
        """Its name: « mars 2027 », « janvier à mars 2027 », « année scolaire 2026-2027 », « année 2027 »."""
        match self.kind:
            case PeriodKind.MOIS:
                return month_label(self.first)
            case PeriodKind.TRIMESTRE:
                return f"{MONTHS[self.first.month - 1]} à {month_label(self.last)}"
            case PeriodKind.ANNEE_SCOLAIRE:
                return f"année scolaire {self.first.year}-{self.last.year}"
            case PeriodKind.ANNEE_CIVILE:
                return f"année {self.first.year}"

    @property
    def before(self) -> "Period | None":
        """The one before; None where the calendar of the product begins."""
        return self._beside(-1)

    @property
    def after(self) -> "Period | None":
        """The one after; None where the calendar of the product ends."""
        return self._beside(1)

    def _beside(self, step: int) -> "Period | None":
        first = add_months(self.first, step * _LENGTHS[self.kind])
        return period_of(self.kind, first) if FIRST_YEAR <= first.year <= LAST_YEAR else None


def period_of(kind: PeriodKind, day: date) -> Period:
    """Return the period of this kind that holds ``day``."""
    month = day.replace(day=1)
    match kind:
        case PeriodKind.MOIS:
            first = month
        case PeriodKind.TRIMESTRE:
            first = add_months(month, -((day.month - 1) % 3))
        case PeriodKind.ANNEE_SCOLAIRE:
            first = date(day.year if day.month >= SEPTEMBER else day.year - 1, SEPTEMBER, 1)
        case PeriodKind.ANNEE_CIVILE:
            first = date(day.year, 1, 1)
    return Period(kind, first, add_months(first, _LENGTHS[kind]) - timedelta(days=1))


def add_months(month: date, number: int) -> date:
    """Return the first day of the month that comes ``number`` months after (before: negative)."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def month_label(day: date) -> str:
    """Return « mars 2027 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)
