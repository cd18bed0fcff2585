"""The invented neighbourhoods of the demonstration: contours and places. The towns are real, nothing else is."""

from dataclasses import dataclass, field
from typing import Any

from palier.dashboard.demo_people import LAVOIR, PALIERS, PASSERELLE
from palier.structures.queries.hours import OpeningHours
from palier.territory.enums import PlaceKind, ZoneKind

Kind = PlaceKind
SOURCE = "Contour inventé pour la démonstration"


@dataclass(frozen=True, slots=True)
class DemoZone:
    """An invented zone; ``corners`` are (east, north) steps of a ten-thousandth of a degree from the structure."""

    structure: str
    name: str
    corners: tuple[tuple[int, int], ...]
    population: dict[str, int]
    kind: ZoneKind = ZoneKind.QUARTIER


@dataclass(frozen=True, slots=True)
class DemoSpot:
    """An invented place, at ``east`` and ``north`` steps of a ten-thousandth of a degree from the structure."""

    structure: str
    name: str
    kind: PlaceKind
    east: int
    north: int
    address: str = ""
    hours: OpeningHours = field(default_factory=dict)
    note: str = ""
    partner: str = ""


# Where each structure stands (longitude, latitude), and its town.
CENTRES: dict[str, tuple[float, float]] = {
    PALIERS: (5.7183, 45.1436),
    LAVOIR: (5.5920, 45.3640),
    PASSERELLE: (5.2740, 45.5860),
}
TOWNS = {PALIERS: ("38130", "Échirolles"), LAVOIR: ("38500", "Voiron"), PASSERELLE: ("38300", "Bourgoin-Jallieu")}


def degrees(structure: str, east: int, north: int) -> tuple[float, float]:
    """Return the longitude and the latitude of a step from a structure."""
    longitude, latitude = CENTRES[structure]
    return round(longitude + east / 10_000, 6), round(latitude + north / 10_000, 6)


def contour(zone: DemoZone) -> dict[str, Any]:
    """Return the contour of a zone as GeoJSON writes it."""
    ring = [list(degrees(zone.structure, *corner)) for corner in (*zone.corners, zone.corners[0])]
    return {"type": "Polygon", "coordinates": [ring]}


def _week(*days: str, start: str, end: str) -> OpeningHours:
    return {day: [[start, end]] for day in days}


