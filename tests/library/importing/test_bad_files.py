"""Files that cannot be read: each gives a French sentence that says what to do, with its line if any."""

from collections.abc import Callable
from pathlib import Path

import pytest

from palier.library.drafts import ParsedFile
from palier.library.importing import DEFAULT_LIMIT, UnreadableFile, read_file

Read = Callable[..., ParsedFile]


# Each way that a file of bytes, a text, a workbook can be bad is tried in tests/documents/reading.
@pytest.mark.parametrize(
    ("content", "name", "line", "words"),
    [
        (b" \n\t\n", "depot", None, "vide.*des fiches d'action"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "depot", None, "une image, pas des fiches d'action"),
        (b"Actions\nUn\0deux\n", "depot", 2, "pas du texte"),
        (b"Actions\n\xc3\xa9t\xc3\xa9\nun \xe9crit\n", "depot", 3, "UTF-8"),
        (b"PK\x03\x04 tronqu", "depot", None, "abîmé"),
        (b"Actions\nUn\n", "fiches.xlsx", None, "abîmé"),
    ],
)
def test_content_that_is_no_sheets_is_unreadable(
    read: Read, content: bytes, name: str, line: int | None, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(content, name)
    assert caught.value.line == line


def test_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"C'est un dossier.*des fiches d'action"):
        read_file(tmp_path)


def test_largest_size_is_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "gros.txt"
    with path.open("wb") as file:
        file.truncate(DEFAULT_LIMIT + 1024 * 1024)

    with pytest.raises(UnreadableFile, match="51 Mo, pour 50 Mo au plus"):
        read_file(path)


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
