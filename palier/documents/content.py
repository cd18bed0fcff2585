"""What a document says, apart from the file it becomes: frozen dataclasses, no ORM, no word of any trade.

Texts are plain: nothing in them is read as markup, in any of the formats.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look."""

    text: str
    strong: bool = False


Inline = str | tuple[Run, ...]


def strong(text: str) -> Run:
    """Return the text as a bold run: ``Paragraph((strong("Lieu"), Run(" : la place")))``."""
    return Run(text, strong=True)


def runs_of(content: Inline) -> tuple[Run, ...]:
    """Return the content as runs, a plain text being one run."""
    return (Run(content),) if isinstance(content, str) else content


def text_of(content: Inline) -> str:
    """Return the content without its look."""
    return "".join(run.text for run in runs_of(content))


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside the document. Level 1 is the highest; gaps are closed (1 then 3 becomes 1 then 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line break in the text is a line break on the page."""

    content: Inline


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list, numbered from 1 when ``ordered``."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FactList:
    """Facts, one a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows shorter than ``headers`` are completed with empty cells; longer ones raise ValueError.

    ``widths`` are proportions, one a column; empty means by content. Columns of numbers are aligned right.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.headers:
            raise ValueError("a table needs at least one header")
        if self.widths and len(self.widths) != len(self.headers):
            raise ValueError("a table needs one width a column, or none")
        if any(len(row) > len(self.headers) for row in self.rows):
            raise ValueError("a row has more cells than the table has headers")

    def full_rows(self) -> list[list[str]]:
        """Return the rows, all as long as the headers."""
        return [[*row, *[""] * (len(self.headers) - len(row))] for row in self.rows]


class Tone(StrEnum):
    """What a callout is for: to inform, to ask for attention, to put forward."""

    NOTE = "note"
    ATTENTION = "attention"
    HIGHLIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class Callout:
    """A framed text. Its title says in words what its colour says."""

    content: Inline
    title: str = ""
    tone: Tone = Tone.NOTE


@dataclass(frozen=True, slots=True)
class Chips:
    """Short labels side by side."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the page."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


Block = Heading | Paragraph | BulletList | FactList | Table | Callout | Chips | Rule | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of any length. ``kicker`` (its kind) stands above the title, ``footer`` on each page."""

    title: str
    subtitle: str = ""
    kicker: str = ""
    author: str = ""
    language: str = "fr"
    date: datetime.date | None = None
    keywords: tuple[str, ...] = ()
    description: str = ""
    footer: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled text of a card: plain text, "- " lines being a list."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A document that holds on one A4 page, whatever the length of its texts.

    Texts are shortened at a sentence, with "…", until all fits; ``sections`` come in order of importance.
    ``shortened_notice`` is printed in the footer only then (where to read the rest).
    """

    title: str
    subtitle: str = ""
    kicker: str = ""
    author: str = ""
    language: str = "fr"
    date: datetime.date | None = None
    keywords: tuple[str, ...] = ()
    description: str = ""
    footer: str = ""
    shortened_notice: str = ""
    chips: tuple[str, ...] = ()
    summary: str = ""
    facts_title: str = ""
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    highlight: Section | None = None


BULLET = re.compile(r"^[-–—•*·▪]\s+(?P<item>\S.*)$")


def blocks_from_text(text: str) -> tuple[Paragraph | BulletList, ...]:
    """Return the paragraphs and lists of a plain text: lines starting with "- " (or •, –, *) are items.

    Empty lines part blocks; other lines are paragraphs of their own; lone dashes are dropped.
    """
    blocks: list[Paragraph | BulletList] = []
    items: list[Inline] = []
    for line, item in lines_of(text):
        if item:
            items.append(line)
            continue
        if items:
            blocks.append(BulletList(tuple(items)))
            items = []
        if line:
            blocks.append(Paragraph(line))
    if items:
        blocks.append(BulletList(tuple(items)))
    return tuple(blocks)


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line of the text without its bullet, and whether it had one. A lone bullet is skipped."""
    for raw in text.splitlines():
        line = raw.strip()
        if line in {"-", "–", "—", "•", "*"}:
            continue
        found = BULLET.match(line)
        yield (found["item"].strip(), True) if found else (line, False)
