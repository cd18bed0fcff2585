"""A poster: one A3 page, upright, a few large words and a QR code."""

import datetime
from dataclasses import dataclass

from palier.documents.content import Document
from palier.documents.payload import Json, meta_payload, one_line
from palier.documents.pdf import render
from palier.documents.typography import breakable, shorten

WORD, LINE = 24, 90


@dataclass(frozen=True, slots=True)
class PosterLine:
    """A day, its hours, a place."""

    day: str
    hours: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What the page says; ``squares`` are the rows of its QR code, true for dark, without margin."""

    title: str
    lead: str
    heading: str
    lines: tuple[PosterLine, ...]
    scan: str
    address: str
    squares: tuple[tuple[bool, ...], ...]
    language: str = "fr"
    date: datetime.date | None = None


def poster_pdf(poster: Poster) -> bytes:
    """Return the poster as a PDF of one A3 page. Equal posters give equal bytes."""
    return render("poster", poster_payload(poster))


def poster_payload(poster: Poster) -> Json:
    """Return the data of typst/poster.typ."""
    about = Document(title=poster.title, date=poster.date, language=poster.language, blocks=())
    return {
        "meta": meta_payload(about),
        "title": breakable(shorten(one_line(poster.title), LINE), WORD),
        "lead": one_line(poster.lead),
        "heading": one_line(poster.heading),
        "lines": [
            {"day": line.day, "hours": line.hours, "place": breakable(shorten(one_line(line.place), LINE), WORD)}
            for line in poster.lines
        ],
        "scan": one_line(poster.scan),
        "address": poster.address,
        "squares": [list(row) for row in poster.squares],
    }
