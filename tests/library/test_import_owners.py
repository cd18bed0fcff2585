"""Imports in an instance of several structures: whose sheets, whose report, whose trace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.library.models import ActionSheet, ImportRun
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_federation, make_member, make_structure
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db
NEW = "/fiches/importer/"
FILE = "Titre;Structure organisatrice;Résumé\nLe banc;Centre A;Un texte neuf.\nLe vélo;Centre A;Un vélo.\n"
Send = Callable[..., ImportRun]


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any) -> Send:
    """Import a file from a browser of a structure, let its task run outside of any scope, and return the import."""

    def _send(browser: Client, structure: Structure, content: str | bytes = FILE, **fields: str) -> ImportRun:
        data = content.encode() if isinstance(content, str) else content
        form = {"file": SimpleUploadedFile("secret.csv", data), "visibility": "members", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post(NEW, form)
        with structure_scope(structure.pk):
            return ImportRun.objects.get(pk=response.headers["Location"].split("/")[-2])

    return _send


def report_of(run: ImportRun) -> dict[str, Any]:
    assert run.report is not None
    return run.report


def test_new_sheets_belong_to_the_structure_that_imports(editor: Client, structure: Structure, send: Send) -> None:
    run = send(editor, structure)

    assert (run.structure, run.by.name if run.by else "", report_of(run)["created"]) == (structure, "Awa Perrin", 2)
    assert set(ActionSheet.objects.values_list("owner", flat=True)) == {structure.pk}


def test_import_leaves_one_audit_line_with_who_and_how_many(editor: Client, structure: Structure, send: Send) -> None:
    send(editor, structure)
    send(editor, structure, dry_run="on")

    with across_structures():
        lines = AuditEntry.objects.values_list("structure_id", "actor_name", "device", "target_label", "detail")
        found = list(lines)
    assert found == [
        (
            structure.pk,
            "Awa Perrin",
            "Navigateur, appareil inconnu",
            "secret.csv",
            "Import : 2 nouvelles, 0 mises à jour, 0 refusées",
        )
    ]


@pytest.mark.parametrize("fields", [{}, {"dry_run": "on"}])
def test_sheet_of_another_structure_is_refused_with_its_reason(
    editor: Client, structure: Structure, send: Send, fields: dict[str, str]
) -> None:
    make_sheet("Le banc", structure_name="Centre A", summary="L'ancien.", owner=make_structure("Les Garances"))

    run = send(editor, structure, **fields)

    assert [report_of(run)[name] for name in ("read", "created", "updated", "identical")] == [2, 1, 0, 0]
    assert report_of(run)["refused"] == [
        {
            "sheet": "Le banc",
            "line": 2,
            "field": "owner",
            "message": "Cette fiche appartient à « Les Garances » : son équipe peut la modifier. Elle n'a pas changé.",
        }
    ]
    assert ActionSheet.objects.get(title="Le banc").summary == "L'ancien."


def test_own_sheet_is_updated(editor: Client, structure: Structure, send: Send) -> None:
    make_sheet("Le banc", structure_name="Centre A", summary="L'ancien.", owner=structure)

    run = send(editor, structure)

    assert (report_of(run)["updated"], report_of(run)["refused"]) == (1, [])
    assert ActionSheet.objects.get(title="Le banc").summary == "Un texte neuf."


def test_shared_sheet_is_updated_only_by_who_looks_after_it(editor: Client, structure: Structure, send: Send) -> None:
    make_sheet("Le banc", structure_name="Centre A", summary="L'ancien.")
    federation = make_federation()
    keeper = logged_in(make_member(Role.FEDERATION, structure=federation))

    refused, done = send(editor, structure), send(keeper, federation)

    assert [notice["message"] for notice in report_of(refused)["refused"]] == [
        "Cette fiche est commune à toute l'instance : la fédération peut la modifier. Elle n'a pas changé."
    ]
    assert report_of(done)["updated"] == 1


def test_export_of_the_library_comes_back_without_a_refusal(editor: Client, structure: Structure, send: Send) -> None:
    other = make_structure()
    neighbour = logged_in(make_member(Role.REFERENT, structure=other))
    neighbour.post("/fiches/nouvelle/", {"title": "Le kiosque", "visibility": "members", "resources": "300 €"})
    make_sheet("Le banc", structure_name="Centre A", owner=other)
    exported = b"".join(editor.get("/fiches/export.csv").streaming_content)  # type: ignore[attr-defined]

    run = send(editor, structure, exported)

    assert (report_of(run)["identical"], report_of(run)["refused"]) == (2, [])


def test_twice_in_one_file_a_sheet_of_others_is_refused_twice_by_trial_and_for_real(
    editor: Client, structure: Structure, send: Send
) -> None:
    make_sheet("Le banc", structure_name="Centre A", owner=make_structure())
    content = "Titre;Structure organisatrice;Résumé\nLe banc;Centre A;Un.\nLe banc;Centre A;Deux.\n"

    trial, real = send(editor, structure, content, dry_run="on"), send(editor, structure, content)

    assert [notice["line"] for notice in report_of(real)["refused"]] == [2, 3]
    assert report_of(trial)["refused"] == report_of(real)["refused"]


def test_import_of_another_structure_is_nowhere(editor: Client, structure: Structure, send: Send) -> None:
    other = make_structure()
    neighbour = logged_in(make_member(Role.DIRECTION, structure=other))
    run = send(editor, structure)

    answers = [neighbour.get(f"{run.get_absolute_url()}{end}").status_code for end in ("", "rapport.json")]
    listed = neighbour.get(NEW)

    assert answers == [404, 404]
    assert list(listed.context["runs"]) == []
    assert "secret.csv" not in listed.content.decode()
    assert [shown.pk for shown in editor.get(NEW).context["runs"]] == [run.pk]


def test_import_of_somebody_who_left_keeps_their_name_for_the_structure(
    editor: Client, structure: Structure, send: Send
) -> None:
    run = send(editor, structure)
    with structure_scope(structure.pk):
        structure.memberships.update(name="Membre parti·e")

    assert "Membre parti·e" in editor.get(NEW).content.decode()
    assert run.by is not None
