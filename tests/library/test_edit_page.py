"""Writing, correcting and deleting a sheet from its pages."""

from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from palier.library.actions.writing import Outcome, write_draft
from palier.library.enums import Visibility
from palier.library.forms import SheetForm
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER, Writer
from palier.library.queries.reading import draft_of
from palier.structures.models import Structure
from tests.factories.sheets import NOW, full_draft, make_draft, make_sheet

pytestmark = pytest.mark.django_db
NEW = "/fiches/nouvelle/"


def form_of(sheet: ActionSheet, **changes: Any) -> dict[str, Any]:
    """What the browser sends for this sheet, with some fields changed."""
    stored = model_to_dict(sheet, fields=SheetForm.Meta.fields)
    return {name: value for name, value in {**stored, **changes}.items() if value is not None}


def test_new_sheet_is_written_read_and_found(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(
            NEW,
            {
                "title": "Le kiosque",
                "visibility": "public",
                "keywords": ["sante", "culture"],
                "resources": "300 € de bois",
                "mobilised": "4 bénévoles",
            },
        )

    sheet = ActionSheet.objects.get()
    assert response.headers["Location"] == "/fiches/le-kiosque/"
    assert (sheet.keywords, sheet.amounts, sheet.visibility) == (["sante", "culture"], ["300"], "public")
    assert sheet.people == [{"kind": "volunteers", "low": 4, "high": 4}]
    assert sheet.modalities_deduced is False
    assert [item.sheet.pk for item in editor.get("/fiches/?q=kiosque").context["found"].sheets] == [sheet.pk]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visibility": "public"}, "title"),
        ({"title": "   ", "visibility": "public"}, "title"),
        ({"title": "a" * 201, "visibility": "public"}, "title"),
        ({"title": "Un", "visibility": "martiens"}, "visibility"),
        ({"title": "Un", "visibility": "public", "keywords": ["martiens"]}, "keywords"),
        ({"title": "Un", "visibility": "public", "year": "-3"}, "year"),
        ({"title": "Un", "visibility": "public", "year": "99999999999"}, "year"),
        ({"title": "Un", "visibility": "public", "departement": "9999"}, "departement"),
        ({"title": "Un\x00", "visibility": "public"}, "title"),
    ],
)
def test_bad_value_is_refused_in_its_field(editor: Client, fields: dict[str, Any], field: str) -> None:
    response = editor.post(NEW, fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ActionSheet.objects.exists()


def test_form_saved_as_it_stands_changes_nothing(editor: Client) -> None:
    sheet = write_draft(draft=full_draft(), visibility=Visibility.PUBLIC, writer=SERVER, now=NOW).sheet
    before = ActionSheet.objects.values().get()

    response = editor.post(f"{sheet.get_absolute_url()}modifier/", form_of(sheet))

    after = ActionSheet.objects.values().get()
    assert response.headers["Location"] == sheet.get_absolute_url()
    assert {name for name in before if before[name] != after[name]} == {"updated_at"}


def test_correction_keeps_the_address_and_moves_the_search(editor: Client) -> None:
    sheet = make_sheet("Le kiosque", summary="Un kiosque.")

    editor.post("/fiches/le-kiosque/modifier/", form_of(sheet, title="Le belvédère", summary="Une vue."))

    found = [editor.get(f"/fiches/?q={word}").context["found"].total for word in ("kiosque", "belvédère")]
    assert found == [0, 1]
    assert ActionSheet.objects.get().slug == "le-kiosque"


@pytest.mark.parametrize(
    ("changes", "modalities", "is_deduced"),
    [
        ({"summary": "Encore du porte-à-porte."}, ["porte_a_porte"], True),
        ({"modalities": ["jardin"]}, ["jardin"], False),
        ({"modalities": ["porte_a_porte", "jardin"]}, ["porte_a_porte", "jardin"], False),
        ({"modalities": None}, [], False),
    ],
)
def test_modality_is_checked_once_someone_changes_it(
    editor: Client, changes: dict[str, Any], modalities: list[str], is_deduced: bool
) -> None:
    draft = make_draft("Le samedi", summary="Du porte-à-porte chaque samedi.")
    sheet = write_draft(draft=draft, visibility=Visibility.PUBLIC, writer=SERVER, now=NOW).sheet

    editor.post("/fiches/le-samedi/modifier/", form_of(sheet, **changes))

    sheet.refresh_from_db()
    assert (sheet.modalities, sheet.modalities_deduced) == (modalities, is_deduced)


def test_refused_correction_is_shown_again_under_the_known_title(editor: Client) -> None:
    sheet = make_sheet("Le kiosque")

    response = editor.post("/fiches/le-kiosque/modifier/", form_of(sheet, title=""))

    assert (response.status_code, response.context["name"]) == (422, "Le kiosque")
    assert ActionSheet.objects.get().title == "Le kiosque"


def test_form_of_a_sheet_never_lets_out_its_text_as_markup(editor: Client) -> None:
    make_sheet("Le banc", summary="</textarea><script>alert(1)</script>")

    assert "<script>alert" not in editor.get("/fiches/le-banc/modifier/").content.decode()


def test_deleted_sheet_is_gone_and_said(editor: Client) -> None:
    make_sheet("Le kiosque <b>")

    response = editor.post("/fiches/le-kiosque-b/suppression/", follow=True)

    assert not ActionSheet.objects.exists()
    assert response.redirect_chain == [("/fiches/", 302)]
    assert "« Le kiosque &lt;b&gt; » n'est plus dans la bibliothèque" in response.content.decode()


CONTROL = "Le\x0bkiosque\x1b et\u202e la place"


def test_invisible_characters_never_reach_a_sheet(editor: Client, client: Client) -> None:
    editor.post(NEW, {"title": CONTROL, "summary": CONTROL, "visibility": "public"})

    sheet = ActionSheet.objects.get()
    feed = client.get("/fiches/flux.atom")

    assert [set(text) & set("\x0b\x1b\u202e") for text in (sheet.title, sheet.summary)] == [set(), set()]
    assert feed.status_code == 200


def test_sheet_written_here_is_known_again_from_its_export(editor: Client, structure: Structure) -> None:
    editor.post("/fiches/nouvelle/", {"title": "Le banc qui écoute", "visibility": "members"})
    sheet = ActionSheet.objects.get()

    writer = Writer(owner=structure, keeps_shared=False)
    written = write_draft(draft=draft_of(sheet), visibility=Visibility.MEMBERS, writer=writer, now=NOW)

    assert (written.outcome, written.sheet.pk, ActionSheet.objects.count()) == (Outcome.UPDATED, sheet.pk, 1)


def test_unknown_departement_is_refused_in_its_field(editor: Client) -> None:
    response = editor.post("/fiches/nouvelle/", {"title": "Un banc", "visibility": "members", "departement": "ZZZ"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["departement"]
