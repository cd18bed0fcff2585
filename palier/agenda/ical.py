"""Dates as other calendars read them (iCalendar, RFC 5545). No name of a person is ever in one.

Instants are written in UTC: no calendar can misread them, and daylight saving is the reader's own. The dates are
written here line by line: the library, which writes what is around them, takes twenty times as long for a year of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from icalendar import Calendar

# Changing what is written below changes every file: readers who ask « has it changed? » must be told yes.
FORMAT = 2
REFRESH = timedelta(hours=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"
_END = b"END:VCALENDAR\r\n"
_WIDEST = 75
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
    around: bytes = calendar.to_ical()
    dates = "".join(_folded(line) for event in events for line in _lines(event)).encode()
    return around.removesuffix(_END) + dates + _END


def _lines(event: CalendarEvent) -> Iterator[str]:
    """Yield the lines of a date, whole."""
    changed = _utc(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    # Without a METHOD, DTSTAMP is when the date was last changed (RFC 5545, 3.8.7.2): not when the file was asked.
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{_utc(event.created_at)}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{max(0, int((event.changed_at - event.created_at).total_seconds()))}"
    yield f"DTSTART:{_utc(event.starts_at)}"
    yield f"DTEND:{_utc(event.ends_at)}"
    yield f"STATUS:{event.status.value}"
    yield f"SUMMARY:{_text(' '.join(event.summary.split()))}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        # An address is no text: nothing is escaped in it, and a space or a line would end it.
        yield f"URL:{''.join(event.url.split())}"
    if event.point is not None:
        yield f"GEO:{event.point[0]};{event.point[1]}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Return a text value (RFC 5545, 3.3.11), without the control characters that the standard forbids."""
    return _CONTROLS.sub("", "\n".join(text.splitlines())).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Return the line in pieces of 75 bytes at most, a space before each but the first (RFC 5545, 3.1)."""
    if len(line) <= _WIDEST and line.isascii():
        return f"{line}\r\n"
    pieces, start, width = [], 0, 0
    for place, character in enumerate(line):
        size = len(character.encode())
        # The space before a piece counts.
        if width + size > _WIDEST:
            pieces.append(line[start:place])
            start, width = place, 1
        width += size
    return "\r\n ".join([*pieces, line[start:]]) + "\r\n"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
