import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import typst
from pypdf import PdfReader

from palier.documents import pdf
from palier.documents.content import Chips, Document, FactList, Heading, Paragraph, Table
from palier.documents.engine import bundled_fonts, compile_pdf
from palier.documents.glyphs import MISSING_NOTICE
from palier.documents.pdf import card_pdf, full_pdf
from palier.documents.typography import ZERO_WIDTH_SPACE
from tests.documents.samples import CARD, DAY, FULL, HOSTILE

FORMS = [(full_pdf, FULL), (card_pdf, CARD)]


def pages(data):
    """Return the text of each page, every space or line end being one plain space."""
    texts = [page.extract_text().replace(ZERO_WIDTH_SPACE, "") for page in PdfReader(io.BytesIO(data)).pages]
    return [re.sub(r"\s+", " ", text) for text in texts]


def headings(data):
    """Return the levels of the headings in the structure tree, in reading order."""
    found = []

    def visit(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                visit(kid)
        elif isinstance(node, dict):
            if re.fullmatch(r"/H\d", str(node.get("/S"))):
                found.append(str(node["/S"]))
            visit(node.get("/K", []))

    visit(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_full_says_everything_in_order():
    first, second = pages(full_pdf(FULL))

    words = ["Fiche d'action", "Café au pied", "Les Tilleuls", "En cours", "Le +", "Description", "Érables"]
    words += ["• écouter", "Étapes", "Écouter d'abord", "2. Sortir", "Budget", "1 200 €", "Participation"]
    words += ["juin 34", "À surveiller", "20 novembre 2026", "1 / 2"]
    places = [first.find(word) for word in words]
    assert -1 not in places
    assert places == sorted(places)
    assert second == "Café au pied de l'immeuble Annexe Fin. Les Tilleuls · 20 novembre 2026 2 / 2"


@pytest.mark.parametrize(("make", "source"), FORMS)
def test_pdf_is_tagged_and_says_it_is_pdf_ua(make, source):
    reader = PdfReader(io.BytesIO(make(source)))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean, not Python's
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - the same
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata.title == "Café au pied de l'immeuble"
    assert reader.metadata.author == "Les Tilleuls"
    assert reader.metadata.creation_date.date() == DAY
    assert reader.metadata.modification_date.date() == DAY


@pytest.mark.parametrize(("make", "source"), FORMS)
def test_pdf_holds_our_font_only(make, source):
    reader = PdfReader(io.BytesIO(make(source)))

    names = {str(font["/BaseFont"]) for page in reader.pages for font in fonts_of(page)}
    assert {re.sub(r"^/[A-Z]{6}\+|-.*$", "", name) for name in names} == {"AtkinsonHyperlegibleNext"}


def fonts_of(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize(("make", "source"), FORMS)
def test_pdf_is_the_same_twice_and_changes_with_its_date(make, source):
    assert make(source) == make(source)
    assert make(source) != make(replace(source, date=date(2026, 11, 21)))


@pytest.mark.parametrize(("make", "source"), FORMS)
def test_pdf_without_a_date_never_reads_the_clock(make, source):
    data = make(replace(source, date=None))

    metadata = PdfReader(io.BytesIO(data)).metadata
    assert {metadata.creation_date, metadata.modification_date} <= {None, datetime(1980, 1, 1, tzinfo=UTC)}


def test_heading_levels_have_no_gap():
    blocks = (Heading("a", 3), Heading("b", 6), Heading("c", 0), Heading("d", 3))

    data = full_pdf(Document(title="t", blocks=blocks))

    assert headings(data) == ["/H1", "/H2", "/H1", "/H2"]


@pytest.mark.parametrize("field", ["title", "subtitle", "kicker", "author", "footer", "description"])
def test_hostile_text_is_only_text(field):
    full = pages(full_pdf(replace(FULL, **{field: HOSTILE})))
    card = pages(card_pdf(replace(CARD, **{field: HOSTILE})))

    assert len(full) == 2
    assert len(card) == 1
    assert ("#read(" in full[0], "#read(" in card[0]) == (
        field not in {"author", "description"},
        field not in {"author", "description"},
    )


def test_hostile_text_in_every_block_is_only_text():
    blocks = (
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Chips((HOSTILE,)),
        Table(HOSTILE, (HOSTILE,), ((HOSTILE,),)),
    )

    text = " ".join(pages(full_pdf(Document(title="t", keywords=(HOSTILE,), blocks=blocks))))

    assert text.replace(" ", "").count(HOSTILE.replace(" ", "")) == 6
    assert "root:" not in text


@pytest.mark.parametrize("path", ["/etc/passwd", "../pdf.py", "../fonts/OFL.txt"])
def test_templates_read_nothing_outside_their_folder(path, tmp_path, monkeypatch):
    (tmp_path / "spy.typ").write_text(f'#set document(title: "t")\n#read("{path}")', encoding="utf-8")
    monkeypatch.setattr("palier.documents.engine.TEMPLATES", tmp_path)

    with pytest.raises(typst.TypstError, match=r"escape the project root|file not found"):
        compile_pdf("spy", {})


def test_no_system_font_is_used():
    assert sorted(bundled_fonts().families()) == [
        "Atkinson Hyperlegible Next",
        "DejaVu Sans Mono",
        "Libertinus Serif",
        "New Computer Modern",
        "New Computer Modern Math",
    ]


@pytest.mark.parametrize(
    "text", ["مرحبا بكم", "😀👨‍👩‍👧", "你好", "\u0332\u0652\u200d", "\u202e", "नमस्ते", "\x00\ud800"]
)
def test_signs_that_fonts_lack_never_stop_a_document(text):
    assert len(pages(full_pdf(replace(FULL, title=text, subtitle=text)))) == 2
    assert len(pages(card_pdf(replace(CARD, title=text, summary=text)))) == 1


def test_missing_signs_are_shown_and_explained():
    (text,) = pages(full_pdf(Document(title="t", blocks=(Paragraph("a 你好 b"),))))
    (card,) = pages(card_pdf(replace(CARD, summary="a 你好 b")))

    assert "a □ b" in text
    assert MISSING_NOTICE in text
    assert MISSING_NOTICE in card
    assert "□" not in pages(card_pdf(CARD))[0]


def test_plain_letters_remain_when_the_measured_list_is_wrong(monkeypatch):
    monkeypatch.setattr(pdf, "only_drawable", lambda text: text)

    assert "a □ b" in pages(full_pdf(Document(title="t", blocks=(Paragraph("a 😀 b"),))))[0]


def test_other_template_errors_are_not_hidden(monkeypatch):
    monkeypatch.setattr(pdf, "full_payload", lambda _: {"meta": {"language": "fr"}})

    with pytest.raises(typst.TypstError, match="kicker"):
        full_pdf(FULL)


def test_empty_document_is_a_page_with_a_title():
    assert pages(full_pdf(Document(title=" "))) == ["Document 1 / 1"]


def test_table_headers_come_back_on_each_page():
    rows = tuple((str(number), "x") for number in range(90))

    texts = pages(full_pdf(Document(title="t", blocks=(Table("Liste", ("Numéro", "Nom"), rows),))))

    assert len(texts) == 3
    assert ["Numéro Nom" in text for text in texts] == [True, True, True]


def test_long_texts_run_over_pages():
    facts = FactList(FULL.blocks[9].facts * 60)
    blocks = (Heading("Un"), Paragraph("Une phrase. " * 3000), facts)

    texts = pages(full_pdf(replace(FULL, blocks=blocks)))

    assert len(texts) > 10
    assert texts[-1].endswith(f"{len(texts)} / {len(texts)}")


@pytest.mark.parametrize("language", ["ar", "en-GB", "tr", "", "n'importe quoi"])
def test_any_language_tag_is_accepted(language):
    data = full_pdf(replace(FULL, language=language))

    lang = PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"]
    assert lang == (language if language in {"ar", "en-GB", "tr"} else "fr")


def test_threads_make_the_same_documents():
    sources = [replace(FULL, title=f"Titre {number}") for number in range(8)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(full_pdf, sources))

    assert together == [full_pdf(source) for source in sources]
