"""Workbooks: damaged, hostile, or whole; and what their cells say."""

import datetime
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.tables import TableRow, read_table
from palier.documents.reading.workbooks import check_archive
from tests.documents.reading.samples import COLUMNS, SHEET_NAME, SHEET_XML, workbook


def test_workbook_is_read() -> None:
    assert b"xl/worksheets/sheet1.xml" in workbook()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook_is_unreadable(share: float) -> None:
    whole = workbook()
    assert [row.cells for row in read_table(io.BytesIO(whole), COLUMNS).rows] == [{"title": "Un", "summary": "a"}]

    with pytest.raises(UnreadableFile, match="abîmé"):
        read_table(io.BytesIO(whole[: int(len(whole) * share)]), COLUMNS)


def test_text_named_xlsx_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="abîmé"):
        read_table(io.BytesIO(b"Titre\nUn\n"), COLUMNS, name="tableau.XLSX")


def test_other_archive_is_unreadable() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(UnreadableFile, match="pas un classeur"):
        read_table(io.BytesIO(file.getvalue()), COLUMNS)


def test_zip_bomb_that_says_its_size_is_refused() -> None:
    bomb = workbook({SHEET_NAME: b" " * (310 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024

    with pytest.raises(UnreadableFile, match="démesuré"):
        read_table(io.BytesIO(bomb), COLUMNS)


def test_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    size = 310 * 1024 * 1024
    bomb = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 1000))

    with pytest.raises(UnreadableFile, match="démesuré"):
        read_table(io.BytesIO(bomb), COLUMNS)


def test_part_that_lies_a_little_about_its_size_is_refused() -> None:
    size = 5_000_123
    lying = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 1000))

    with pytest.raises(UnreadableFile, match="abîmé"):
        check_archive(lying, Expected())


def test_workbook_that_says_it_is_huge_is_refused_at_its_word() -> None:
    size = 5_000_123
    boasting = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 2**32 - 2))

    with pytest.raises(UnreadableFile, match="démesuré"):
        read_table(io.BytesIO(boasting), COLUMNS)


def test_cell_at_the_far_corner_is_refused() -> None:
    far = (SHEET_XML % (b"", b"Un")).replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"')

    with pytest.raises(UnreadableFile, match="démesuré"):
        read_table(io.BytesIO(workbook({SHEET_NAME: far})), COLUMNS)


# 100 GB, which no machine gives; 5 GB, which many promise.
@pytest.mark.parametrize("count", [b"4294967296", b"200000000"])
def test_workbook_that_asks_for_all_the_memory_is_refused_and_we_live(count: bytes) -> None:
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%s">'
        b"<si><t>Titre</t></si><si><t>x</t></si><si><t>Un</t></si><si><t>a</t></si></sst>"
    ) % count

    with pytest.raises(UnreadableFile, match="abîmé") as caught:
        read_table(io.BytesIO(workbook({"xl/sharedStrings.xml": strings})), COLUMNS)
    assert "memory allocation" in getattr(caught.value.__cause__, "stderr", b"").decode()


def test_entities_of_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canari")
    entities = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file://%s"><!ENTITY f "canari">]>' % str(secret).encode()

    content = workbook({SHEET_NAME: SHEET_XML % (entities, b"Un &e; &f;")})

    with pytest.raises(UnreadableFile, match="abîmé") as caught:
        read_table(io.BytesIO(content), COLUMNS)
    assert "canari" not in getattr(caught.value.__cause__, "stderr", b"").decode()


def test_first_sheet_whose_header_fits_is_read_with_its_cells_as_texts() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Lisez-moi").write_row(0, 0, ["Bonjour", "à vous"])
        table = book.add_worksheet("Tableau")
        table.write_row(2, 0, ["Titre", "Contenu", "Couleur"])
        table.write_row(3, 0, ["Un", 3.0, 1.5])
        table.write_datetime(5, 0, datetime.date(2026, 11, 21), book.add_format({"num_format": "dd/mm/yyyy"}))
        table.write_boolean(5, 1, True)
    file.seek(0)

    assert read_table(file, COLUMNS).rows == [
        TableRow(4, {"title": "Un", "summary": "3"}, {"Couleur": "1.5"}),
        TableRow(6, {"title": "21/11/2026", "summary": "Oui"}),
    ]


def test_workbook_without_a_fitting_header_is_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    file.seek(0)

    with pytest.raises(UnreadableFile, match="« Titre »"):
        read_table(file, COLUMNS)
