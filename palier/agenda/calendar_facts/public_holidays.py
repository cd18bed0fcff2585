"""Public holidays of France, computed. Sources: README.md of this folder."""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from dateutil.easter import easter


class HolidayZone(StrEnum):
    """Where public holidays differ."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace_moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    SAINT_PIERRE_ET_MIQUELON = "saint_pierre_et_miquelon"
    MAYOTTE = "mayotte"
    SAINT_BARTHELEMY = "saint_barthelemy"
    SAINT_MARTIN = "saint_martin"
    WALLIS_ET_FUTUNA = "wallis_et_futuna"
    POLYNESIE = "polynesie"
    NOUVELLE_CALEDONIE = "nouvelle_caledonie"


_FIXED = {
    (1, 1): "jour de l'An",
    (5, 1): "1er mai",
    (5, 8): "8 mai",
    (7, 14): "14 juillet",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "11 novembre",
    (12, 25): "Noël",
}
_AFTER_EASTER = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
# The day on which each territory remembers the abolition of slavery.
_ABOLITION = {
    HolidayZone.GUADELOUPE: (5, 27),
    HolidayZone.MARTINIQUE: (5, 22),
    HolidayZone.GUYANE: (6, 10),
    HolidayZone.REUNION: (12, 20),
    HolidayZone.MAYOTTE: (4, 27),
    HolidayZone.SAINT_BARTHELEMY: (10, 9),
    HolidayZone.SAINT_MARTIN: (5, 28),
}


@cache
def public_holidays(year: int, zone: HolidayZone) -> dict[date, str]:
    """Return the public holidays of a year with their French names, the first one first.

    When two fall on the same day (Ascension on 8 May), both are named.
    """
    sunday = easter(year)
    named = [(date(year, month, day), name) for (month, day), name in _FIXED.items()]
    named += [(sunday + timedelta(days=after), name) for after, name in _AFTER_EASTER.items()]
    if zone == HolidayZone.ALSACE_MOSELLE:
        named += [(sunday - timedelta(days=2), "Vendredi saint"), (date(year, 12, 26), "Saint-Étienne")]
    if zone in _ABOLITION:
        named.append((date(year, *_ABOLITION[zone]), "abolition de l'esclavage"))
    found: dict[date, str] = {}
    for day, name in sorted(named):
        found[day] = f"{found[day]} et {name}" if day in found else name
    return found


def public_holiday(day: date, zone: HolidayZone) -> str:
    """Return the name of the public holiday of ``day``, or ""."""
    return public_holidays(day.year, zone).get(day, "")
