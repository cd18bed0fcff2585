"""Each page: who may open it, by which method, and what a bad address gives."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from palier.core.tenancy import across_structures
from palier.library.actions.misses import note_miss
from palier.library.enums import ImportState, Visibility
from palier.library.models import ActionSheet, ImportRun, SearchMiss
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_member, make_user
from tests.factories.sheets import NOW, make_sheet

pytestmark = pytest.mark.django_db
NOWHERE = UUID(int=1)

# (path, method) by kind; {run} and {miss} stand for identifiers.
OPEN = [
    "/fiches/",
    "/fiches/export.csv",
    "/fiches/export.xlsx",
    "/fiches/export.json",
    "/fiches/flux.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/api/fiches",
]
SHEET = [
    "/fiches/le-banc/",
    "/fiches/le-banc/carte.pdf",
    "/fiches/le-banc/complete.pdf",
    "/fiches/le-banc/fiche.odt",
    "/fiches/le-banc/fiche.json",
    "/api/fiches/le-banc",
]
EDITORS_GET = [
    "/fiches/importer/",
    "/fiches/imports/{run}/",
    "/fiches/imports/{run}/rapport.json",
    "/fiches/recherches-sans-resultat/",
    "/fiches/nouvelle/",
    "/fiches/le-banc/modifier/",
]
EDITORS_POST = ["/fiches/le-banc/suppression/", "/fiches/recherches-sans-resultat/{miss}/retrait/"]
EDITORS = [*(("get", path) for path in EDITORS_GET), *(("post", path) for path in EDITORS_POST)]
NOBODY = [
    ("get", "/fiches/nulle-part/"),
    ("get", "/fiches/nulle-part/carte.pdf"),
    ("get", "/fiches/nulle-part/complete.pdf"),
    ("get", "/fiches/le-banc/affiche.pdf"),
    ("get", "/fiches/nulle-part/fiche.odt"),
    ("get", "/fiches/nulle-part/fiche.json"),
    ("get", "/api/fiches/nulle-part"),
    ("get", "/fiches/export.pdf"),
    ("get", "/fiches/nulle-part/modifier/"),
    ("post", "/fiches/nulle-part/modifier/"),
    ("post", "/fiches/nulle-part/suppression/"),
    ("get", f"/fiches/imports/{NOWHERE}/"),
    ("get", "/fiches/imports/pas-un-identifiant/"),
    ("get", f"/fiches/imports/{NOWHERE}/rapport.json"),
    ("post", f"/fiches/recherches-sans-resultat/{NOWHERE}/retrait/"),
]


@pytest.fixture
def places(structure: Structure) -> dict[str, object]:
    """A public sheet, an import that is over and a miss; what stands in the addresses."""
    make_sheet("Le banc", structure_name="Centre A", summary="Un banc peint.")
    miss = note_miss(text="zeppelin", structure=structure, now=NOW)
    assert miss is not None
    report = {"read": 0, "created": 0, "updated": 0, "identical": 0, "refused": [], "warnings": [], "sheets": []}
    run = ImportRun.objects.create(
        structure=structure, name="a.txt", visibility="public", state=ImportState.TERMINE, report=report
    )
    return {"run": run.pk, "miss": miss.pk}


def ask(client: Client, method: str, path: str, places: dict[str, object]) -> int:
    status: int = getattr(client, method)(path.format(**places)).status_code
    return status


@pytest.mark.parametrize("path", [*OPEN, *SHEET])
def test_public_pages_open_for_all(client: Client, reader: Client, places: dict[str, object], path: str) -> None:
    assert [ask(browser, "get", path, places) for browser in (client, reader)] == [200, 200]


@pytest.mark.parametrize("path", EDITORS_GET)
def test_editors_pages_open_for_editors(editor: Client, places: dict[str, object], path: str) -> None:
    assert ask(editor, "get", path, places) == 200


@pytest.mark.parametrize("path", EDITORS_POST)
def test_editors_actions_answer_editors(editor: Client, places: dict[str, object], path: str) -> None:
    assert ask(editor, "post", path, places) == 302


@pytest.mark.parametrize(("method", "path"), EDITORS)
def test_visitors_are_asked_to_log_in(client: Client, places: dict[str, object], method: str, path: str) -> None:
    response = getattr(client, method)(path.format(**places))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{reverse('account_login')}?next=/fiches/")


@pytest.mark.parametrize("role", [Role.LECTURE, Role.EQUIPIER])
@pytest.mark.parametrize(("method", "path"), EDITORS)
def test_members_who_only_read_are_refused(places: dict[str, object], role: Role, method: str, path: str) -> None:
    assert ask(logged_in(make_member(role)), method, path, places) == 403
    with across_structures():
        assert (ActionSheet.objects.count(), SearchMiss.objects.count()) == (1, 1)


@pytest.mark.parametrize("path", ["/fiches/importer/", "/fiches/nouvelle/", "/fiches/le-banc/modifier/"])
def test_readers_cannot_send_the_forms_either(reader: Client, places: dict[str, object], path: str) -> None:
    assert reader.post(path, {"title": "Autre", "visibility": "public"}).status_code == 403
    assert list(ActionSheet.objects.values_list("title", flat=True)) == ["Le banc"]


def test_account_without_structure_is_refused(places: dict[str, object]) -> None:
    assert ask(logged_in(make_user()), "get", "/fiches/importer/", places) == 403


@pytest.mark.parametrize(("method", "path"), NOBODY)
def test_bad_address_is_not_found(editor: Client, places: dict[str, object], method: str, path: str) -> None:
    assert ask(editor, method, path, places) == 404


@pytest.mark.parametrize("path", [*OPEN, *SHEET, *EDITORS_GET])
@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(editor: Client, places: dict[str, object], method: str, path: str) -> None:
    assert ask(editor, method, path, places) == 405


READ_ONLY = [path for path in [*OPEN, *SHEET, *EDITORS_GET] if not path.endswith(("er/", "nouvelle/", "modifier/"))]


@pytest.mark.parametrize("path", READ_ONLY)
def test_pages_that_only_show_refuse_a_post(editor: Client, places: dict[str, object], path: str) -> None:
    assert ask(editor, "post", path, places) == 405


@pytest.mark.parametrize("path", EDITORS_POST)
def test_actions_refuse_a_get(editor: Client, places: dict[str, object], path: str) -> None:
    assert ask(editor, "get", path, places) == 405
    with across_structures():
        assert (ActionSheet.objects.count(), SearchMiss.objects.count()) == (1, 1)


@pytest.mark.parametrize("path", SHEET)
def test_sheet_of_members_exists_for_members_only(client: Client, reader: Client, path: str) -> None:
    make_sheet("Le banc", visibility=Visibility.MEMBERS)

    assert [ask(browser, "get", path, {}) for browser in (client, reader)] == [404, 200]
