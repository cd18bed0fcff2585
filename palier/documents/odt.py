"""Documents to ODT (OpenDocument 1.3): a zip of the files in odt_template/, filled with escaped texts."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from palier.documents.content import (
    Block,
    BulletList,
    Callout,
    Chips,
    Document,
    FactList,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Run,
    Table,
    runs_of,
    strong,
)
from palier.documents.engine import EPOCH
from palier.documents.payload import (
    dated,
    is_empty,
    is_numeric,
    meta_payload,
    natural_widths,
    one_line,
)
from palier.documents.typography import clean_text, french_spaces

TEMPLATE = Path(__file__).resolve().parent / "odt_template"
MIMETYPE = "application/vnd.oasis.opendocument.text"
DEEPEST_HEADING = 3
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur"}
FACT_WIDTHS = (1.0, 2.0)
# Returns the XML of the text.
Written = Callable[["BodyWriter", Document], list[str]]


def odt_document(document: Document, written: Written | None = None) -> bytes:
    """Return the document as an ODT, to be edited. Equal documents give equal bytes.

    ``written`` puts the text in another order than title, then blocks.
    """
    day = document.date or EPOCH
    stamp = (day.year, day.month, day.day, 0, 0, 0)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        # First and stored, so that the kind of file stands at a fixed place (OpenDocument 1.3, part 2, 3.3).
        files.writestr(zipfile.ZipInfo("mimetype", stamp), MIMETYPE, zipfile.ZIP_STORED)
        for name, text in parts(document, written).items():
            files.writestr(zipfile.ZipInfo(name, stamp), text, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def parts(document: Document, written: Written | None = None) -> dict[str, str]:
    """Return the XML files of the archive, by name."""
    meta = meta_payload(document)
    language, region = str(meta["language"]), meta["region"]
    footer = " · ".join(filter(None, [one_line(document.footer), dated(document.date, document.language)]))
    writer = BodyWriter(french=language == "fr")
    body = written(writer, document) if written else writer.document(document)
    keywords = [f"    <meta:keyword>{escape(one_line(word))}</meta:keyword>" for word in document.keywords]
    return {
        "META-INF/manifest.xml": filled("manifest.xml"),
        "content.xml": filled("content.xml", body="\n".join(body), columns="\n".join(writer.columns)),
        "styles.xml": filled(
            "styles.xml",
            language=language,
            country=str(region or ("FR" if language == "fr" else "none")),
            direction="rl-tb" if language in RIGHT_TO_LEFT else "lr-tb",
            title=writer.text(one_line(document.title)),
            footer=writer.text(footer),
        ),
        "meta.xml": filled(
            "meta.xml",
            title=escape(str(meta["title"])),
            description=escape(one_line(document.description)),
            author=escape(one_line(document.author)),
            language=f"{language}-{region}" if region else language,
            date=f"{(document.date or EPOCH).isoformat()}T00:00:00",
            keywords="\n".join(keywords),
        ),
    }


def filled(name: str, **values: str) -> str:
    """Return the template file with its ``$names`` replaced by XML made of escaped texts."""
    return Template((TEMPLATE / name).read_text(encoding="utf-8")).substitute(values)


class BodyWriter:
    """Turns blocks into the XML of office:text, and keeps the column styles that its tables need."""

    def __init__(self, *, french: bool) -> None:
        self.french = french
        self.columns: list[str] = []
        self.level = 0

    def document(self, document: Document) -> list[str]:
        """Return the title and the blocks."""
        lines = [self.paragraph("Kicker", document.kicker)] if document.kicker.strip() else []
        lines.append(self.paragraph("Title", one_line(document.title) or "Document"))
        if document.subtitle.strip():
            lines.append(self.paragraph("Subtitle", one_line(document.subtitle)))
        return [*lines, *(self.block(block) for block in document.blocks if not is_empty(block))]

    def block(self, block: Block) -> str:
        """Return one block."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return self.paragraph("Text_20_body", block.content)
            case BulletList():
                return self.bullets(block)
            case FactList():
                rows = [[(strong(fact.label),), (Run(fact.value),)] for fact in block.facts]
                return self.grid(FACT_WIDTHS, [], rows, [False, False])
            case Table():
                return self.table(block)
            case Callout():
                title = (strong(one_line(block.title)), Run("\n")) if block.title.strip() else ()
                return self.paragraph(f"Callout_{block.tone}", (*title, *runs_of(block.content)))
            case Chips():
                return self.paragraph("Chips", " · ".join(map(one_line, block.labels)))
            case PageBreak():
                return self.paragraph("Page_20_break", "")
        return self.paragraph("Rule", "")

    def heading(self, block: Heading) -> str:
        """Return a heading; levels have no gap and stop at 3."""
        self.level = min(max(block.level, 1), self.level + 1, DEEPEST_HEADING)
        name = f"Heading_20_{self.level}"
        text = self.text(one_line(block.text))
        return f'<text:h text:style-name="{name}" text:outline-level="{self.level}">{text}</text:h>'

    def paragraph(self, style: str, content: Inline) -> str:
        """Return a paragraph."""
        inside = "".join(map(self.run, runs_of(content)))
        return f'<text:p text:style-name="{style}">{inside}</text:p>'

    def run(self, run: Run) -> str:
        """Return a stretch of text."""
        text = self.text(run.text)
        return f'<text:span text:style-name="Strong">{text}</text:span>' if run.strong else text

    def text(self, text: str) -> str:
        """Return the text escaped, its line breaks, tabs and repeated spaces kept."""
        text = clean_text(text)
        xml = escape(french_spaces(text) if self.french else text)
        xml = re.sub(r" {2,}", lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', xml)
        return xml.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")

    def bullets(self, block: BulletList) -> str:
        """Return a list."""
        items = "".join(
            f"<text:list-item>{self.paragraph('List_20_item', item)}</text:list-item>" for item in block.items
        )
        style = "Numbers" if block.ordered else "Bullets"
        return f'<text:list text:style-name="{style}">{items}</text:list>'

    def table(self, block: Table) -> str:
        """Return a table under its caption."""
        rows = block.full_rows()
        numeric = [is_numeric([row[index] for row in rows]) for index in range(len(block.headers))]
        widths = block.widths or natural_widths([list(block.headers), *rows])
        caption = self.paragraph("Caption", one_line(block.caption)) if block.caption.strip() else ""
        return caption + self.grid(widths, block.headers, rows, numeric)

    def grid(
        self,
        widths: Sequence[float],
        headers: Sequence[str],
        rows: Sequence[Sequence[Inline]],
        numeric: Sequence[bool],
    ) -> str:
        """Return the XML of a table, its headers repeated on each page."""
        columns = "".join(map(self.column, widths))
        looks = ["Table_20_Number" if number else "Table_20_Contents" for number in numeric]
        tops = ["Table_20_Heading_20_Number" if number else "Table_20_Heading" for number in numeric]
        head = self.cells(tops, headers, "Head") if headers else ""
        top = f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        body = "".join(f"<table:table-row>{self.cells(looks, row)}</table:table-row>" for row in rows)
        return f'<table:table table:style-name="Whole">{columns}{top if head else ""}{body}</table:table>'

    def column(self, share: float) -> str:
        """Return a column, and note its style."""
        name = f"Column{len(self.columns) + 1}"
        self.columns.append(
            f'    <style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:rel-column-width="{round(share * 1000)}*"/></style:style>'
        )
        return f'<table:table-column table:style-name="{name}"/>'

    def cells(self, looks: Sequence[str], row: Sequence[Inline], style: str = "Cell") -> str:
        """Return the cells of a row."""
        return "".join(self.cell(style, look, content) for look, content in zip(looks, row, strict=True))

    def cell(self, style: str, look: str, content: Inline) -> str:
        """Return a cell."""
        inside = self.paragraph(look, content)
        kind = f'table:style-name="{style}" office:value-type="string"'
        return f"<table:table-cell {kind}>{inside}</table:table-cell>"
