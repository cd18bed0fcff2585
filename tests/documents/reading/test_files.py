"""Files that cannot be read: each gives a French sentence that says what to do, with its line if any."""

import io
import os
from pathlib import Path

import pytest

from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.files import DEFAULT_LIMIT
from palier.documents.reading.tables import read_table
from tests.documents.reading.samples import COLUMNS


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
        (b"{\\rtf1 Titre}", None, "un document RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "enregistrez-le en .xlsx"),
        (b"Titre\nUn\0deux\n", 2, "pas du texte"),
        ("Titre\nUn\0deux\n".encode("utf-16"), 2, "pas du texte"),
        (b"Titre\n\x01\x02\x03\x04\x05\x06\n", None, "pas du texte"),
        (b"Titre\n\xc3\xa9t\xc3\xa9\nun \xe9crit\n", 3, "UTF-8"),
        ("Titre\nété à l'école\n".encode("mac-roman"), 2, "UTF-8"),
        ("Titre\nété à l'école\n".encode("cp850"), 2, "UTF-8"),
        (b"\xff\xfeA\0\n\0b", 2, "UTF-8"),
        (b"PK\x03\x04 tronqu", None, "abîmé"),
    ],
)
def test_content_that_is_no_table_is_unreadable(content: bytes, line: int | None, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        read_table(io.BytesIO(content), COLUMNS)
    assert caught.value.line == line


def test_message_begins_with_its_line() -> None:
    assert str(UnreadableFile("Corrigez.", 3)) == "Ligne 3 : Corrigez."
    assert str(UnreadableFile("Corrigez.")) == "Corrigez."


def test_folder_missing_file_and_device_are_unreadable(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "dossier"),
        (tmp_path / "rien.csv", "n'existe pas"),
        (Path("/dev/null"), "ordinaire"),
    ):
        with pytest.raises(UnreadableFile, match=words):
            read_table(path, COLUMNS)


def test_name_that_no_disk_can_hold_is_unreadable(tmp_path: Path) -> None:
    for name in ("a" * 5000, "a\0b"):
        with pytest.raises(UnreadableFile, match="ne peut pas être ouvert"):
            read_table(tmp_path / name, COLUMNS)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read any file")
def test_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "prive.csv"
    path.write_text("Titre\n")
    path.chmod(0)

    with pytest.raises(UnreadableFile, match="permise"):
        read_table(path, COLUMNS)


def test_permission_refused_by_the_system_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "prive.csv"
    path.write_text("Titre\n")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(UnreadableFile, match="permise"):
        read_table(path, COLUMNS)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gros.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_args, **_options: pytest.fail("the file was opened"))

    with pytest.raises(UnreadableFile, match="200 Mo, pour 50 Mo au plus"):
        read_table(path, COLUMNS)
    assert DEFAULT_LIMIT == 50 * 1024 * 1024


def test_limit_may_be_lowered(tmp_path: Path) -> None:
    content = b"Titre\nUn\n"
    (tmp_path / "a.csv").write_bytes(content)

    for source in (tmp_path / "a.csv", io.BytesIO(content)):
        assert len(read_table(source, COLUMNS, limit=len(content)).rows) == 1
    for source in (tmp_path / "a.csv", io.BytesIO(content)):
        with pytest.raises(UnreadableFile, match="trop gros"):
            read_table(source, COLUMNS, limit=len(content) - 1)


def test_messages_say_what_was_expected() -> None:
    expected = Expected("la liste de vos partenaires", ".csv")

    with pytest.raises(UnreadableFile) as caught:
        read_table(io.BytesIO(b"%PDF-1.7"), COLUMNS, expected=expected)
    assert caught.value.message == (
        "Ce fichier est un PDF, pas la liste de vos partenaires. "
        "Choisissez un fichier .csv qui contient la liste de vos partenaires."
    )
