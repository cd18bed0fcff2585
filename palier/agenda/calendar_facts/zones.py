"""Which holidays are those of a département. Sources: README.md of this folder."""

from palier.agenda.calendar_facts.public_holidays import HolidayZone
from palier.agenda.enums import SchoolZone

_ACADEMIES: dict[SchoolZone, dict[str, str]] = {
    SchoolZone.A: {
        "Besançon": "25 39 70 90",
        "Bordeaux": "24 33 40 47 64",
        "Clermont-Ferrand": "03 15 43 63",
        "Dijon": "21 58 71 89",
        "Grenoble": "07 26 38 73 74",
        "Limoges": "19 23 87",
        "Lyon": "01 42 69",
        "Poitiers": "16 17 79 86",
    },
    SchoolZone.B: {
        "Aix-Marseille": "04 05 13 84",
        "Amiens": "02 60 80",
        "Lille": "59 62",
        "Nancy-Metz": "54 55 57 88",
        "Nantes": "44 49 53 72 85",
        "Nice": "06 83",
        "Normandie": "14 27 50 61 76",
        "Orléans-Tours": "18 28 36 37 41 45",
        "Reims": "08 10 51 52",
        "Rennes": "22 29 35 56",
        "Strasbourg": "67 68",
    },
    SchoolZone.C: {
        "Créteil": "77 93 94",
        "Montpellier": "11 30 34 48 66",
        "Paris": "75",
        "Toulouse": "09 12 31 32 46 65 81 82",
        "Versailles": "78 91 92 95",
    },
}
_SCHOOL_ZONES = {
    code: zone for zone, academies in _ACADEMIES.items() for codes in academies.values() for code in codes.split()
}
_HOLIDAY_ZONES = {
    **dict.fromkeys(("57", "67", "68"), HolidayZone.ALSACE_MOSELLE),
    "971": HolidayZone.GUADELOUPE,
    "972": HolidayZone.MARTINIQUE,
    "973": HolidayZone.GUYANE,
    "974": HolidayZone.REUNION,
    "975": HolidayZone.SAINT_PIERRE_ET_MIQUELON,
    "976": HolidayZone.MAYOTTE,
    "977": HolidayZone.SAINT_BARTHELEMY,
    "978": HolidayZone.SAINT_MARTIN,
    "986": HolidayZone.WALLIS_ET_FUTUNA,
    "987": HolidayZone.POLYNESIE,
    "988": HolidayZone.NOUVELLE_CALEDONIE,
}


def school_zone_of(departement: str) -> SchoolZone | None:
    """Return the zone of a département ("38"); None for Corsica and overseas, whose calendars are their own."""
    return _SCHOOL_ZONES.get(departement)


def holiday_zone_of(departement: str) -> HolidayZone:
    """Return whose public holidays a département ("38", "974") has; those of the mainland when it is not given."""
    return _HOLIDAY_ZONES.get(departement, HolidayZone.METROPOLE)
