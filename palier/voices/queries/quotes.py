"""Words as they are quoted outside: a month and a neighbourhood, never a day nor a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from palier.core.dates import date_format
from palier.territory.enums import ZoneKind
from palier.territory.models import Place, PlaceZone
from palier.voices.enums import VoiceConsent
from palier.voices.models import Attachment, Relay, SharedNeed, Voice

# The neighbourhood as people call it, before those of the maps.
_ORDER = [ZoneKind.QUARTIER, ZoneKind.QPV, ZoneKind.IRIS, ZoneKind.COMMUNE]


class Quote(TypedDict):
    """A copy of words that may leave: ``month`` is « 2026-11 », ``place`` a neighbourhood, or nothing."""

    voice: str
    text: str
    month: str
    place: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Words of a need, to quote or not; ``missing`` says why they may not leave."""

    voice: Voice
    missing: str

    @property
    def text(self) -> str:
        """What would be quoted, or what was said where nothing may."""
        return self.voice.public_text if not self.missing else self.voice.translation or self.voice.text


def choices_of(need: SharedNeed) -> list[Choice]:
    """Return the words of ``need`` that stand, those that may leave first, then by date."""
    rows = Attachment.objects.filter(need=need, voice__withdrawn_at=None).select_related("voice__outing")
    voices = sorted((row.voice for row in rows), key=lambda voice: (voice.made_at, voice.pk))
    found = [Choice(voice, missing_of(voice)) for voice in voices]
    return sorted(found, key=lambda choice: bool(choice.missing))


def missing_of(voice: Voice) -> str:
    """Return why words may not leave, nothing when they may."""
    if voice.may_leave:
        return ""
    return "reste dans l'équipe" if voice.consent == VoiceConsent.INTERNE else "à relire"


def quotes_from(voices: Iterable[Voice]) -> list[Quote]:
    """Return the copies of these words, whose ``may_leave`` was checked."""
    chosen = list(voices)
    places = {voice.outing.place_id if voice.outing else voice.place_id for voice in chosen} - {None}
    named = neighbourhoods(key for key in places if key is not None)
    return [
        Quote(
            voice=str(voice.pk),
            text=voice.public_text,
            month=f"{timezone.localdate(voice.made_at):%Y-%m}",
            place=named.get(key, "") if (key := voice.outing.place_id if voice.outing else voice.place_id) else "",
        )
        for voice in chosen
    ]


def relays_quoting(voice: Voice) -> QuerySet[Relay]:
    """Return the relays that carry a copy of these words."""
    # SQLite has no question about the members of a list; as text, the key of these words stands there on both.
    copied = Relay.objects.alias(copied=Cast("quotes", TextField())).filter(copied__contains=str(voice.pk))
    return Relay.objects.filter(pk__in=list(copied.values_list("pk", flat=True)))


def neighbourhoods(places: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of the neighbourhood of each place: a zone, or its commune."""
    keys = list(places)
    found = dict(Place.objects.filter(pk__in=keys).values_list("pk", "commune"))
    rows = PlaceZone.objects.filter(place__in=keys).values_list("place", "zone__kind", "zone__name")
    for place, _kind, name in sorted(rows, key=lambda row: (_ORDER.index(ZoneKind(row[1])), row[2]), reverse=True):
        found[place] = name
    return found


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote to show: « novembre 2026 », « Les Tilleuls »."""

    text: str
    month: str
    place: str


def shown_quotes(quotes: Iterable[Quote]) -> list[ShownQuote]:
    """Return the quotes of a relay with their months in words."""
    return [ShownQuote(quote["text"], _month(quote["month"]), quote["place"]) for quote in quotes]


def _month(written: str) -> str:
    year, month = written.split("-")
    return date_format(date(int(year), int(month), 1), "F Y")
