"""Documents as plain dictionaries for the typst templates."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from palier.documents.content import (
    Block,
    BulletList,
    Callout,
    Card,
    Chips,
    Document,
    FactList,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Table,
    runs_of,
    text_of,
)
from palier.documents.typography import breakable, clean_text, long_date, shorten

Json = dict[str, object]

# The longest word that a cell of a table of six columns holds.
CELL_WORD = 16
# Characters that count for the width of a column, at least and at most.
NARROWEST, WIDEST = 6, 36
RUNNING_TITLE = 90
NUMBER = re.compile(r"[-+−]?\s*\d[\d\s.,\u00a0\u202f]*[%€]?|[-–—]?")
LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<region>[A-Z]{2}))?")


def meta_payload(source: Document | Card) -> Json:
    """Return what the file says about itself. A PDF/UA needs a title and a language, so both always exist."""
    found = LANGUAGE.fullmatch(source.language)
    day = source.date
    return {
        "title": one_line(source.title) or "Document",
        "author": one_line(source.author),
        "description": one_line(source.description) or None,
        "keywords": [one_line(keyword) for keyword in source.keywords if keyword.strip()],
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "language": found["language"] if found else "fr",
        "region": found["region"] if found else None,
    }


def full_payload(document: Document) -> Json:
    """Return the data of typst/full.typ."""
    return {
        "meta": meta_payload(document),
        "kicker": one_line(document.kicker),
        "title": one_line(document.title) or "Document",
        "subtitle": one_line(document.subtitle),
        "running": shorten(one_line(document.title), RUNNING_TITLE),
        "footer": " · ".join(filter(None, [one_line(document.footer), dated(document.date, document.language)])),
        "blocks": blocks_payload(document.blocks),
    }


def one_line(text: str) -> str:
    """Return the text cleaned, on one line."""
    return " ".join(clean_text(text).split())


def dated(day: date | None, language: str) -> str:
    """Return the date in words, or nothing."""
    return long_date(day, language) if day else ""


def blocks_payload(blocks: Iterable[Block]) -> list[Json]:
    """Return the blocks that hold something, heading levels without gaps (PDF/UA-1 asks for it)."""
    drawn: list[Json] = []
    level = 0
    for block in blocks:
        if is_empty(block):
            continue
        if isinstance(block, Heading):
            level = min(max(block.level, 1), level + 1)
            drawn.append({"kind": "heading", "level": level, "text": one_line(block.text)})
        else:
            drawn.append(block_payload(block))
    return drawn


def is_empty(block: Block) -> bool:
    """Tell whether the block has nothing to show."""
    match block:
        case Heading(text=text):
            return not one_line(text)
        case Paragraph(content=content):
            return not clean_text(text_of(content)).strip()
        case BulletList(items=parts) | FactList(facts=parts) | Chips(labels=parts):
            return not parts
        case Callout(content=content, title=title):
            return not clean_text(title + text_of(content)).strip()
    return False


def block_payload(block: Block) -> Json:
    """Return one block, headings excepted, as the templates draw it."""
    match block:
        case Paragraph():
            return {"kind": "paragraph", "runs": runs_payload(block.content)}
        case BulletList():
            items = [runs_payload(item) for item in block.items]
            return {"kind": "list", "items": items, "ordered": block.ordered}
        case FactList():
            facts = [{"label": clean_text(fact.label), "value": clean_text(fact.value)} for fact in block.facts]
            return {"kind": "facts", "facts": facts}
        case Table():
            return table_payload(block)
        case Callout():
            runs = runs_payload(block.content)
            return {"kind": "callout", "title": one_line(block.title), "tone": str(block.tone), "runs": runs}
        case Chips():
            return {"kind": "chips", "labels": [one_line(label) for label in block.labels]}
        case PageBreak():
            return {"kind": "page-break"}
    return {"kind": "rule"}


def runs_payload(content: Inline) -> list[Json]:
    """Return the runs of a text."""
    return [{"text": clean_text(run.text), "strong": run.strong} for run in runs_of(content)]


def table_payload(table: Table) -> Json:
    """Return a table; ``numeric`` tells the columns to align right."""
    rows = [[breakable(clean_text(cell), CELL_WORD) for cell in row] for row in table.full_rows()]
    return {
        "kind": "table",
        "caption": one_line(table.caption),
        "headers": [breakable(one_line(header), CELL_WORD) for header in table.headers],
        "rows": rows,
        "widths": list(table.widths) or natural_widths([list(table.headers), *rows]),
        "numeric": [is_numeric([row[index] for row in rows]) for index in range(len(table.headers))],
    }


def is_numeric(cells: Sequence[str]) -> bool:
    """Tell whether the column holds numbers only, dashes and blanks apart."""
    found = [cell.strip() for cell in cells]
    return any(character.isdigit() for character in "".join(found)) and all(map(NUMBER.fullmatch, found))


def natural_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of each column: its longest cell, within bounds, so that none starves."""
    columns = zip(*rows, strict=True)
    longest = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    return [float(min(max(length, NARROWEST), WIDEST)) for length in longest]
