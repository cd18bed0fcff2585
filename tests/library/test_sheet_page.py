"""One sheet: its page, its documents, its data."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from palier.library.actions.writing import write_draft
from palier.library.enums import Visibility
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from tests.factories.sheets import NOW, full_draft, make_sheet, make_sheets

pytestmark = pytest.mark.django_db
LONG = "Une phrase qui raconte ce qui se passe au pied des tours, avec les gens. " * 120
BAD_TITLE = '</script><script>alert(1)</script> & "fin"'


@pytest.fixture
def full() -> ActionSheet:
    return write_draft(draft=full_draft(), visibility=Visibility.PUBLIC, writer=SERVER, now=NOW).sheet


def page(client: Client, sheet: ActionSheet) -> str:
    return client.get(sheet.get_absolute_url()).content.decode()


def test_page_tells_all_that_is_known(client: Client, full: ActionSheet) -> None:
    response = client.get(full.get_absolute_url())
    shown = response.content.decode()

    assert response.context["missing"] == []
    assert response.context["people"] == ["2 professionnel·les", "10 à 12 bénévoles"]
    for text in ("La place revit.", "1200 €", "Souvent belle", "Corse-du-Sud", "Terminée", "base d&#x27;essai (T-12)"):
        assert text in shown


def test_empty_rubrics_are_folded_and_counted(client: Client) -> None:
    sheet = make_sheet(summary="Un texte.", limits="  ")

    response = client.get(sheet.get_absolute_url())

    assert len(response.context["missing"]) == 10
    assert "10 rubriques non renseignées" in response.content.decode()


def test_page_describes_itself_to_search_engines(client: Client, full: ActionSheet) -> None:
    shown = page(client, full)
    data = json.loads(re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', shown, re.DOTALL)[0])

    assert (data["@type"], data["headline"], data["inLanguage"]) == ("Article", "La table roulante", "fr")
    assert data["keywords"] == ["Solidarité", "Vieillissement"]
    assert data["url"] == "http://testserver/fiches/la-table-roulante/"
    assert '<link rel="canonical" href="http://testserver/fiches/la-table-roulante/">' in shown
    assert "noindex" not in shown


def test_page_of_members_is_not_for_search_engines(reader: Client) -> None:
    assert '<meta name="robots" content="noindex">' in page(reader, make_sheet(visibility=Visibility.MEMBERS))


def test_data_of_the_page_never_leaves_its_script(client: Client) -> None:
    sheet = make_sheet(BAD_TITLE, summary="<!--<script>")

    shown = page(client, sheet)
    data = json.loads(re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', shown, re.DOTALL)[0])

    assert (data["headline"], data["description"]) == (BAD_TITLE, "<!--<script>")
    assert "<script>alert" not in shown


@pytest.mark.parametrize("field", ["title", "summary", "structure_name", "plus", "limits", "source"])
def test_text_of_a_sheet_is_never_markup(client: Client, field: str) -> None:
    sheet = make_sheet(**{"title": "Un", field: "<img src=x onerror=alert(1)>"})

    assert "<img src=x" not in page(client, sheet)


def test_names_of_files_and_other_texts_are_never_markup(client: Client) -> None:
    sheet = make_sheet(attachments=["<img src=x>.pdf"], unmapped={"<img src=x>": "<img src=x>"})

    assert "<img src=x" not in page(client, sheet)


def test_page_asks_as_much_of_the_database_with_1_and_30_sheets(
    reader: Client, django_assert_max_num_queries: Any
) -> None:
    address = make_sheet("Le jardin", summary="Un jardin.").get_absolute_url()
    make_sheet("Le verger", summary="Un jardin.")
    SHEETS.vectorise()
    reader.get(address)
    with django_assert_max_num_queries(20) as few:
        reader.get(address)
    make_sheets(28, summary="Un jardin.")
    SHEETS.vectorise()
    reader.get(address)

    with django_assert_max_num_queries(20) as many:
        reader.get(address)

    assert len(few) == len(many)


def pdf(client: Client, sheet: ActionSheet, form: str) -> PdfReader:
    response = client.get(f"{sheet.get_absolute_url()}{form}.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def test_card_is_one_page_even_for_a_long_sheet(client: Client) -> None:
    texts = dict.fromkeys(("summary", "experience", "description", "limits", "prospects", "resources"), LONG)
    sheet = make_sheet("Une très longue histoire", **texts)

    card, complete = pdf(client, sheet, "carte"), pdf(client, sheet, "complete")

    assert len(card.pages) == 1
    assert len(complete.pages) > 3
    assert "Une très longue histoire" in card.pages[0].extract_text()


def test_pdf_of_an_empty_sheet_is_drawn(client: Client) -> None:
    assert len(pdf(client, make_sheet("Seul"), "carte").pages) == 1


def test_pdf_is_shown_by_the_browser_under_a_plain_name(client: Client) -> None:
    response = client.get(make_sheet('A/b\\"c').get_absolute_url() + "carte.pdf")

    assert response.headers["Content-Disposition"] == 'inline; filename="a-b-c-carte.pdf"'


def test_odt_is_a_document_with_the_texts(client: Client, full: ActionSheet) -> None:
    response = client.get(full.get_absolute_url() + "fiche.odt")
    archive = zipfile.ZipFile(io.BytesIO(response.content))

    assert archive.testzip() is None
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    assert "La place revit." in archive.read("content.xml").decode()
    assert response.headers["Content-Disposition"].startswith("attachment;")


def test_json_is_the_same_by_page_and_by_api(client: Client, full: ActionSheet) -> None:
    by_page = client.get(full.get_absolute_url() + "fiche.json").json()
    by_api = client.get(f"/api/fiches/{full.slug}").json()

    assert by_page == by_api
    assert (by_page["title"], by_page["amounts"], by_page["people"][1]) == (
        "La table roulante",
        ["1200"],
        {"kind": "volunteers", "low": 10, "high": 12},
    )
