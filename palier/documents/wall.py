"""A calendar for the wall: one A3 page, landscape, its words as large as the page allows."""

import datetime
from dataclasses import dataclass

from palier.documents.content import Document
from palier.documents.payload import Json, dated, meta_payload, one_line
from palier.documents.pdf import render
from palier.documents.typography import breakable, shorten

# The longest word that a seventh of the page holds, and the texts past which a cell would hide the others.
WORD, LINE, PEOPLE = 18, 70, 90


@dataclass(frozen=True, slots=True)
class WallEvent:
    """What happens: its hours, where, what, who (first names, may be empty), and a word when something is special."""

    hours: str
    place: str
    kind: str
    people: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WallDay:
    """One square. ``outside`` days only complete the week: they are drawn pale, without their events."""

    label: str
    note: str = ""
    outside: bool = False
    events: tuple[WallEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Weeks of seven days, Monday first."""

    title: str
    subtitle: str = ""
    footer: str = ""
    weekdays: tuple[str, ...]
    days: tuple[WallDay, ...]
    date: datetime.date | None = None

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7 or len(self.days) % 7:
            raise ValueError("a wall is made of weeks of seven days")


def wall_pdf(wall: Wall) -> bytes:
    """Return the calendar as a PDF of one A3 page. Equal calendars give equal bytes."""
    return render("wall", wall_payload(wall))


def wall_payload(wall: Wall) -> Json:
    """Return the data of typst/wall.typ."""
    about = Document(title=wall.title, subtitle=wall.subtitle, date=wall.date, blocks=())
    return {
        "meta": meta_payload(about),
        "title": one_line(wall.title),
        "subtitle": one_line(wall.subtitle),
        "footer": " · ".join(filter(None, [one_line(wall.footer), dated(wall.date, about.language)])),
        "weekdays": [one_line(word) for word in wall.weekdays],
        "days": [_day(day) for day in wall.days],
    }


def _day(day: WallDay) -> Json:
    return {
        "label": one_line(day.label),
        "note": one_line(day.note),
        "outside": day.outside,
        "events": [] if day.outside else [_event(event) for event in day.events],
    }


def _event(event: WallEvent) -> Json:
    return {
        "hours": one_line(event.hours),
        "place": breakable(shorten(one_line(event.place), LINE), WORD),
        "kind": breakable(shorten(one_line(event.kind), LINE), WORD),
        "people": breakable(shorten(one_line(event.people), PEOPLE), WORD),
        "note": one_line(event.note),
    }
