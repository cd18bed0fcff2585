"""Files that cannot be read: each gives a French sentence that says what to do, with its line if any."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from palier.library.drafts import ParsedFile
from palier.library.importing import DEFAULT_LIMIT, UnreadableFile, read_file
from palier.library.importing.workbooks import check_archive

Read = Callable[..., ParsedFile]


def workbook(replaced: dict[str, bytes] | None = None) -> bytes:
    """A small workbook, some of its parts replaced."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        table = book.add_worksheet()
        table.write_row(0, 0, ["Titre", "Résumé"])
        table.write_row(1, 0, ["Un", "a"])
    parts = replaced or {}
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            target.writestr(name, parts[name])
    return changed.getvalue()


SHEET_XML = b"""<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>"""
SHEET_NAME = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "vide"),
        (b" \n\t\n", None, "vide"),
        ("\n".encode("utf-16"), None, "vide"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "une image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", None, "une image"),
        (b"\x7fELF\x02\x01\x01\0", None, "un programme"),
        (b"%PDF-1.7\n", None, "un PDF"),
        (b"{\\rtf1 Actions}", None, "un document RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "enregistrez-le en .xlsx"),
        (b"Actions\nUn\0deux\n", 2, "pas du texte"),
        ("Actions\nUn\0deux\n".encode("utf-16"), 2, "pas du texte"),
        (b"Actions\n\x01\x02\x03\x04\x05\x06\n", None, "pas du texte"),
        (b"Actions\n\xc3\xa9t\xc3\xa9\nun \xe9crit\n", 3, "UTF-8"),
        ("Actions\nété à l'école\n".encode("mac-roman"), 2, "UTF-8"),
        ("Actions\nété à l'école\n".encode("cp850"), 2, "UTF-8"),
        (b"\xff\xfeA\0\n\0b", 2, "UTF-8"),
        (b"PK\x03\x04 tronqu", None, "abîmé"),
    ],
)
def test_content_that_is_no_sheets_is_unreadable(read: Read, content: bytes, line: int | None, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(content, "depot")
    assert caught.value.line == line


def test_message_begins_with_its_line() -> None:
    assert str(UnreadableFile("Corrigez.", 3)) == "Ligne 3 : Corrigez."
    assert str(UnreadableFile("Corrigez.")) == "Corrigez."


def test_folder_missing_file_and_device_are_unreadable(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "dossier"),
        (tmp_path / "rien.txt", "n'existe pas"),
        (Path("/dev/null"), "ordinaire"),
    ):
        with pytest.raises(UnreadableFile, match=words):
            read_file(path)


def test_name_that_no_disk_can_hold_is_unreadable(tmp_path: Path) -> None:
    for name in ("a" * 5000, "a\0b"):
        with pytest.raises(UnreadableFile, match="ne peut pas être ouvert"):
            read_file(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read any file")
def test_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "prive.txt"
    path.write_text("Actions\n")
    path.chmod(0)

    with pytest.raises(UnreadableFile, match="permise"):
        read_file(path)


def test_permission_refused_by_the_system_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "prive.txt"
    path.write_text("Actions\n")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(UnreadableFile, match="permise"):
        read_file(path)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gros.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_args, **_options: pytest.fail("the file was opened"))

    with pytest.raises(UnreadableFile, match="200 Mo, pour 50 Mo au plus"):
        read_file(path)
    assert DEFAULT_LIMIT == 50 * 1024 * 1024


def test_limit_may_be_lowered(read: Read, sheet: str) -> None:
    assert len(read(sheet, limit=len(sheet.encode())).drafts) == 1
    with pytest.raises(UnreadableFile, match="trop gros"):
        read(sheet, limit=len(sheet.encode()) - 1)


def test_unknown_format_is_refused(read: Read, sheet: str) -> None:
    with pytest.raises(UnreadableFile, match="auto, text, csv, xlsx, json"):
        read(sheet, file_format="docx")


def test_stated_format_wins_over_the_name(read: Read, sheet: str) -> None:
    assert len(read(sheet, "fiches.csv", file_format="text").drafts) == 1
    with pytest.raises(UnreadableFile, match="mal formé"):
        read(sheet, file_format="json")
    with pytest.raises(UnreadableFile, match="abîmé"):
        read(sheet, file_format="xlsx")


def test_name_of_a_temporary_copy_tells_its_format(read: Read) -> None:
    assert len(read("Titre\nUn\n", "tmp123", shown="fiches.CSV").drafts) == 1