_SCHOOL = ("lundi", "mardi", "jeudi", "vendredi")
ZONES = (
    DemoZone(
        PALIERS,
        "Le Vieux-Four",
        ((-46, -24), (-30, 26), (2, 34), (34, 20), (44, -18), (4, -34)),
        {"0_14": 640, "15_29": 590, "30_59": 1130, "60_plus": 710},
    ),
    DemoZone(
        PALIERS,
        "Les Glycines",
        ((34, 20), (44, -18), (82, -22), (92, 16), (60, 34)),
        {"0_14": 310, "15_29": 240, "30_59": 560, "60_plus": 620},
    ),
    DemoZone(LAVOIR, "Les Battoirs", ((-40, -20), (-34, 24), (26, 28), (40, -16)), {"0_14": 420, "60_plus": 380}),
    DemoZone(PASSERELLE, "Le Petit-Canal", ((-36, -26), (-20, 22), (30, 24), (38, -20)), {"0_14": 260, "60_plus": 190}),
)
SPOTS = (
    DemoSpot(
        *(PALIERS, "Galerie du Vieux-Four", Kind.COMMERCE, 22, 8, "1 esplanade des Fournils"),
        hours=_week("jeudi", "samedi", start="08:30", end="11:00"),
        note="Table prêtée par la boulangerie. S'installer côté lavomatique, à l'abri.",
    ),
    DemoSpot(
        *(PALIERS, "Parvis du centre social", Kind.CENTRE_SOCIAL, 0, 0, "2 allée du Vieux-Four"),
        hours=_week("jeudi", start="08:30", end="10:30"),
    ),
    DemoSpot(
        *(PALIERS, "École maternelle des Coccinelles", Kind.ECOLE, -22, 12, "5 rue des Ricochets"),
        hours={day: [["08:00", "09:00"], ["16:00", "17:00"]] for day in _SCHOOL},
        note="La directrice ouvre le portail à 8 h 20.",
    ),
    DemoSpot(
        *(PALIERS, "École élémentaire Simone-Aubier", Kind.ECOLE, -14, -16, "18 rue des Ricochets"),
        hours={day: [["08:00", "09:00"], ["16:00", "17:00"]] for day in _SCHOOL},
    ),
    DemoSpot(
        *(PALIERS, "Parc des Trois-Tilleuls", Kind.PARC_JARDIN, 8, 20, "Rue du Lavandin"),
        hours=_week("mercredi", "samedi", start="15:00", end="18:30"),
        note="Bancs à l'ombre près de la fontaine. Point d'eau en marche d'avril à octobre.",
    ),
    DemoSpot(
        *(PALIERS, "Place des Cigognes", Kind.RUE_PLACE, -30, -4, "Place des Cigognes"),
        hours=_week("mercredi", "vendredi", start="16:00", end="19:00"),
    ),
    DemoSpot(
        *(PALIERS, "Jardins de la Balme", Kind.PARC_JARDIN, -8, 26, "Chemin des Semis"),
        hours=_week("mercredi", start="14:00", end="18:00"),
        partner="Jardins de la Balme",
    ),
    DemoSpot(
        *(PALIERS, "Tour Cassiopée, pied d'immeuble", Kind.PIED_IMMEUBLE, 30, -10, "12 allée des Étoiles"),
        hours=_week("mardi", "vendredi", start="17:30", end="19:30"),
        note="Hall C plus abrité. Le gardien prête une prise.",
        partner="Bailleur Alpes-Habitat-Inventé",
    ),
    DemoSpot(
        *(PALIERS, "Barre des Glycines, pied d'immeuble", Kind.PIED_IMMEUBLE, 62, 4, "3 à 9 rue des Glycines"),
        hours=_week("mardi", "jeudi", start="17:30", end="20:00"),
        partner="Bailleur Alpes-Habitat-Inventé",
    ),
    DemoSpot(
        *(PALIERS, "Marché du Vieux-Four", Kind.MARCHE, 14, -22, "Cours des Maraîchers"),
        hours=_week("samedi", start="08:00", end="12:30"),
    ),
    DemoSpot(
        *(PALIERS, "Arrêt de tram Passe-Murailles", Kind.ARRET_TRANSPORT, 40, 14, "Avenue des Passe-Murailles"),
        hours={day: [["07:00", "09:00"], ["17:00", "19:00"]] for day in _SCHOOL},
    ),
    DemoSpot(
        *(PALIERS, "Laverie des Glycines", Kind.COMMERCE, 70, -8, "2 rue des Glycines"),
        hours=_week("vendredi", "dimanche", start="18:00", end="21:00"),
        note="Une seule chaise. Demander au gérant avant d'apporter du café.",
    ),
    DemoSpot(LAVOIR, "Parvis du Lavoir", Kind.CENTRE_SOCIAL, 0, 0, "7 place des Battoirs"),
    DemoSpot(
        *(LAVOIR, "Marché des Battoirs", Kind.MARCHE, 16, 10, "Place des Battoirs"),
        hours=_week("samedi", start="08:30", end="12:00"),
    ),
    DemoSpot(LAVOIR, "Épicerie des Battoirs", Kind.COMMERCE, -18, 6, "11 rue du Savon", partner=""),
    DemoSpot(LAVOIR, "Stade de la Buanderie", Kind.TERRAIN_SPORT, -24, -12, "Allée des Draps"),
    DemoSpot(PASSERELLE, "Cour de La Passerelle", Kind.CENTRE_SOCIAL, 0, 0, "31 chemin du Petit-Canal"),
    DemoSpot(
        *(PASSERELLE, "Berges du Petit-Canal", Kind.PARC_JARDIN, 18, 12, "Quai des Libellules"),
        hours=_week("mercredi", "samedi", start="14:00", end="17:00"),
    ),
    DemoSpot(PASSERELLE, "Halte des Écluses", Kind.ARRET_TRANSPORT, 26, -10, "Place des Écluses"),
)
