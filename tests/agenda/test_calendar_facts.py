"""The holidays that the product knows are those of the public calendars, in every zone."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from palier.agenda.calendar_facts.public_holidays import HolidayZone, public_holiday, public_holidays
from palier.agenda.calendar_facts.school_holidays import SCHOOL_KNOWN_UNTIL, school_holiday
from palier.agenda.calendar_facts.zones import holiday_zone_of, school_zone_of
from palier.agenda.enums import SchoolZone
from palier.structures.queries.departements import DEPARTEMENTS

CALENDARS = Path(__file__).resolve().parents[2] / "../shared/data/calendriers"
FILE_ZONES = {
    "Métropole": HolidayZone.METROPOLE,
    "Alsace-Moselle": HolidayZone.ALSACE_MOSELLE,
    "Guadeloupe": HolidayZone.GUADELOUPE,
    "Guyane": HolidayZone.GUYANE,
    "Martinique": HolidayZone.MARTINIQUE,
    "Mayotte": HolidayZone.MAYOTTE,
    "Nouvelle-Calédonie": HolidayZone.NOUVELLE_CALEDONIE,
    "La Réunion": HolidayZone.REUNION,
    "Polynésie Française": HolidayZone.POLYNESIE,
    "Saint-Barthélémy": HolidayZone.SAINT_BARTHELEMY,
    "Saint-Martin": HolidayZone.SAINT_MARTIN,
    "Wallis-et-Futuna": HolidayZone.WALLIS_ET_FUTUNA,
    "Saint-Pierre-et-Miquelon": HolidayZone.SAINT_PIERRE_ET_MIQUELON,
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a public calendar."""
    path = CALENDARS / name
    if not path.exists():
        pytest.skip(f"the public calendars are not beside the checkout: {name}")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_public_holidays_are_those_of_the_file_in_every_zone() -> None:
    expected: dict[HolidayZone, set[date]] = defaultdict(set)
    for row in rows("jours_feries_2018_2030.csv"):
        expected[FILE_ZONES[row["zone"]]].add(date.fromisoformat(row["date"]))

    computed = {
        zone: {day for year in range(2018, 2031) for day in public_holidays(year, zone)} for zone in HolidayZone
    }

    assert computed == expected


def test_school_holidays_are_those_of_the_file_in_every_zone() -> None:
    days = list(rows("vacances_scolaires_jours.csv"))
    columns = {zone: f"vacances_zone_{zone.value}" for zone in SchoolZone}
    expected = {
        (row["date"], zone): row["nom_vacances"].lower()
        for row in days
        for zone, column in columns.items()
        if row[column] == "1"
    }

    known = {
        (row["date"], zone): name.lower()
        for row in days
        for zone in SchoolZone
        if (name := school_holiday(date.fromisoformat(row["date"]), zone))
    }

    assert known == expected


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert public_holiday(date(2040, 5, 10), HolidayZone.METROPOLE) == "Ascension"
    assert public_holiday(date(2008, 5, 1), HolidayZone.METROPOLE) == "1er mai et Ascension"


def test_school_holidays_are_not_known_after_the_last_one() -> None:
    assert date(2028, 8, 31) == SCHOOL_KNOWN_UNTIL
    assert school_holiday(date(2028, 12, 25), SchoolZone.A) == ""


def test_every_departement_of_the_mainland_has_one_school_zone() -> None:
    without = {code for code in DEPARTEMENTS if school_zone_of(code) is None}

    corsica_and_overseas = {code for code in DEPARTEMENTS if code in {"2A", "2B"} or len(code) == 3}
    assert without == corsica_and_overseas
    assert len(DEPARTEMENTS) - len(without) == 94


@pytest.mark.parametrize(
    ("departement", "zone"),
    [("38", SchoolZone.A), ("13", SchoolZone.B), ("75", SchoolZone.C), ("2A", None), ("974", None), ("", None)],
)
def test_school_zone_of_a_departement(departement: str, zone: SchoolZone | None) -> None:
    assert school_zone_of(departement) == zone


@pytest.mark.parametrize(
    ("departement", "zone"),
    [
        ("38", HolidayZone.METROPOLE),
        ("68", HolidayZone.ALSACE_MOSELLE),
        ("974", HolidayZone.REUNION),
        ("", HolidayZone.METROPOLE),
    ],
)
def test_holiday_zone_of_a_departement(departement: str, zone: HolidayZone) -> None:
    assert holiday_zone_of(departement) == zone
