import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from palier.documents import tables
from palier.documents.tables import (
    CELL_LIMIT,
    CUT_MARK,
    FORMULA,
    Column,
    CutCell,
    csv_chunks,
    guarded,
    json_lines,
    unguarded,
    write_xlsx,
)
from palier.documents.typography import clean_text

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)
COLUMNS = [Column("Texte", lambda row: row[0]), Column("Valeur", lambda row: row[1], 30)]
DANGEROUS = ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "'=1", '"=1', "＝1", "''-x"]
HARMLESS = ["a=b", "", "'été", "1-2", "« =1 »"]


def read_csv(rows, **options):
    text = b"".join(csv_chunks(COLUMNS, rows, **options)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=options.get("separator", ";")))


def read_xlsx(rows, columns=COLUMNS, title="Fiches"):
    target = io.BytesIO()
    cut = write_xlsx(target, columns, rows, title=title, day=DAY)
    target.seek(0)
    return CalamineWorkbook.from_filelike(target), cut, target


def test_csv_is_what_french_spreadsheets_expect():
    rows = [('été ; "dit"', 12.5), (None, Decimal("-0.10")), ("x", DAY), ("y", MOMENT), (True, -3)]

    raw = b"".join(csv_chunks(COLUMNS, rows))

    assert raw.decode() == (
        '\ufeffTexte;Valeur\r\n"été ; ""dit""";12,5\r\n;-0,10\r\nx;2026-11-20\r\ny;2026-11-20 14:32\r\noui;-3\r\n'
    )


def test_csv_with_commas_has_decimal_points():
    assert read_csv([("a,b", 12.5)], separator=",") == [["Texte", "Valeur"], ["a,b", "12.5"]]


def test_csv_has_no_infinite_number():
    assert read_csv([("a", float("nan")), ("b", float("inf")), ("c", Decimal("NaN"))])[1:] == [
        ["a", ""],
        ["b", ""],
        ["c", ""],
    ]


def test_csv_comes_in_pieces_before_the_rows_end():
    def rows():
        for number in range(1200):
            seen.append(number)
            yield ("a", number)

    seen: list[int] = []

    first = next(csv_chunks(COLUMNS, rows()))

    assert len(seen) == 500
    assert len(first.splitlines()) == 501


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_formulas_are_neutralised(text):
    shown = read_csv([(text, 1)])[1][0]

    assert shown == f"'{clean_text(text)}"
    assert unguarded(shown) == clean_text(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_harmless_texts_are_untouched(text):
    assert read_csv([(text, 1)])[1][0] == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_guard_is_reversible_and_complete(text):
    shown = guarded(text)

    assert unguarded(shown) == text
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown.startswith("'") or FORMULA.match(shown) is None


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=5))
def test_csv_gives_back_any_text(texts):
    rows = read_csv([(text, 1) for text in texts])

    assert [unguarded(row[0]) for row in rows[1:]] == [clean_text(text) for text in texts]


def test_json_lines_keep_types():
    lines = list(json_lines(COLUMNS, [("=1", Decimal("1.50")), (None, DAY), ("n", float("inf"))]))

    assert [json.loads(line) for line in lines] == [
        {"Texte": "=1", "Valeur": "1.50"},
        {"Texte": None, "Valeur": "2026-11-20"},
        {"Texte": "n", "Valeur": None},
    ]


def test_xlsx_keeps_types():
    rows = [("a", 12.5), ("b", DAY), ("c", MOMENT), ("d", Decimal("0.1")), (True, None), ("f", 10**18)]

    book, cut, _ = read_xlsx(rows)

    assert book.get_sheet_by_index(0).to_python() == [
        ["Texte", "Valeur"],
        ["a", 12.5],
        ["b", DAY],
        ["c", datetime(2026, 11, 20, 14, 32)],  # noqa: DTZ001 - a spreadsheet knows no time zone
        ["d", 0.1],
        ["oui", ""],
        ["f", "1" + "0" * 18],
    ]
    assert cut == []


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS, "http://a.fr", "mailto:a@b.fr", "{=1}"])
def test_xlsx_writes_texts_as_texts(text):
    book, _, target = read_xlsx([(text, 1)])

    sheet = ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    assert book.get_sheet_by_index(0).to_python()[1][0] == clean_text(text)
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=4))
def test_xlsx_gives_back_any_text(texts):
    book, _, _ = read_xlsx([(f"a{text}z", index) for index, text in enumerate(texts)])

    rows = book.get_sheet_by_index(0).to_python()[1:]
    assert [row[0] for row in rows] == [clean_text(f"a{text}z") for text in texts]


@pytest.mark.parametrize("character", ["é", "😀"])
def test_xlsx_cuts_a_text_too_long_and_says_so(character):
    book, cut, _ = read_xlsx([("court", 1), (character * 40_000, 2)])

    cell = book.get_sheet_by_index(0).to_python()[2][0]
    assert cut == [CutCell(2, "Texte", 40_000)]
    assert cell.endswith(CUT_MARK)
    assert CELL_LIMIT - 1 <= len(cell.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_xlsx_header_is_frozen_filtered_and_sized():
    _, _, target = read_xlsx([("a", 1)] * 3)

    sheet = ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:B4"/>' in sheet
    assert '<col min="2" max="2" width="30.7109375" customWidth="1"/>' in sheet


def test_xlsx_goes_on_in_a_further_sheet(monkeypatch):
    monkeypatch.setattr(tables, "SHEET_ROWS", 3)

    book, _, _ = read_xlsx([("a", n) for n in range(5)], title="Un titre [long] : bien plus que 31 signes")

    names = book.sheet_names
    assert [len(book.get_sheet_by_name(name).to_python()) for name in names] == [3, 3, 2]
    assert names[1].endswith(" 2")
    assert max(map(len, names)) <= 31


def test_xlsx_is_the_same_twice():
    rows = [("a", DAY), ("b", 2)]

    archive = ZipFile(read_xlsx(rows)[2])
    assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 31)}
    assert "2026-11-20T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml").decode()
    assert read_xlsx(rows)[2].getvalue() == read_xlsx(rows)[2].getvalue()
