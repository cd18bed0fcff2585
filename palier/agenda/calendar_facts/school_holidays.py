"""School holidays of the zones A, B and C, as the ministry published them. Sources: README.md of this folder."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from palier.agenda.enums import SchoolZone


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """Days without school, both ends included, and the zones they are those of."""

    first: date
    last: date
    zones: frozenset[SchoolZone]
    name: str


def _read() -> tuple[SchoolHoliday, ...]:
    path = Path(__file__).with_name("school_holidays.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            SchoolHoliday(
                first=date.fromisoformat(row["first"]),
                last=date.fromisoformat(row["last"]),
                zones=frozenset(SchoolZone(letter) for letter in row["zones"]),
                name=row["name"],
            )
            for row in csv.DictReader(file)
        )


SCHOOL_HOLIDAYS = _read()
# After this day, nobody knows yet: a page that needs them says so.
SCHOOL_KNOWN_UNTIL = max(holiday.last for holiday in SCHOOL_HOLIDAYS)


def school_holiday(day: date, zone: SchoolZone) -> str:
    """Return the name of the school holidays that ``day`` is in, or "": also when they are not known yet."""
    names = [found.name for found in SCHOOL_HOLIDAYS if zone in found.zones and found.first <= day <= found.last]
    return names[0] if names else ""
