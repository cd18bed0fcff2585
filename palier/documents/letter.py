"""A letter: who writes, to whom, where and when, what about, the text, the place to sign."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from palier.documents.content import Block, Document, Paragraph, Run, strong
from palier.documents.odt import BodyWriter, odt_document
from palier.documents.payload import Json, blocks_payload, meta_payload, one_line, runs_payload
from palier.documents.pdf import render

# Where somebody writes their name and signs.
ROOM_TO_SIGN = "\n\n\n\N{NO-BREAK SPACE}\nNom, fonction, signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of one page or more. Texts are plain; ``sender`` and ``recipient`` are lines, the first one strong.

    ``written`` is the line « Valbrune, le 3 mars 2027 »; ``signed`` what stands above the place to sign.
    """

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    written: str
    subject: str
    blocks: tuple[Block, ...]
    signed: str
    date: datetime.date | None = None

    def as_document(self) -> Document:
        """Return what the file says about itself, and its text."""
        author = one_line(self.sender[0]) if self.sender else ""
        return Document(title=self.subject, author=author, date=self.date, footer=author, blocks=self.blocks)


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF. Equal letters give equal bytes."""
    return render("letter", letter_payload(letter))


def letter_odt(letter: Letter) -> bytes:
    """Return the letter as an ODT, to be edited. Equal letters give equal bytes."""

    def written(writer: BodyWriter, document: Document) -> list[str]:
        top = [Paragraph(_lines(letter.sender)), Paragraph(_lines(letter.recipient)), Paragraph(letter.written)]
        end = [Paragraph(letter.signed + ROOM_TO_SIGN)]
        title = writer.paragraph("Heading_20_1", one_line(document.title) or "Courrier")
        return [*map(writer.block, top), title, *map(writer.block, document.blocks), *map(writer.block, end)]

    return odt_document(letter.as_document(), written)


def letter_payload(letter: Letter) -> Json:
    """Return the data of typst/letter.typ."""
    document = letter.as_document()
    return {
        "meta": meta_payload(document),
        "sender": runs_payload(_lines(letter.sender)),
        "recipient": runs_payload(_lines(letter.recipient)),
        "written": one_line(letter.written),
        "subject": one_line(letter.subject) or "Courrier",
        "footer": document.footer,
        "signed": one_line(letter.signed),
        "blocks": blocks_payload(letter.blocks),
    }


def _lines(lines: Iterable[str]) -> tuple[Run, ...]:
    first, *others = [line for line in map(one_line, lines) if line] or [""]
    return (strong(first), *(Run(f"\n{line}") for line in others))
