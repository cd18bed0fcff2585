"""Sheets are shared to be read; the structure that owns one is alone to change it."""

import json

import pytest
from django.test import Client

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import can_change_sheet
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_federation, make_member, make_membership, make_structure
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db
EDIT, DELETE = "/fiches/le-banc/modifier/", "/fiches/le-banc/suppression/"
CHANGED = {"title": "Le banc peint", "visibility": "public"}


def audited() -> list[tuple[object, str, str, str]]:
    with across_structures():
        entries = AuditEntry.objects.filter(kind="sheets_changed").order_by("id")
        return [(entry.structure_id, entry.actor_name, entry.target_label, entry.detail) for entry in entries]


@pytest.fixture
def neighbour(db: None) -> Client:
    """The browser of a direction, in another structure than the editor's."""
    return logged_in(make_member(Role.DIRECTION))


def test_sheet_written_here_belongs_to_the_structure_and_is_audited(editor: Client, structure: Structure) -> None:
    editor.post("/fiches/nouvelle/", {"title": "Le banc", "visibility": "members"})

    assert ActionSheet.objects.get().owner == structure
    assert audited() == [(structure.pk, "Awa Perrin", "Le banc", "Fiche écrite")]


def test_form_of_a_new_sheet_knows_the_structure(editor: Client, structure: Structure) -> None:
    form = editor.get("/fiches/nouvelle/").context["form"]

    assert (form["structure_name"].value(), form["departement"].value()) == (structure.name, "38")


def test_owner_corrects_its_sheet(editor: Client, structure: Structure) -> None:
    make_sheet("Le banc", owner=structure)

    response = editor.post(EDIT, CHANGED)

    assert response.status_code == 302
    assert ActionSheet.objects.get().title == "Le banc peint"
    assert [entry[3] for entry in audited()] == ["Fiche corrigée : structure organisatrice, titre"]


@pytest.mark.parametrize(("method", "path"), [("get", EDIT), ("post", EDIT), ("post", DELETE)])
def test_neighbour_reads_and_changes_nothing(neighbour: Client, structure: Structure, method: str, path: str) -> None:
    make_sheet("Le banc", owner=structure, visibility=Visibility.MEMBERS)

    response = getattr(neighbour, method)(path, CHANGED)

    assert (response.status_code, neighbour.get("/fiches/le-banc/").status_code) == (403, 200)
    assert list(ActionSheet.objects.values_list("title", flat=True)) == ["Le banc"]
    assert audited() == []


def test_page_offers_to_change_to_the_owner_alone(editor: Client, neighbour: Client, structure: Structure) -> None:
    make_sheet("Le banc", owner=structure)

    own, other = (browser.get("/fiches/le-banc/").content.decode() for browser in (editor, neighbour))

    assert ("/modifier/" in own, "/suppression/" in own) == (True, True)
    assert ("/modifier/" in other, "/suppression/" in other) == (False, False)


def test_page_names_the_owner_to_members_only(client: Client, editor: Client, neighbour: Client) -> None:
    make_sheet("Le banc", owner=make_structure("Centre social des Garances"))
    make_sheet("Le vélo")

    shown = [browser.get("/fiches/le-banc/").content.decode() for browser in (neighbour, editor, client)]

    assert ["Tenue par : Centre social des Garances" in page for page in shown] == [True, True, False]
    assert "Fiche commune à toutes les structures" in editor.get("/fiches/le-velo/").content.decode()


def test_shared_sheet_is_changed_by_any_editor_where_no_federation_is(editor: Client) -> None:
    make_sheet("Le banc")

    assert editor.post(EDIT, CHANGED).status_code == 302


def test_shared_sheet_is_changed_by_the_federation_where_there_is_one(editor: Client) -> None:
    make_sheet("Le banc")
    federation = make_federation()
    keeper = logged_in(make_member(Role.FEDERATION, structure=federation))
    direction = logged_in(make_member(Role.DIRECTION, structure=federation))

    answers = [browser.get(EDIT).status_code for browser in (editor, direction, keeper)]

    assert answers == [403, 403, 200]


def test_federation_changes_no_sheet_of_a_centre(structure: Structure) -> None:
    sheet = make_sheet("Le banc", owner=structure)

    assert not can_change_sheet(make_membership(Role.FEDERATION), sheet)


@pytest.mark.parametrize("role", [Role.LECTURE, Role.EQUIPIER])
def test_member_without_the_right_changes_no_sheet_of_the_structure(structure: Structure, role: Role) -> None:
    sheet = make_sheet("Le banc", owner=structure)

    assert not can_change_sheet(make_membership(role, structure=structure), sheet)
    assert not can_change_sheet(None, sheet)


def test_sheet_outlives_its_structure() -> None:
    owner = make_structure()
    make_sheet("Le banc", owner=owner)

    owner.delete()

    assert ActionSheet.objects.get().owner is None


def test_owner_is_no_part_of_the_exports(client: Client) -> None:
    make_sheet("Le banc", owner=make_structure("Centre Kanari"))

    exported = json.loads(client.get("/fiches/le-banc/fiche.json").content)

    assert "owner" not in exported
    assert "Kanari" not in json.dumps(exported)
