"""``palier sheets``: what it prints, what it writes, how it ends."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from palier.library.actions.writing import write_draft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from tests.factories.sheets import NOW, full_draft, make_sheet

HEADER = "Titre;Résumé;Source;Identifiant d'origine"
CSV = f"{HEADER}\nLe banc rouge;Un banc.;base;1\nLa soupe;Une soupe.;base;2\n"
KEYS = ["read", "created", "updated", "identical", "probable_duplicates", "refused", "warnings"]


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "fiches.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def run(*words: object) -> tuple[int, str, str]:
    """Return the exit status, the standard output and the error output of ``palier sheets WORDS``."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("sheets", *map(str, words), stdout=out, stderr=errors)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def counts(report: str) -> tuple[int, ...]:
    """Return how many sheets were read, created, updated, identical, in a JSON report."""
    return tuple(json.loads(report)[name] for name in KEYS[:4])


@pytest.mark.django_db
def test_second_import_changes_nothing(csv_file: Path) -> None:
    first = run("import", csv_file, "--json", "--no-meaning")
    stamps = list(ActionSheet.objects.values_list("updated_at", flat=True))
    second = run("import", csv_file, "--json", "--no-meaning")

    assert list(json.loads(first[1])) == KEYS
    assert (first[0], counts(first[1])) == (0, (2, 2, 0, 0))
    assert (second[0], counts(second[1])) == (0, (2, 0, 0, 2))
    assert list(ActionSheet.objects.values_list("updated_at", flat=True)) == stamps


@pytest.mark.django_db
def test_dry_run_writes_nothing_and_says_so(csv_file: Path) -> None:
    status, out, _ = run("import", csv_file, "--dry-run")

    assert status == 0
    assert out.splitlines()[-2:] == [
        "Essai à blanc : rien n'a été écrit.",
        "2 lues : 2 nouvelles, 0 mises à jour, 0 identiques, 0 refusées, 0 doublons probables.",
    ]
    assert ActionSheet.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("option", "visibility"), [([], Visibility.MEMBERS), (["--public"], Visibility.PUBLIC)])
def test_new_sheets_are_for_members_unless_told(csv_file: Path, option: list[str], visibility: Visibility) -> None:
    run("import", csv_file, "--no-meaning", *option)

    assert set(ActionSheet.objects.values_list("visibility", flat=True)) == {visibility}


@pytest.mark.django_db
def test_one_identifier_for_two_sheets_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "memes.csv"
    path.write_text(f"{HEADER}\nA;Un texte.;base;1\nB;Un autre.;base;1\nC;Bonne.;base;2\n", encoding="utf-8")

    status, out, _ = run("import", path, "--json", "--no-meaning")

    report = json.loads(out)
    assert (status, report["read"], report["created"]) == (2, 3, 1)
    assert [(notice["sheet"], notice["line"]) for notice in report["refused"]] == [("A", 2), ("B", 3)]
    assert "lignes 2 et 3" in report["refused"][0]["message"]


def make_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(300):
                sheet.write(bytes(1024 * 1024))


def make_big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)


BAD = [
    ("dossier", Path.mkdir, "C'est un dossier"),
    ("absent.txt", lambda path: None, "Ce fichier n'existe pas"),
    ("vide.txt", Path.touch, "Ce fichier est vide"),
    ("image.txt", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40)), "Ce fichier est une image"),
    ("programme.csv", lambda path: path.write_bytes(b"\x7fELF" + bytes(40)), "Ce fichier est un programme"),
    ("gros.txt", make_big, "Ce fichier est trop gros (200 Mo, pour 50 Mo au plus)"),
    ("coupe.xlsx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(40)), "Ce classeur est abîmé"),
    ("bombe.xlsx", make_bomb, "Ce classeur, une fois déplié, est démesuré"),
    ("titres.csv", lambda path: path.write_text("a;b\n1;2\n"), "Ligne 1 : Aucune ligne d'en-tête reconnue"),
    ("faux.json", lambda path: path.write_text('{"a": [1,\n 2,,]}'), "Ligne 2 : Ce JSON est mal formé"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "make", "message"), BAD, ids=[case[0] for case in BAD])
