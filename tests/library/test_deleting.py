"""A sheet deleted by a slip comes back as it was, for an hour, from the browser that deleted it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.library.actions.writing import write_draft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from palier.library.views.deleting import KEPT_FOR, KEY
from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_member
from tests.factories.sheets import NOW, full_draft, make_sheet

pytestmark = pytest.mark.django_db
RESTORE = "/fiches/retablissement/"
LIST = "/fiches/"


@pytest.fixture
def deleted(editor: Client, structure: Structure) -> ActionSheet:
    """A full sheet that the editor has just deleted."""
    sheet = write_draft(draft=full_draft(), visibility=Visibility.PUBLIC, writer=SERVER, now=NOW).sheet
    ActionSheet.objects.filter(pk=sheet.pk).update(owner=structure)
    editor.post(f"{sheet.get_absolute_url()}suppression/")
    assert not ActionSheet.objects.exists()
    return sheet


def details() -> list[str]:
    with across_structures():
        return list(AuditEntry.objects.order_by("id").values_list("detail", flat=True))


def test_restored_sheet_is_as_it_was_and_is_found(editor: Client, deleted: ActionSheet, structure: Structure) -> None:
    before = {field.attname: getattr(deleted, field.attname) for field in ActionSheet._meta.fields}

    response = editor.post(RESTORE)

    back = ActionSheet.objects.values().get()
    assert response.headers["Location"] == "/fiches/la-table-roulante/"
    assert {name for name in before if before[name] != back[name]} == {"updated_at", "owner_id"}
    assert back["owner_id"] == structure.pk
    assert editor.get("/fiches/?q=roulante").context["found"].total == 1
    assert details() == ["Fiche supprimée", "Fiche rétablie"]


def test_list_offers_it_until_it_is_back(editor: Client, reader: Client, deleted: ActionSheet) -> None:
    offered = [RESTORE in browser.get(LIST).content.decode() for browser in (editor, reader)]
    editor.post(RESTORE)

    assert offered == [True, False]
    assert RESTORE not in editor.get(LIST).content.decode()


def test_it_waits_for_an_hour(editor: Client, deleted: ActionSheet) -> None:
    session = editor.session
    session[KEY] = {**session[KEY], "at": (timezone.now() - KEPT_FOR - timedelta(seconds=1)).isoformat()}
    session.save()

    response = editor.post(RESTORE, follow=True)

    assert not ActionSheet.objects.exists()
    assert "Il n'y a plus de fiche à rétablir." in [str(message) for message in response.context["messages"]]


def test_sheet_imported_again_meanwhile_is_not_written_twice(editor: Client, deleted: ActionSheet) -> None:
    write_draft(draft=full_draft(), visibility=Visibility.PUBLIC, writer=SERVER, now=NOW)

    response = editor.post(RESTORE, follow=True)

    told = [str(message) for message in response.context["messages"]]
    assert told == ["La fiche « La table roulante » est déjà revenue dans la bibliothèque."]
    assert ActionSheet.objects.count() == 1


def test_address_taken_meanwhile_is_left_to_the_other(editor: Client, deleted: ActionSheet) -> None:
    make_sheet("La table roulante", structure_name="Ailleurs")

    response = editor.post(RESTORE)

    assert response.headers["Location"] == f"/fiches/la-table-roulante-{deleted.identity[:8]}/"


def test_sheet_whose_double_is_gone_comes_back_alone(editor: Client) -> None:
    first = make_sheet("La ludothèque du square", structure_name="A")
    second = make_sheet("La ludothèque du square !?", structure_name="A", source_id="2")
    assert second.duplicate_of_id == first.pk
    editor.post(f"{second.get_absolute_url()}suppression/")
    first.delete()

    editor.post(RESTORE)

    assert ActionSheet.objects.get().duplicate_of is None


def test_session_that_changed_structure_restores_nothing(editor: Client, deleted: ActionSheet) -> None:
    elsewhere = logged_in(make_member(Role.REFERENT))
    session = elsewhere.session
    session[KEY] = editor.session[KEY]
    session.save()

    assert elsewhere.post(RESTORE).status_code == 403
    assert not ActionSheet.objects.exists()


@pytest.mark.parametrize(("kind", "status"), [("client", 302), ("reader", 403), ("editor", 302)])
def test_who_comes_with_nothing_to_restore(request: pytest.FixtureRequest, kind: str, status: int, db: None) -> None:
    browser: Client = request.getfixturevalue(kind)
    ask: Callable[[str], object] = browser.post

    assert ask(RESTORE).status_code == status  # type: ignore[attr-defined]
    assert not ActionSheet.objects.exists()
