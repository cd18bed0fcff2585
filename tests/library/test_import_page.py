"""Importing from the page: the file, the follow-up, the report. In tests, tasks run at once."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from palier.core.tenancy import across_structures, structure_scope
from palier.library.enums import ImportState, Visibility
from palier.library.forms import ImportForm
from palier.library.models import ActionSheet, ImportRun
from palier.structures.models import Structure
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db
NEW = "/fiches/importer/"
TEXT = """Actions
Le banc qui parle
- Structure organisatrice
- Centre social des Tilleuls - Isère
- Résumé
Un banc peint, deux bénévoles, une thermos.
Actions
Le vélo du jeudi
- Structure organisatrice
- Centre social des Tilleuls - Isère
- Résumé
Un vélo et sa remorque.
"""
Upload = Callable[..., ImportRun]


@pytest.fixture
def upload(editor: Client, structure: Structure, django_capture_on_commit_callbacks: Any) -> Upload:
    """Send a file as the form does, let its task run, and return the import."""

    def _upload(content: str | bytes, name: str = "fiches.txt", **fields: str) -> ImportRun:
        data = content.encode() if isinstance(content, str) else content
        form = {"file": SimpleUploadedFile(name, data), "visibility": "members", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            response = editor.post(NEW, form)
        assert response.status_code == 302
        with structure_scope(structure.pk):
            return ImportRun.objects.get(pk=response.headers["Location"].split("/")[-2])

    return _upload


def kept_files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "imports").glob("*"))


def test_file_becomes_sheets_and_a_report(upload: Upload, editor: Client) -> None:
    run = upload(TEXT, visibility="public")

    assert (run.state, run.name, run.done, run.total) == (ImportState.TERMINE, "fiches.txt", 2, 2)
    assert list(ActionSheet.objects.order_by("title").values_list("title", "visibility")) == [
        ("Le banc qui parle", "public"),
        ("Le vélo du jeudi", "public"),
    ]
    response = editor.get(run.get_absolute_url())
    assert [(row["line"], row["outcome"], row["slug"]) for row in response.context["rows"]] == [
        (2, "created", "le-banc-qui-parle"),
        (8, "created", "le-velo-du-jeudi"),
    ]
    assert 'href="/fiches/le-banc-qui-parle/"' in response.content.decode()


def test_file_is_not_kept(upload: Upload) -> None:
    before = kept_files()

    upload(TEXT)
    upload(b"\x00\x01\x02\x03" * 50)

    assert kept_files() == before


def test_same_file_again_changes_nothing(upload: Upload) -> None:
    upload(TEXT)

    report = upload(TEXT).report

    assert report is not None
    assert (report["read"], report["created"], report["identical"]) == (2, 0, 2)


def test_trial_writes_nothing_and_says_so(upload: Upload, editor: Client) -> None:
    run = upload(TEXT, dry_run="on")

    assert run.report is not None
    assert (run.report["created"], ActionSheet.objects.count()) == (2, 0)
    shown = editor.get(run.get_absolute_url()).content.decode()
    assert "Essai à blanc" in shown
    assert 'href="/fiches/le-banc-qui-parle/"' not in shown


def test_report_as_json(upload: Upload, editor: Client) -> None:
    run = upload(TEXT)

    response = editor.get(f"{run.get_absolute_url()}rapport.json")

    assert response.json() == run.report
    assert set(response.json()) == {
        "read",
        "created",
        "updated",
        "identical",
        "probable_duplicates",
        "refused",
        "warnings",
        "sheets",
    }
    assert response.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x00\x01\x02\x03\xff" * 50, "fiches.txt"),
        (b"%PDF-1.7 rien", "fiches.pdf"),
        (b"PK\x03\x04 coupe", "fiches.xlsx"),
        ("code;valeur\n12;34\n", "fiches.csv"),
        ('{"autre": 1}', "fiches.json"),
        ("   \n", "fiches.txt"),
    ],
)
def test_bad_file_is_refused_in_words(upload: Upload, editor: Client, content: str | bytes, name: str) -> None:
    run = upload(content, name)

    shown = editor.get(run.get_absolute_url()).content.decode()

    assert (run.state, ActionSheet.objects.count()) == (ImportState.REFUSE, 0)
    assert run.problem.endswith((".", ")"))
    assert "n&#x27;a pas pu être importé" in shown or "n'a pas pu être importé" in shown
    assert "erreur de Palier" not in run.problem


def test_refused_rows_are_told_with_their_line(upload: Upload, editor: Client) -> None:
    rows = [
        ["Titre", "Structure organisatrice", "Résumé"],
        ["", "Centre A", "Sans titre"],
        ["Le banc", "Centre A", "x"],
    ]
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows(rows)

    run = upload(table.getvalue(), "fiches.csv")

    assert run.report is not None
    assert (run.report["read"], run.report["created"]) == (2, 1)
    assert [notice["line"] for notice in run.report["refused"]] == [2]
    assert escape(run.report["refused"][0]["message"]) in editor.get(run.get_absolute_url()).content.decode()


def test_probable_duplicate_is_told_with_its_link(upload: Upload, editor: Client) -> None:
    make_sheet("Le banc qui parle !", structure_name="Centre social des Tilleuls", departement="38", source_id="1")

    run = upload(TEXT)

    assert (
        'href="/fiches/le-banc-qui-parle/">Le banc qui parle !</a>'
        in editor.get(run.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visibility": "members"}, "file"),
        ({"file": SimpleUploadedFile("vide.txt", b""), "visibility": "members"}, "file"),
        ({"file": SimpleUploadedFile("a.txt", b"a"), "visibility": "martiens"}, "visibility"),
    ],
)
def test_incomplete_form_is_shown_again(editor: Client, fields: dict[str, Any], field: str) -> None:
    response = editor.post(NEW, fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    with across_structures():
        assert not ImportRun.objects.exists()


def test_too_big_request_is_413(editor: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000

    response = editor.post(NEW, {"file": SimpleUploadedFile("a.txt", b"a" * 1_001), "visibility": "members"})

    assert response.status_code == 413
    with across_structures():
        assert not ImportRun.objects.exists()


def test_form_says_the_limit(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    file = SimpleUploadedFile("a.txt", b"a")
    file.size = settings.UPLOAD_MAX_BYTES + 1

    form = ImportForm({"visibility": "members"}, {"file": file})

    assert form.errors == {"file": ["Ce fichier dépasse 2 Mo : coupez-le en plusieurs."]}


def test_name_of_the_file_is_never_markup_nor_a_path(upload: Upload, editor: Client) -> None:
    run = upload(TEXT, "../../<img src=x onerror=alert(1)>.txt")

    pages = editor.get(run.get_absolute_url()).content + editor.get(NEW).content

    assert "/" not in run.name
    assert b"<img src=x" not in pages
    assert b"&lt;img src=x" in pages


def test_waiting_import_asks_again_and_stops_when_over(editor: Client, structure: Structure) -> None:
    run = ImportRun.objects.create(structure=structure, name="a.txt", visibility=Visibility.PUBLIC, total=40, done=20)
    headers = {"HTTP_HX_REQUEST": "true"}

    part = editor.get(run.get_absolute_url(), **headers)  # type: ignore[arg-type]
    whole = editor.get(run.get_absolute_url())
    with across_structures():
        ImportRun.objects.filter(pk=run.pk).update(state=ImportState.REFUSE, problem="Illisible.")
    over = editor.get(run.get_absolute_url(), **headers)  # type: ignore[arg-type]

    assert part.content.decode().strip() in whole.content.decode()
    assert "20 fiches sur 40" in part.content.decode()
    assert ("HX-Refresh" in part.headers, over.headers["HX-Refresh"]) == (False, "true")


def test_latest_imports_are_listed_in_one_query_each(
    editor: Client, structure: Structure, django_assert_max_num_queries: Any
) -> None:
    ImportRun.objects.create(structure=structure, name="premier.txt", visibility=Visibility.PUBLIC)
    editor.get(NEW)
    with django_assert_max_num_queries(8) as one:
        editor.get(NEW)
    for number in range(29):
        ImportRun.objects.create(structure=structure, name=f"{number}.txt", visibility=Visibility.PUBLIC)

    with django_assert_max_num_queries(8) as thirty:
        response = editor.get(NEW)

    assert len(one) == len(thirty)
    assert len(response.context["runs"]) == 10