def test_bad_file_is_one_sentence_and_status_2(tmp_path: Path, name: str, make, message: str) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / name)

    status, out, errors = run("import", tmp_path / name, "--json")

    assert (status, out, errors.count("\n")) == (2, "", 1)
    assert errors[: len(message)] == message
    assert ActionSheet.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "fiches.csv"
    path.write_text(CSV, encoding=encoding)

    run("import", path, "--no-meaning")

    assert sorted(ActionSheet.objects.values_list("title", flat=True)) == ["La soupe", "Le banc rouge"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_exported_file_comes_back_identical(tmp_path: Path, kind: str) -> None:
    draft = full_draft()
    draft.limits = "- La pluie.\n- Le vent."
    write_draft(draft=draft, visibility=Visibility.MEMBERS, writer=SERVER, now=NOW)
    make_sheet("Le petit déjeuner", summary="Un café au pied des immeubles, le jour du marché.")
    path = tmp_path / f"fiches.{kind}"

    exported = run("export", path)
    report = run("import", path, "--json", "--no-meaning")[1]

    assert (exported[0], exported[1]) == (0, f"2 fiches écrites dans {path}.\n")
    assert counts(report) == (2, 0, 0, 2)


@pytest.mark.django_db
def test_search_filters_and_counts() -> None:
    make_sheet("Jardin des aînés", publics=["seniors"])
    make_sheet("Jardin des enfants", publics=["enfance"])
    make_sheet("Jardin secret", publics=["seniors"], visibility=Visibility.MEMBERS)

    status, out, _ = run("search", "jardin", "--json", "--facet", "public=seniors", "--public-only", "--limit", "3")

    found = json.loads(out)
    assert status == 0
    assert list(found) == ["total", "proposal", "sheets", "facets"]
    assert (found["total"], [sheet["title"] for sheet in found["sheets"]]) == (1, ["Jardin des aînés"])
    assert found["sheets"][0]["slug"] == "jardin-des-aines"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["search", "x", "--limit", "0"], "--limit : attendu un nombre supérieur à zéro."),
        (["search", "x", "--facet", "rien=1"], "--facet : « rien » n'existe pas. Facettes : modalite, "),
        (["search", "x", "--facet", "statut=rien"], "--facet statut : « rien » n'existe pas. Valeurs : en_cours"),
        (["export", "fiches.doc"], "Terminez le nom du fichier par .csv, .xlsx ou .json."),
        (["export", "/nulle/part/x.csv"], "Impossible d'écrire « /nulle/part/x.csv » : ce dossier n'existe pas."),
    ],
)
def test_wrong_words_are_refused_in_french(words: list[str], message: str) -> None:
    status, out, errors = run(*words)

    assert (status, out) == (2, "")
    assert errors[: len(message)] == message


def test_process_ends_with_status_2_and_prints_only_json_on_its_output(tmp_path: Path, csv_file: Path) -> None:
    settings = {"PALIER_DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}
    environment = {**os.environ, **settings, "PALIER_DATABASE_URL": ""}

    def palier(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "palier", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)

    palier("migrate", "--verbosity", "0")
    good = palier("sheets", "import", str(csv_file), "--json", "--no-meaning")
    bad = palier("sheets", "import", str(tmp_path), "--json")
    welcome = palier()

    assert (good.returncode, counts(good.stdout), good.stderr) == (0, (2, 2, 0, 0), "")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr[:17] == "C'est un dossier,"
    assert welcome.stdout.splitlines()[0] == "Palier : l'aller-vers des centres sociaux."


@pytest.mark.django_db
def test_real_text_gives_twenty_four_sheets(real_file: Path) -> None:
    status, out, _ = run("import", real_file, "--json", "--no-meaning")

    assert (status, counts(out)) == (0, (25, 24, 0, 1))
