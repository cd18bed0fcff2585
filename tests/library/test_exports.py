"""Exports: what an import reads back, and nothing a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from palier.audit.actor import Actor
from palier.library.actions.importing import import_sheets
from palier.library.actions.writing import write_draft
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.importing import read_file
from palier.library.permissions import SERVER
from tests.factories.sheets import LATER, NOW, full_draft, make_draft, make_sheet, make_sheets

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("Essai")
FORMATS = ["csv", "xlsx", "json"]


def export(client: Client, file_format: str, query: str = "") -> bytes:
    response = client.get(f"/fiches/export.{file_format}{query}")
    assert response.status_code == 200
    content: bytes = response.getvalue() if response.streaming else response.content
    return content


def read_back(content: bytes, file_format: str, folder: Path) -> list[SheetDraft]:
    path = folder / f"fiches.{file_format}"
    path.write_bytes(content)
    parsed = read_file(path)
    assert (parsed.refused, parsed.warnings) == ([], [])
    return [replace(draft, line=0) for draft in parsed.drafts]


def awkward_drafts() -> list[SheetDraft]:
    """Drafts whose texts are traps for tables; modalities are stated, for an import would deduce them."""
    return [
        full_draft(),
        make_draft("=1+1", summary="+33 et -2", limits="@somme", plus="'=déjà gardé", modalities=["jeu"]),
        make_draft('Un "titre" ; avec, tout | dedans', summary="Une ligne\n\n- un\n- deux", modalities=["jardin"]),
        make_draft("Le seul titre", modalities=["autre"]),
    ]


@pytest.mark.parametrize("file_format", FORMATS)
def test_export_reads_back_the_same(client: Client, tmp_path: Path, file_format: str) -> None:
    drafts = awkward_drafts()
    for draft in drafts:
        write_draft(draft=draft, visibility=Visibility.PUBLIC, writer=SERVER, now=NOW)

    found = read_back(export(client, file_format), file_format, tmp_path)

    assert sorted(found, key=lambda draft: draft.title) == sorted(drafts, key=lambda draft: draft.title)


@pytest.mark.parametrize("file_format", FORMATS)
def test_import_of_an_export_changes_nothing(client: Client, tmp_path: Path, file_format: str) -> None:
    for draft in awkward_drafts():
        write_draft(draft=draft, visibility=Visibility.PUBLIC, writer=SERVER, now=NOW)
    path = tmp_path / f"fiches.{file_format}"
    path.write_bytes(export(client, file_format))

    report = import_sheets(
        parsed=read_file(path), name="f", visibility=Visibility.PUBLIC, writer=SERVER, by=SYSTEM, now=LATER
    )

    assert (report.read, report.identical) == (4, 4)


FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(client: Client, formula: str) -> None:
    make_sheet(formula, summary=formula, attachments=[formula], structure_name=formula)

    rows = list(csv.reader(io.StringIO(export(client, "csv").decode("utf-8-sig")), delimiter=";"))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(export(client, "xlsx")))
    cells = [str(cell) for row in [*rows, *workbook.get_sheet_by_index(0).to_python()] for cell in row]

    assert len(rows) == 2
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert len([cell for cell in cells if cell.startswith("'")]) == 8


@pytest.mark.parametrize("file_format", FORMATS)
def test_export_follows_the_search(client: Client, tmp_path: Path, file_format: str) -> None:
    make_sheet("Le jardin", publics=["seniors"], modalities=["jardin"])
    make_sheet("Le vélo", modalities=["autre"])

    found = read_back(export(client, file_format, "?public=seniors&page=4"), file_format, tmp_path)

    assert [draft.title for draft in found] == ["Le jardin"]


def test_export_has_all_pages_in_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    make_sheets(30)
    client.get("/fiches/")

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        content = export(client, "json")

    assert content.count(b'"title"') == 30


@pytest.mark.parametrize("file_format", FORMATS)
def test_export_of_nothing_is_a_file_too(client: Client, file_format: str) -> None:
    assert len(export(client, file_format)) > 10


@pytest.mark.parametrize("file_format", FORMATS)
def test_export_is_saved_under_its_day(client: Client, file_format: str) -> None:
    disposition = client.get(f"/fiches/export.{file_format}").headers["Content-Disposition"]

    assert disposition.startswith("attachment;")
    assert disposition.rstrip('"').endswith(f".{file_format}")
