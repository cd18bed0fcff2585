"""An answer to put up where people asked: one A4 page, large words."""

import datetime
from dataclasses import dataclass

from palier.documents.content import Document
from palier.documents.payload import Json, dated, meta_payload, one_line
from palier.documents.pdf import render
from palier.documents.typography import breakable, shorten

WORD, TITLE, LINE = 22, 160, 420


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A heading, a few large words, then lines."""

    heading: str
    large: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the page says; ``footer`` says who put it up and how to reach them."""

    lead: str
    title: str
    parts: tuple[AnswerPart, ...]
    footer: str
    date: datetime.date | None = None


def answer_pdf(answer: Answer) -> bytes:
    """Return the answer as a PDF of one A4 page. Equal answers give equal bytes."""
    return render("answer", answer_payload(answer))


def answer_payload(answer: Answer) -> Json:
    """Return the data of typst/answer.typ."""
    about = Document(title=answer.title, date=answer.date, blocks=())
    return {
        "meta": meta_payload(about),
        "lead": one_line(answer.lead),
        "title": breakable(shorten(one_line(answer.title), TITLE), WORD),
        "parts": [
            {
                "heading": one_line(part.heading),
                "large": one_line(part.large),
                "lines": [breakable(shorten(one_line(line), LINE), 2 * WORD) for line in part.lines if line.strip()],
            }
            for part in answer.parts
        ],
        "footer": " · ".join(filter(None, [one_line(answer.footer), dated(answer.date, about.language)])),
    }
