"""The columns of a table of places, and the words that fill them."""

import re

from palier.documents.reading.folding import fold, loose
from palier.documents.reading.headers import KnownColumn
from palier.structures.enums import WeekDay
from palier.structures.queries.hours import OpeningHours
from palier.territory.enums import PlaceKind

COLUMNS = (
    KnownColumn("name", "Lieu", ("Nom", "Nom du lieu", "Intitulé"), required=True),
    KnownColumn("kind", "Type", ("Type de lieu", "Catégorie")),
    KnownColumn("address", "Adresse", ("Adresse postale", "Rue", "Voie")),
    KnownColumn("postal_code", "Code postal", ("CP",)),
    KnownColumn("commune", "Commune", ("Ville",)),
    KnownColumn("latitude", "Latitude", ("Lat",)),
    KnownColumn("longitude", "Longitude", ("Lon", "Lng", "Long")),
    KnownColumn("hours", "Heures de passage", ("Heures", "Horaires", "Passage")),
    KnownColumn("partner", "Partenaire", ("Partenaire rencontré ici", "Partenaire rencontré")),
    KnownColumn("note", "Note", ("Remarque", "Commentaire", "Note pour l'équipe")),
    # Written by an export, found again from the point: read, and not kept.
    KnownColumn("zones", "Zones", ("Quartiers",)),
    KnownColumn("reason", "Raison du refus"),
)
HEADERS = {column.key: column.header for column in COLUMNS}
NOT_TYPED = {"zones", "reason"}

_KIND_WORDS = {
    "marché": PlaceKind.MARCHE,
    "rue": PlaceKind.RUE_PLACE,
    "place": PlaceKind.RUE_PLACE,
    "parc": PlaceKind.PARC_JARDIN,
    "square": PlaceKind.PARC_JARDIN,
    "jardin": PlaceKind.PARC_JARDIN,
    "commerce": PlaceKind.COMMERCE,
    "centre commercial": PlaceKind.COMMERCE,
    "école": PlaceKind.ECOLE,
    "collège": PlaceKind.ECOLE,
    "lycée": PlaceKind.ECOLE,
    "arrêt": PlaceKind.ARRET_TRANSPORT,
    "gare": PlaceKind.ARRET_TRANSPORT,
    "immeuble": PlaceKind.PIED_IMMEUBLE,
    "hall": PlaceKind.PIED_IMMEUBLE,
    "mairie": PlaceKind.EQUIPEMENT_PUBLIC,
    "médiathèque": PlaceKind.EQUIPEMENT_PUBLIC,
    "stade": PlaceKind.TERRAIN_SPORT,
    "city stade": PlaceKind.TERRAIN_SPORT,
    "palier": PlaceKind.PORTE,
    "autre": PlaceKind.AUTRE,
}
_KINDS = {
    **{loose(words): kind.value for words, kind in _KIND_WORDS.items()},
    **{loose(kind.label): kind.value for kind in PlaceKind},
    **{loose(kind.value): kind.value for kind in PlaceKind},
}
_DAYS = {fold(day.label): day.value for day in WeekDay}
_INTERVAL = re.compile(r"(\d{1,2})[h:](\d\d)?-(\d{1,2})[h:](\d\d)?")


class UnreadableHours(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The words are not hours. The message is French."""


def read_kind(words: str) -> str | None:
    """Return the PlaceKind that the words name, or None."""
    return _KINDS.get(loose(words))


def read_hours(text: str) -> OpeningHours:
    """Return the hours of « jeudi 08:00-10:30, 14h-16h ; samedi 9h-12h30 ». Raises UnreadableHours."""
    hours: OpeningHours = {}
    for part in text.replace("–", "-").replace("—", "-").replace("\n", ";").split(";"):
        if not part.strip():
            continue
        day, _, said = part.strip().partition(" ")
        slug = _DAYS.get(fold(day))
        intervals = [_interval(piece) for piece in said.replace(" et ", ",").split(",")]
        if slug is None or slug in hours or len(intervals) > 2 or None in intervals:
            raise UnreadableHours(f"« {part.strip()[:60]} » : écrivez « jeudi 08:00-10:30 ; samedi 09:00-12:00 ».")
        hours[slug] = sorted(interval for interval in intervals if interval)
    return {day.value: hours[day.value] for day in WeekDay if day.value in hours}


def hours_text(hours: OpeningHours) -> str:
    """Return the hours as ``read_hours`` reads them back."""
    days = [(day.label.lower(), hours.get(day.value, [])) for day in WeekDay]
    return " ; ".join(f"{day} {', '.join('-'.join(interval) for interval in said)}" for day, said in days if said)


def _interval(piece: str) -> list[str] | None:
    match = _INTERVAL.fullmatch(piece.replace(" ", "").casefold())
    if not match:
        return None
    start, end = (int(match[1]), int(match[2] or 0)), (int(match[3]), int(match[4] or 0))
    fine = start < end and end[0] < 24 and start[1] < 60 and end[1] < 60
    return [f"{hour:02}:{minute:02}" for hour, minute in (start, end)] if fine else None
