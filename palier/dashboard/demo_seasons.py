"""The invented series, lone outings and meetings of the demonstration, counted in days from the day it is loaded."""

from dataclasses import dataclass
from datetime import time

from palier.agenda.enums import Frequency, Intent, MeetingKind, Modality, OutingState, ParticipationState, Rotation
from palier.dashboard.demo_people import LAVOIR, PALIERS, PASSERELLE
from palier.structures.enums import WeekDay

PAST_DAYS, COMING_DAYS = 183, 320


@dataclass(frozen=True, slots=True)
class DemoSeries:
    """A season: its rhythm, its places in turn, its teams in turn."""

    structure: str
    name: str
    weekday: WeekDay
    start: time
    end: time
    places: tuple[str, ...]
    teams: tuple[tuple[str, ...], ...]
    modality: Modality
    intents: tuple[Intent, ...]
    material: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    interval: int = 1
    rotation: Rotation = Rotation.ORDRE

    @property
    def frequency(self) -> Frequency:
        """Ranks are those of a month."""
        return Frequency.MENSUELLE if self.ranks else Frequency.HEBDOMADAIRE


SERIES = (
    DemoSeries(
        PALIERS,
        "Petits-déjeuners du jeudi",
        WeekDay.JEUDI,
        time(8, 30),
        time(10, 30),
        (
            "Galerie du Vieux-Four",
            "Parvis du centre social",
            "École maternelle des Coccinelles",
            "École élémentaire Simone-Aubier",
        ),
        (("Ilyès Bensaha", "Josiane Perrochet"), ("Awa Diambour", "Fatou Kerbrat", "Noé Castagnier")),
        Modality.CAFE_QUARTIER,
        (Intent.SE_FAIRE_CONNAITRE, Intent.ISOLEMENT),
        ("Deux thermos", "Table pliante", "Gobelets lavables", "Flyers du trimestre"),
    ),
    DemoSeries(
        PALIERS,
        "Goûters d'avril à septembre",
        WeekDay.MERCREDI,
        time(16),
        time(18),
        ("Parc des Trois-Tilleuls", "Place des Cigognes", "Jardins de la Balme"),
        (("Awa Diambour", "Noé Castagnier"), ("Fatou Kerbrat", "Josiane Perrochet", "Maryvonne Le Tellec")),
        Modality.CAFE_QUARTIER,
        (Intent.ESPACE_PUBLIC, Intent.NOUVEAUX_HABITANTS),
        ("Nappe à carreaux", "Sirop et carafes", "Jeux en bois"),
        ranks=(2, 4),
        months=(4, 5, 6, 7, 8, 9),
        rotation=Rotation.PLUS_ANCIEN,
    ),
    DemoSeries(
        PALIERS,
        "Pied d'immeuble du mardi soir",
        WeekDay.MARDI,
        time(17, 30),
        time(19, 30),
        ("Tour Cassiopée, pied d'immeuble", "Barre des Glycines, pied d'immeuble"),
        (("Ilyès Bensaha", "Awa Diambour"), ("Ilyès Bensaha", "Fatou Kerbrat")),
        Modality.PIED_IMMEUBLE,
        (Intent.DIAGNOSTIC, Intent.ACCES_DROITS),
        ("Gilets", "Lampe frontale", "Carnet des bons numéros"),
        interval=2,
    ),
    DemoSeries(
        LAVOIR,
        "Café du marché",
        WeekDay.SAMEDI,
        time(9, 30),
        time(11, 30),
        ("Marché des Battoirs", "Marché des Battoirs", "Épicerie des Battoirs"),
        (
            ("Samir Pélissonnier", "Colette Vauquois"),
            ("Samir Pélissonnier", "Mamadou Treilhou", "Hortense Abadie-Lefort"),
        ),
        Modality.MARCHE,
        (Intent.SE_FAIRE_CONNAITRE,),
        interval=2,
    ),
    DemoSeries(
        PASSERELLE,
        "Mercredis du canal",
        WeekDay.MERCREDI,
        time(14),
        time(16),
        ("Berges du Petit-Canal", "Halte des Écluses"),
        (("Aïcha Rossignol-Dumas", "Pierrot Haudecœur"), ("Aïcha Rossignol-Dumas", "Inès Kowalczyk")),
        Modality.ANIMATION_RUE,
        (Intent.ESPACE_PUBLIC,),
        interval=2,
    ),
)


@dataclass(frozen=True, slots=True)
class DemoOuting:
    """An outing alone, ``day`` days from today; the last of ``people`` asks to be replaced when ``asks``."""

    name: str
    day: int
    start: time
    end: time
    place: str
    people: tuple[str, ...]
    state: OutingState
    modality: Modality
    asks: ParticipationState = ParticipationState.INSCRIT


# All of them at the Trois-Paliers: what the home page says of each is there on any day.
OUTINGS = (
    DemoOuting(
        *("Café du tram", -1, time(17), time(18, 30), "Arrêt de tram Passe-Murailles"),
        ("Ilyès Bensaha", "Noé Castagnier"),
        OutingState.CONFIRMEE,
        Modality.PRESENCE_SOCIALE,
    ),
    DemoOuting(
        *("Sortie de l'école", 0, time(16), time(17, 30), "École élémentaire Simone-Aubier"),
        ("Josiane Perrochet", "Ilyès Bensaha"),
        OutingState.CONFIRMEE,
        Modality.SORTIE_ECOLE,
    ),
    DemoOuting(
        *("Jeux sur la place", 1, time(14), time(16), "Place des Cigognes"),
        ("Awa Diambour", "Noé Castagnier", "Fatou Kerbrat"),
        OutingState.CONFIRMEE,
        Modality.JEU,
        asks=ParticipationState.A_REMPLACER,
    ),
    DemoOuting(
        *("Porteur de paroles au marché", 4, time(9), time(11, 30), "Marché du Vieux-Four"),
        ("Josiane Perrochet",),
        OutingState.BROUILLON,
        Modality.PORTEUR_PAROLES,
    ),
)


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """A meeting, ``day`` days from today, ``hours`` long; some of ``people`` may be excused when it is past."""

    kind: MeetingKind
    day: int
    start: time
    hours: float
    title: str
    agenda: str
    minutes: str
    people: tuple[str, ...]


_TEAM = ("Maryvonne Le Tellec", "Ilyès Bensaha", "Josiane Perrochet", "Awa Diambour", "Noé Castagnier", "Fatou Kerbrat")
_USUAL = "Retour sur les sorties, ce que l'on a entendu, ce que l'on prépare."
MEETINGS = (
    *(
        DemoMeeting(
            *(MeetingKind.EQUIPE, -30 * number + 20, time(14), 1.5, "Réunion d'équipe aller-vers", _USUAL),
            "Les petits-déjeuners prennent. On revient à la barre des Glycines, où les portes s'ouvrent depuis peu."
            if number
            else "",
            _TEAM,
        )
        for number in range(6)
    ),
    *(
        DemoMeeting(
            *(MeetingKind.SUPERVISION, day, time(9, 30), 2, "Analyse de la pratique"),
            "Une situation qui nous a marqué·es, sans nommer personne.",
            "",
            _TEAM[1:],
        )
        for day in (-96, -33, 30)
    ),
    DemoMeeting(
        *(MeetingKind.PREPARATION, 6, time(10), 1, "Préparer les goûters de la saison"),
        "Les places, le matériel, qui vient avec qui.",
        "",
        _TEAM[1:4],
    ),
)
