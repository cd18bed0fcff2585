"""Words as tables: for the centre, without what the finder sees; for outside, only what a person reread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from palier.agenda.periods import PARIS
from palier.documents.tables import Column
from palier.fieldlog.queries.outing_log import theme_words
from palier.territory.models import PlaceZone
from palier.voices.models import Voice
from palier.voices.queries.endings import Ending, endings_of
from palier.voices.queries.personal import known_names, pseudonymised

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
    *("novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class WordRow:
    """Words with what goes beside them; ``text`` and ``translation`` hold nothing that the finder sees."""

    voice: Voice
    ending: Ending
    zones: str
    text: str
    translation: str


def rows_inside(voices: Sequence[Voice]) -> list[WordRow]:
    """Return the rows for the centre: what a person reread as it is, the rest replaced by the finder."""
    names, endings, zones = known_names(), endings_of(voices), _zones(voices)
    return [
        WordRow(
            voice,
            endings[voice.pk],
            _zones_of(voice, zones),
            voice.public_text if voice.is_reread and voice.public_text else pseudonymised(voice.text, names),
            pseudonymised(voice.translation, names),
        )
        for voice in voices
    ]


def rows_outside(voices: Sequence[Voice]) -> list[WordRow]:
    """Return the rows that may leave; words that may not are left out, whatever was asked."""
    leaving = [voice for voice in voices if voice.may_leave]
    endings, zones = endings_of(leaving), _zones(leaving)
    return [WordRow(voice, endings[voice.pk], _zones_of(voice, zones), voice.public_text, "") for voice in leaving]


def month_of(moment: datetime) -> str:
    """Return « mars 2027 », in Paris."""
    day = moment.astimezone(PARIS)
    return f"{MONTHS[day.month - 1]} {day.year}"


def _zones(voices: Sequence[Voice]) -> dict[object, list[str]]:
    places = {voice.where.pk for voice in voices if voice.where is not None}
    found: dict[object, list[str]] = {}
    for place, zone in (
        PlaceZone.objects.filter(place__in=places).order_by("zone__name").values_list("place", "zone__name")
    ):
        found.setdefault(place, []).append(zone)
    return found


def _zones_of(voice: Voice, zones: dict[object, list[str]]) -> str:
    return ", ".join(zones.get(voice.where.pk, [])) if voice.where is not None else ""


OUTSIDE: tuple[Column[WordRow], ...] = (
    Column("Mois", lambda row: month_of(row.voice.made_at), 16),
    Column("Quartier", lambda row: row.zones, 28),
    Column("Parole relue", lambda row: row.text, 80),
    Column("Thèmes", lambda row: " ; ".join(theme_words(row.voice.themes)), 40),
    Column("Nature", lambda row: row.voice.get_kind_display(), 20),
)
INSIDE: tuple[Column[WordRow], ...] = (
    Column("Date", lambda row: row.voice.made_at.astimezone(PARIS).date(), 12),
    Column("Lieu", lambda row: row.voice.where.name if row.voice.where is not None else "", 28),
    Column("Quartier", lambda row: row.zones, 28),
    Column("Parole", lambda row: row.text, 80),
    Column("En français", lambda row: row.translation, 60),
    Column("Langue", lambda row: row.voice.language_name, 14),
    Column("Thèmes", lambda row: " ; ".join(theme_words(row.voice.themes)), 40),
    Column("Nature", lambda row: row.voice.get_kind_display(), 20),
    Column("Accord", lambda row: row.voice.get_consent_display(), 24),
    Column("Venue de", lambda row: row.voice.get_source_display(), 22),
    Column("Où elle en est", lambda row: row.ending.label, 28),
    Column("Besoins", lambda row: " ; ".join(need.title for need in row.ending.needs), 50),
    Column("Pourquoi rien à faire", lambda row: row.voice.nothing_reason, 40),
    Column("Relue, peut sortir", lambda row: "oui" if row.voice.may_leave else "non", 18),
)