def test_control_characters_are_taken_away_and_told(read: Read, sheet: str) -> None:
    parsed = read(sheet.replace("La pluie.", "La\x07 pluie."))

    assert parsed.drafts[0].limits == "La pluie."
    expected = sheet.split("\n").index("La pluie.") + 1
    assert [(notice.sheet, notice.line) for notice in parsed.warnings] == [("", expected)]


def test_workbook_is_read() -> None:
    assert b"xl/worksheets/sheet1.xml" in workbook()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook_is_unreadable(read: Read, share: float) -> None:
    whole = workbook()
    assert [draft.title for draft in read(whole, "fiches.xlsx").drafts] == ["Un"]

    with pytest.raises(UnreadableFile, match="abîmé"):
        read(whole[: int(len(whole) * share)], "fiches.xlsx")


def test_text_named_xlsx_is_unreadable(read: Read, sheet: str) -> None:
    with pytest.raises(UnreadableFile, match="abîmé"):
        read(sheet, "fiches.xlsx")


def test_other_archive_is_unreadable(read: Read) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(UnreadableFile, match="pas un classeur"):
        read(file.getvalue(), "fiches.docx")


def test_zip_bomb_that_says_its_size_is_refused(read: Read) -> None:
    bomb = workbook({SHEET_NAME: b" " * (310 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024

    with pytest.raises(UnreadableFile, match="démesuré"):
        read(bomb, "fiches.xlsx")


def test_zip_bomb_that_lies_about_its_size_is_refused(read: Read) -> None:
    size = 310 * 1024 * 1024
    bomb = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 1000))

    with pytest.raises(UnreadableFile, match="démesuré"):
        read(bomb, "fiches.xlsx")


def test_part_that_lies_a_little_about_its_size_is_refused() -> None:
    size = 5_000_123
    lying = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 1000))

    with pytest.raises(UnreadableFile, match="abîmé"):
        check_archive(lying)


def test_workbook_that_says_it_is_huge_is_refused_at_its_word(read: Read) -> None:
    size = 5_000_123
    boasting = workbook({SHEET_NAME: b" " * size}).replace(struct.pack("<L", size), struct.pack("<L", 2**32 - 2))

    with pytest.raises(UnreadableFile, match="démesuré"):
        read(boasting, "fiches.xlsx")


def test_cell_at_the_far_corner_is_refused(read: Read) -> None:
    far = (SHEET_XML % (b"", b"Un")).replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"')

    with pytest.raises(UnreadableFile, match="démesuré"):
        read(workbook({SHEET_NAME: far}), "fiches.xlsx")


# 100 GB, which no machine gives; 5 GB, which many promise.
@pytest.mark.parametrize("count", [b"4294967296", b"200000000"])
def test_workbook_that_asks_for_all_the_memory_is_refused_and_we_live(read: Read, count: bytes) -> None:
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%s">'
        b"<si><t>Titre</t></si><si><t>x</t></si><si><t>Un</t></si><si><t>a</t></si></sst>"
    ) % count

    with pytest.raises(UnreadableFile, match="abîmé") as caught:
        read(workbook({"xl/sharedStrings.xml": strings}), "fiches.xlsx")
    assert "memory allocation" in getattr(caught.value.__cause__, "stderr", b"").decode()


def test_entities_of_a_workbook_are_not_expanded(read: Read, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canari")
    entities = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file://%s"><!ENTITY f "canari">]>' % str(secret).encode()

    content = workbook({SHEET_NAME: SHEET_XML % (entities, b"Un &e; &f;")})

    with pytest.raises(UnreadableFile, match="abîmé") as caught:
        read(content, "fiches.xlsx")
    assert "canari" not in getattr(caught.value.__cause__, "stderr", b"").decode()


def test_same_identifier_with_other_content_is_refused_twice(read: Read) -> None:
    parsed = read(
        "Titre;Identifiant d'origine;Résumé\nUn;A1;x\nDeux;A1;y\nTrois;A2;z\nTrois;A2;z\nQuatre;;\nCinq;;\n",
        "fiches.csv",
    )

    assert [(draft.title, draft.line) for draft in parsed.drafts] == [
        ("Trois", 4),
        ("Trois", 5),
        ("Quatre", 6),
        ("Cinq", 7),
    ]
    assert [(notice.sheet, notice.line, notice.field) for notice in parsed.refused] == [
        ("Un", 2, "source_id"),
        ("Deux", 3, "source_id"),
    ]
    assert all("lignes 2 et 3" in notice.message for notice in parsed.refused)


def test_same_identifier_from_two_sources_is_no_conflict(read: Read) -> None:
    parsed = read("Titre;Source;Identifiant\nUn;a;1\nDeux;b;1\n", "fiches.csv")

    assert (len(parsed.drafts), parsed.refused) == (2, [])
