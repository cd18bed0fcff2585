"""Dates as other calendars read them (iCalendar, RFC 5545). No name of a person is ever in one.

Instants are written in UTC: no calendar can misread them, and daylight saving is the reader's own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from icalendar import Calendar, Event

# Changing what is written below changes every file: readers who ask « has it changed? » must be told yes.
FORMAT = 3
REFRESH = timedelta(hours=1)
# The standard forbids these; a text pasted from elsewhere may hold one, and readers refuse the whole file for it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTENT_TYPE = "text/calendar; charset=utf-8"


class EventStatus(StrEnum):
    """What a calendar knows of a date (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One date. Instants are aware; ``point`` is latitude and longitude in degrees; ``url`` is absolute, or ""."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    changed_at: datetime
    status: EventStatus
    summary: str
    location: str = ""
    point: tuple[float, float] | None = None
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""


def calendar_hash(name: str, events: Iterable[CalendarEvent]) -> str:
    """Return what tells one content from another, without writing the file: 64 hexadecimal digits."""
    digest = sha256(f"{FORMAT}\n{name}\n".encode())
    for event in events:
        digest.update(repr(event).encode())
    return digest.hexdigest()


def calendar_file(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return the file of a calendar called ``name``. Equal events give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Palier//Agenda des sorties//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_component(event))
    written: bytes = calendar.to_ical()
    return written


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    # Without a METHOD, DTSTAMP is when the date was last changed (RFC 5545, 3.8.7.2): not when the file was asked.
    component.add("dtstamp", _utc(event.changed_at))
    component.add("created", _utc(event.created_at))
    component.add("last-modified", _utc(event.changed_at))
    component.add("sequence", max(0, int((event.changed_at - event.created_at).total_seconds())))
    component.add("dtstart", _utc(event.starts_at))
    component.add("dtend", _utc(event.ends_at))
    component.add("status", event.status.value)
    component.add("summary", _one_line(event.summary))
    for name in ("location", "description", "url"):
        if text := getattr(event, name):
            component.add(name, _CONTROLS.sub("", text))
    if event.point is not None:
        component.add("geo", event.point)
    if event.categories:
        component.add("categories", [_CONTROLS.sub("", word) for word in event.categories])
    return component


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub("", text).split())
